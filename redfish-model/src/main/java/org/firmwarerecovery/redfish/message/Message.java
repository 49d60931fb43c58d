package org.firmwarerecovery.redfish.message;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.firmwarerecovery.redfish.odata.Health;
import org.jspecify.annotations.Nullable;

/**
 * One {@code Message.v1_3_0.Message}: in {@code @Message.ExtendedInfo}, in {@code Task.Messages}, in events and log entries.
 *
 * <p>{@code Severity} is deprecated by the schema, but of the messages of an error sushy and ironic read nothing else: both
 * severities are written there, and are always equal. Of a Task's messages no client that we know needs it, and DMTF's Service
 * Validator warns of each one: {@link #withoutDeprecated()}.
 *
 * @param messageId {@code <Prefix>.<Major>.<Minor>.<Key>}
 * @param message text for people, arguments put in; empty when a foreign service gave none
 * @param messageArgs the arguments in order, as text
 * @param severity same as {@code messageSeverity}, or absent
 * @param messageSeverity how bad it is; {@code Warning} when a foreign service gave none
 * @param resolution what to do about it
 * @param relatedProperties JSON pointers of the members of the request that it is about, {@code #/Name}
 */
@JsonPropertyOrder({
    "@odata.type",
    "MessageId",
    "Message",
    "MessageArgs",
    "Severity",
    "MessageSeverity",
    "Resolution",
    "RelatedProperties"
})
@JsonIgnoreProperties(value = "@odata.type", allowGetters = true)
public record Message(
        String messageId,
        String message,
        List<String> messageArgs,
        @Nullable Health severity,
        @Nullable Health messageSeverity,
        @Nullable String resolution,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> relatedProperties) {
    /** The type that every message carries, since messages stand inside documents of other types. */
    public static final String ODATA_TYPE = "#Message.v1_3_0.Message";

    /** Fills what foreign services leave out; only {@code MessageId} is required by the schema. */
    @SuppressWarnings({"ConstantValue", "NullAway"}) // Jackson passes null for what is absent
    public Message {
        messageId = messageId == null ? "" : messageId;
        message = message == null ? "" : message;
        messageArgs = messageArgs == null ? List.of() : List.copyOf(messageArgs);
        relatedProperties = relatedProperties == null ? List.of() : List.copyOf(relatedProperties);
        Health known = messageSeverity != null ? messageSeverity : severity;
        messageSeverity = known == null ? Health.WARNING : known;
        severity = severity == null ? null : messageSeverity;
    }

    /** The constant {@code @odata.type}. */
    @JsonProperty("@odata.type")
    public String odataType() {
        return ODATA_TYPE;
    }

    /** The severity, never null. */
    public Health health() {
        return messageSeverity == null ? Health.WARNING : messageSeverity;
    }

    /** The last part of the id, which is all that clients compare. */
    public String key() {
        return messageId.substring(messageId.lastIndexOf('.') + 1);
    }

    /** A standard message whose text also says why in this case. */
    public Message because(String why) {
        return new Message(
                messageId, message + " " + why, messageArgs, severity, messageSeverity, resolution, relatedProperties);
    }

    /** The same message without members that the schema calls deprecated. */
    public Message withoutDeprecated() {
        return new Message(messageId, message, messageArgs, null, messageSeverity, resolution, relatedProperties);
    }

    /** The same message about these members of the request body, given as JSON pointers ({@code #/Targets/0}). */
    public Message about(String... pointers) {
        return new Message(messageId, message, messageArgs, severity, messageSeverity, resolution, List.of(pointers));
    }
}
