/** Recovery core (manifest, policy, negotiation, recovery, donor and bank machines) and its edges on disk and network. */
@org.jspecify.annotations.NullMarked
module org.firmwarerecovery.update {
    requires transitive org.firmwarerecovery.redfish;
    requires transitive org.firmwarerecovery.discovery;
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.bouncycastle.util;
    requires org.apache.commons.compress;
    requires java.xml;
    requires org.slf4j;
    requires org.apache.httpcomponents.client5.httpclient5;
    requires org.apache.httpcomponents.core5.httpcore5;

    exports org.firmwarerecovery.update.component;
    exports org.firmwarerecovery.update.manifest;
    exports org.firmwarerecovery.update.version;
    exports org.firmwarerecovery.update.bank;
    exports org.firmwarerecovery.update.donor;
    exports org.firmwarerecovery.update.engine;
    exports org.firmwarerecovery.update.io.container;
    exports org.firmwarerecovery.update.io.container.known;
    exports org.firmwarerecovery.update.io.container.openbmc;
    exports org.firmwarerecovery.update.io.file;
    exports org.firmwarerecovery.update.io.flash;
    exports org.firmwarerecovery.update.io.journal;
    exports org.firmwarerecovery.update.io.library;
    exports org.firmwarerecovery.update.io.hook;
    exports org.firmwarerecovery.update.io.ingest;
    exports org.firmwarerecovery.update.io.peer;
    exports org.firmwarerecovery.update.io.revocation;
    exports org.firmwarerecovery.update.io.runtime;
    exports org.firmwarerecovery.update.io.store;
    exports org.firmwarerecovery.update.io.trust;
    exports org.firmwarerecovery.update.io.web;
    exports org.firmwarerecovery.update.io.work;
    exports org.firmwarerecovery.update.job;
    exports org.firmwarerecovery.update.journal;
    exports org.firmwarerecovery.update.negotiation;
    exports org.firmwarerecovery.update.node;
    exports org.firmwarerecovery.update.policy;
    exports org.firmwarerecovery.update.recovery;
    exports org.firmwarerecovery.update.text;
    exports org.firmwarerecovery.update.transfer;
}
