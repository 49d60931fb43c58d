/** Recovery core (manifest, policy, negotiation, recovery, donor and bank machines) and its edges on disk and network. */
@org.jspecify.annotations.NullMarked
module org.firmwarerecovery.update {
    requires transitive org.firmwarerecovery.redfish;
    requires static transitive org.jspecify;

    exports org.firmwarerecovery.update.component;
}
