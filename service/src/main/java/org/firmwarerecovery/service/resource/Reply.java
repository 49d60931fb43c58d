package org.firmwarerecovery.service.resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.redfish.message.Message;

/**
 * What an operation other than a read answers. Locations are paths, never absolute URLs: half of the known clients break
 * on those.
 *
 * @param status HTTP status below 400
 * @param headers in order
 * @param resource path of the resource whose document is the body; empty = see {@code body}
 * @param body a record or tree that is the body; empty with an empty {@code resource} = no body
 * @param remarks what a client should know beside the resource, as {@code @Message.ExtendedInfo} of its document
 */
public record Reply(
        int status,
        Map<String, String> headers,
        Optional<String> resource,
        Optional<Object> body,
        List<Message> remarks) {
    /** Copies headers and remarks. */
    public Reply {
        headers = new LinkedHashMap<>(headers);
        remarks = List.copyOf(remarks);
    }

    private Reply(int status, Map<String, String> headers, Optional<String> resource, Optional<Object> body) {
        this(status, headers, resource, body, List.of());
    }

    /** 204. */
    public static Reply done() {
        return new Reply(204, Map.of(), Optional.empty(), Optional.empty());
    }

    /** 200 with a document of its own, for actions that return something. */
    public static Reply ok(Object body) {
        return new Reply(200, Map.of(), Optional.empty(), Optional.of(body));
    }

    /** 200 with the resource as it is now. */
    public static Reply changed(String path) {
        return new Reply(200, Map.of(), Optional.of(path), Optional.empty());
    }

    /** 201 with {@code Location} and the new resource as body. */
    public static Reply created(String path) {
        return new Reply(201, Map.of("Location", path), Optional.of(path), Optional.empty());
    }

    /**
     * 202 with an empty body: a task has begun.
     *
     * @param monitor path of its monitor
     * @param retryAfterSeconds when to ask first; only this answer carries it, monitors do not
     */
    public static Reply accepted(String monitor, int retryAfterSeconds) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Location", monitor);
        headers.put("Retry-After", Integer.toString(retryAfterSeconds));
        return new Reply(202, headers, Optional.empty(), Optional.empty());
    }

    /** The same with one more header. */
    public Reply withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, resource, body, remarks);
    }

    /** The same with one more remark. */
    public Reply withRemark(Message remark) {
        List<Message> more = new ArrayList<>(remarks);
        more.add(remark);
        return new Reply(status, headers, resource, body, more);
    }

    /** The same with the document of a resource as body. */
    public Reply showing(String path) {
        return new Reply(status, headers, Optional.of(path), Optional.empty(), remarks);
    }
}
