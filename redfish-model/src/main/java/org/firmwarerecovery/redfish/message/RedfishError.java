package org.firmwarerecovery.redfish.message;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * The body of every answer that is not a success: {@code {"error": {"code", "message", "@Message.ExtendedInfo"}}} (DSP0266,
 * clause on error responses).
 *
 * @param error the one member
 */
public record RedfishError(@JsonProperty("error") Contents error) {
    /**
     * What is in {@code error}.
     *
     * @param code id of the first message: clients show it as the reason
     * @param message text of the first message
     * @param extendedInfo all messages, the most useful one first: Ansible shows only that one
     */
    public record Contents(
            @JsonProperty("code") String code,
            @JsonProperty("message") String message,
            @JsonProperty("@Message.ExtendedInfo") List<Message> extendedInfo) {
        /** Copies the list; a foreign error may have none. */
        @SuppressWarnings({"ConstantValue", "NullAway"}) // Jackson passes null for what is absent
        public Contents {
            code = code == null ? "" : code;
            message = message == null ? "" : message;
            extendedInfo = extendedInfo == null ? List.of() : List.copyOf(extendedInfo);
        }
    }

    /** The body for these messages; at least one, the most useful one first. */
    public static RedfishError of(List<Message> messages) {
        Message first = messages.get(0);
        return new RedfishError(new Contents(first.messageId(), first.message(), messages));
    }
}
