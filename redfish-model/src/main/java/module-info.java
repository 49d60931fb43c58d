/** Redfish resource records, messages, privileges and query algebra; no I/O. */
@org.jspecify.annotations.NullMarked
module org.firmwarerecovery.redfish {
    requires static transitive org.jspecify;

    exports org.firmwarerecovery.machine;
}
