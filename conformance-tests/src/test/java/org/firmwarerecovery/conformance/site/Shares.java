package org.firmwarerecovery.conformance.site;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Who gave how much of an image, as the record of a recovery says. Each verified byte counts once. */
public final class Shares {
    private final JsonNode recovery;
    private final Map<String, Long> bytes = new TreeMap<>();

    private Shares(JsonNode recovery) {
        this.recovery = recovery;
        for (JsonNode donor : recovery.path("BytesPerDonor")) {
            bytes.put(donor.path("PeerUUID").asText(), donor.path("Bytes").asLong());
        }
    }

    /** Those of a record. */
    public static Shares of(JsonNode recovery) {
        return new Shares(recovery);
    }

    /** Verified bytes from a donor. */
    public long of(UUID donor) {
        return bytes.getOrDefault(donor.toString(), 0L);
    }

    /** Verified bytes from everybody. */
    public long sum() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The donor that was in charge at the end. */
    public String last() {
        return recovery.path("Donor").path("PeerUUID").asText();
    }

    /** What is said about a candidate. */
    public JsonNode candidate(UUID uuid) {
        for (JsonNode candidate : recovery.path("Candidates")) {
            if (candidate.path("PeerUUID").asText().equals(uuid.toString())) {
                return candidate;
            }
        }
        throw new AssertionError("no candidate " + uuid + " in " + recovery);
    }

    /** True when the timeline has a message of this key that names a donor. */
    public boolean tells(String messageKey, UUID donor) {
        for (JsonNode entry : recovery.path("Timeline")) {
            String text = entry.toString();
            if (text.contains(messageKey) && text.contains(donor.toString())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return bytes + " in " + recovery;
    }
}
