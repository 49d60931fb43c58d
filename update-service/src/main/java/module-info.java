/** Recovery core (manifest, policy, negotiation, recovery, donor and bank machines) and its edges on disk and network. */
@org.jspecify.annotations.NullMarked
module org.firmwarerecovery.update {
    requires transitive org.firmwarerecovery.redfish;
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.databind;

    exports org.firmwarerecovery.update.component;
    exports org.firmwarerecovery.update.manifest;
    exports org.firmwarerecovery.update.version;
}
