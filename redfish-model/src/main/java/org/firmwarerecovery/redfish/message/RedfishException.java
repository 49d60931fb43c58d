package org.firmwarerecovery.redfish.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The one exception that crosses HTTP: a status and the messages of its error body. Thrown by endpoints and filters only;
 * a core answers with values.
 */
public final class RedfishException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient List<Message> messages;
    private final transient Map<String, String> headers;

    /**
     * An answer with extra headers.
     *
     * @param status HTTP status, 400 to 599
     * @param messages at least one, the most useful one first
     * @param headers further headers, for example {@code Retry-After}, {@code Allow} or {@code WWW-Authenticate}
     */
    public RedfishException(int status, List<Message> messages, Map<String, String> headers) {
        super(status + " " + messages.get(0).messageId() + ": "
                + messages.get(0).message());
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("not an error status: " + status);
        }
        this.status = status;
        this.messages = List.copyOf(messages);
        this.headers = new LinkedHashMap<>(headers);
    }

    /** An answer with one or more messages and no extra headers. */
    public RedfishException(int status, Message first, Message... more) {
        this(status, join(first, more), Map.of());
    }

    /** HTTP status of the answer. */
    public int status() {
        return status;
    }

    /** The messages, the most useful one first. */
    public List<Message> messages() {
        return messages;
    }

    /** Extra headers of the answer, in order. */
    public Map<String, String> headers() {
        return new LinkedHashMap<>(headers);
    }

    /** The same answer with one more header. */
    public RedfishException withHeader(String name, String value) {
        Map<String, String> more = headers();
        more.put(name, value);
        return new RedfishException(status, messages, more);
    }

    /** The body of the answer. */
    public RedfishError body() {
        return RedfishError.of(messages);
    }

    private static List<Message> join(Message first, Message... more) {
        List<Message> all = new ArrayList<>(List.of(more));
        all.add(0, first);
        return all;
    }
}
