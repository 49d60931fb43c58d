package org.firmwarerecovery.service.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.firmwarerecovery.redfish.json.RedfishMapper;

/**
 * Documents as they went out last, by path, with the state each was made of. A document depends on its path and its state
 * alone, so one whose state is still equal is not written anew: monitoring asks for the same few again and again. Nothing is
 * ever out of date, since the state itself is read for every request. Kept are {@link #ENTRIES_MAX}, none larger than
 * {@link #BODY_BYTES_MAX}; the one unused for longest goes first. Any number of threads.
 */
final class FinishedDocuments {
    static final int ENTRIES_MAX = 64;
    static final int BODY_BYTES_MAX = 16_384;

    /**
     * A document ready for the wire.
     *
     * @param state what it was made of; compared by value
     * @param body JSON in UTF-8
     * @param tag its entity tag, quoted
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes that go to sockets; never compared
    record Finished(Object state, byte[] body, String tag) {}

    private final Map<String, Finished> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Finished> eldest) {
            return size() > ENTRIES_MAX;
        }
    };

    /** The document of this state; {@code writing} makes it where it is not kept. Only immutable states are given. */
    Finished of(String path, Object state, Supplier<ObjectNode> writing) {
        synchronized (kept) {
            Finished last = kept.get(path);
            if (last != null && (last.state() == state || last.state().equals(state))) {
                return last;
            }
        }
        Finished made = write(state, writing.get());
        if (made.body().length <= BODY_BYTES_MAX) {
            synchronized (kept) {
                kept.put(path, made);
            }
        }
        return made;
    }

    /** A document that is not kept. */
    static Finished write(Object state, ObjectNode document) {
        return new Finished(state, RedfishMapper.bytes(document), ResourceWriter.etagOf(document));
    }
}
