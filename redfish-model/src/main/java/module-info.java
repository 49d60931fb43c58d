/** Redfish resource records, messages, privileges and query algebra; no I/O. */
@org.jspecify.annotations.NullMarked
module org.firmwarerecovery.redfish {
    requires static transitive org.jspecify;
    requires transitive com.fasterxml.jackson.annotation;
    requires transitive com.fasterxml.jackson.databind;

    exports org.firmwarerecovery.machine;
    exports org.firmwarerecovery.redfish.json;
    exports org.firmwarerecovery.redfish.message;
    exports org.firmwarerecovery.redfish.odata;
    exports org.firmwarerecovery.redfish.oem;
    exports org.firmwarerecovery.redfish.privilege;
    exports org.firmwarerecovery.redfish.query;
    exports org.firmwarerecovery.redfish.resource;

    opens org.firmwarerecovery.redfish.message to
            com.fasterxml.jackson.databind;
    opens org.firmwarerecovery.redfish.odata to
            com.fasterxml.jackson.databind;
    opens org.firmwarerecovery.redfish.oem to
            com.fasterxml.jackson.databind;
    opens org.firmwarerecovery.redfish.resource to
            com.fasterxml.jackson.databind;
}
