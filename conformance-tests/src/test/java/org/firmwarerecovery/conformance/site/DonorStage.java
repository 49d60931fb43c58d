package org.firmwarerecovery.conformance.site;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** How far a donor is with the newest of its offers, by its own words. */
public enum DonorStage {
    /** It made an offer, nobody accepted it yet. */
    OFFERED,
    /** It granted a ticket, and sent no byte of the image yet. */
    GRANTED,
    /** It sent a part of the image. */
    SERVING,
    /** It sent the whole image, and does not know yet how it ended. */
    SERVED,
    /** It was told how it ended. */
    RELEASED;

    /** Where an operator reads the offers of a node. */
    public static final String OFFERS = Operator.RECOVERY_SERVICE + "/Offers";

    /** Paths of the offers that a donor remembers. */
    public static List<String> offers(Operator donor) throws Exception {
        List<String> paths = new ArrayList<>();
        for (JsonNode member : donor.get(OFFERS).path("Members")) {
            paths.add(member.path("@odata.id").asText());
        }
        return paths;
    }

    /**
     * The stage of the one offer that is not in {@code known}.
     *
     * @param sidecarBytes size of manifest and signature, which count as sent like the image
     */
    public static DonorStage of(Operator donor, List<String> known, long sidecarBytes) throws Exception {
        List<String> fresh = new ArrayList<>(offers(donor));
        fresh.removeAll(known);
        if (fresh.size() != 1) {
            throw new AssertionError("one offer was to be made, not " + fresh);
        }
        JsonNode offer = donor.get(fresh.get(0));
        long sent = offer.path("BytesSent").asLong() - sidecarBytes;
        return switch (offer.path("State").asText()) {
            case "Offered" -> OFFERED;
            case "Accepted" ->
                sent <= 0 ? GRANTED : sent < offer.path("SizeBytes").asLong() ? SERVING : SERVED;
            case "Completed", "Released" -> RELEASED;
            default -> throw new AssertionError("an offer that nobody waits for any more: " + offer);
        };
    }
}
