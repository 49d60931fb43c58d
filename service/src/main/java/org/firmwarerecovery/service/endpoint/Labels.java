package org.firmwarerecovery.service.endpoint;

import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.odata.Field;

/** What people call the machine and the service, changed through Redfish and kept. Thread-safe. */
final class Labels {
    static final int LENGTH_MAX = 256;

    private static final String ASSET_TAG = "AssetTag";
    private static final String SERVICE_IDENTIFICATION = "ServiceIdentification";

    private final SettingsKeeper keeper;
    private final Optional<String> name;
    private String assetTag;
    private String serviceIdentification;

    /** Begins with what the configuration says; changes go to {@code keeper}. */
    Labels(NodeFacts facts, SettingsKeeper keeper) {
        this.keeper = keeper;
        this.name = facts.name();
        this.assetTag = facts.assetTag().orElse("");
        this.serviceIdentification = facts.serviceIdentification().orElse("");
    }

    /** What the owner calls the machine; empty text for nothing, so that clients see that it can be written. */
    synchronized String assetTag() {
        return assetTag;
    }

    /** How the service introduces itself: what people wrote, else the name of the node, else empty text. */
    synchronized String serviceIdentification() {
        return serviceIdentification.isEmpty() ? name.orElse("") : serviceIdentification;
    }

    /** The same where it cannot be written; absent instead of empty. */
    Optional<String> shownIdentification() {
        return Optional.of(serviceIdentification()).filter(text -> !text.isEmpty());
    }

    /** Changes the tag; {@code null} and empty text take it away. */
    synchronized void assetTag(Field<String> wanted) {
        if (wanted.isPresent()) {
            String text = checked(ASSET_TAG, wanted);
            keeper.keep(Map.of("node.asset.assetTag", yaml(text)));
            assetTag = text;
        }
    }

    /** Changes the introduction; {@code null} and empty text go back to the name of the node. */
    synchronized void serviceIdentification(Field<String> wanted) {
        if (wanted.isPresent()) {
            String text = checked(SERVICE_IDENTIFICATION, wanted);
            keeper.keep(Map.of("node.serviceIdentification", yaml(text)));
            serviceIdentification = text;
        }
    }

    private static String checked(String property, Field<String> wanted) {
        String text = wanted.orElse("").strip();
        if (text.length() > LENGTH_MAX) {
            throw new RedfishException(
                    400, BaseMessages.stringValueTooLong(property, LENGTH_MAX).about("#/" + property));
        }
        if (text.codePoints().anyMatch(Labels::unspeakable)) {
            throw new RedfishException(
                    400, BaseMessages.propertyValueFormatError(text, property).about("#/" + property));
        }
        return text;
    }

    /** Neither YAML nor a log line carries these as they are. */
    private static boolean unspeakable(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.UNASSIGNED
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.FORMAT;
    }

    private static String yaml(String text) {
        return text.isEmpty() ? "" : "'" + text.replace("'", "''") + "'";
    }
}
