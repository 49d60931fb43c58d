package org.firmwarerecovery.redfish.message;

/** Messages of the DMTF registries ResourceEvent and LogService that this product sends. One factory per message, named as its key. */
public final class EventMessages {
    private EventMessages() {}

    public static Message testMessage() {
        return MessageCatalogue.standard().create("ResourceEvent", "TestMessage");
    }

    public static Message logCleared(String log) {
        return MessageCatalogue.standard().create("LogService", "LogCleared", log);
    }
}
