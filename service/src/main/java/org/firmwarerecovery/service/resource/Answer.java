package org.firmwarerecovery.service.resource;

import java.util.LinkedHashMap;
import java.util.Map;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.firmwarerecovery.redfish.message.RedfishException;

/**
 * A finished answer: what goes on the wire besides the headers that every answer has.
 *
 * @param status HTTP status
 * @param headers in order, without those of the gate
 * @param body JSON in UTF-8; empty = none
 */
@SuppressWarnings("ArrayRecordComponent") // bytes that go to a socket once; never compared
public record Answer(int status, Map<String, String> headers, byte[] body) {
    /** An answer with a JSON document. */
    public static Answer of(int status, Map<String, String> headers, Object document) {
        return new Answer(status, new LinkedHashMap<>(headers), RedfishMapper.bytes(document));
    }

    /** An answer without a body. */
    public static Answer empty(int status, Map<String, String> headers) {
        return new Answer(status, new LinkedHashMap<>(headers), new byte[0]);
    }

    /** The error answer of a refusal. */
    public static Answer of(RedfishException refusal) {
        return of(refusal.status(), refusal.headers(), refusal.body());
    }

    /** The same without a header. */
    public Answer without(String name) {
        Map<String, String> fewer = new LinkedHashMap<>(headers);
        fewer.remove(name);
        return new Answer(status, fewer, body);
    }

    /** The same with one more header. */
    public Answer withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }
}
