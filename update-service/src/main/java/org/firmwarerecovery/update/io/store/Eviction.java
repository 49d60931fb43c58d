package org.firmwarerecovery.update.io.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.firmwarerecovery.update.component.Digest;

/** Which folders go, in which order, when an image needs room. Pure. */
final class Eviction {
    private Eviction() {}

    /** The first candidates that together free {@code bytes}. */
    static List<Candidate> choose(List<Candidate> candidates, long bytes) {
        List<Candidate> ordered = new ArrayList<>(candidates);
        ordered.sort(Comparator.comparing(Candidate::kind)
                .thenComparingLong(Candidate::lastUse)
                .thenComparing(Candidate::digest));
        List<Candidate> chosen = new ArrayList<>();
        long freed = 0;
        for (Candidate candidate : ordered) {
            if (freed >= bytes) {
                break;
            }
            chosen.add(candidate);
            freed += candidate.bytes();
        }
        return chosen;
    }

    /** What may go; the earlier kind goes first, within a kind the one used least recently. */
    enum Kind {
        BROKEN,
        SUSPENDED,
        GOOD
    }

    /** A folder that may go. */
    record Candidate(Kind kind, long lastUse, Digest digest, long bytes, Path folder) {}
}
