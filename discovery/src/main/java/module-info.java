/** Finding peers: SSDP codec and search machine in core; sockets and the loop that runs the machine in io. */
@org.jspecify.annotations.NullMarked
module org.firmwarerecovery.discovery {
    requires transitive org.firmwarerecovery.redfish;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports org.firmwarerecovery.discovery.core;
    exports org.firmwarerecovery.discovery.io;
}
