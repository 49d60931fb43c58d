package org.firmwarerecovery.update.recovery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.firmwarerecovery.update.policy.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * The history of a recovery as an operator reads it.
 *
 * @param timeline what happened, oldest first, at most {@link #TIMELINE_MAX}; the oldest but the first and the last start makes room
 * @param candidates candidates of the last negotiation in their rank, with reasons
 * @param donor UUID of the donor that sent or sends the image, null when none did
 * @param bytesPerDonor verified bytes by donor over all attempts
 * @param endedAt wall clock of the end, null before
 * @param result one word: {@code Recovered}, {@code Held}, {@code Cancelled}; empty while it runs
 * @param reason why it is held or was cancelled, or what the last failure was
 */
public record Story(
        List<Entry> timeline,
        List<Candidate> candidates,
        @Nullable String donor,
        SortedMap<String, Long> bytesPerDonor,
        @Nullable Instant endedAt,
        String result,
        String reason) {
    private static final String STARTED = "RecoveryStarted";

    /** Most entries of a timeline. */
    public static final int TIMELINE_MAX = 200;

    /**
     * One line of the history.
     *
     * @param phase label of the phase it belongs to
     * @param at wall clock
     * @param uptimeMillis uptime, from which durations are computed
     * @param messageKey key in {@code FirmwareRecovery.1.0}
     * @param args its arguments
     */
    public record Entry(String phase, Instant at, long uptimeMillis, String messageKey, List<String> args) {
        /** Copies the arguments. */
        public Entry {
            args = List.copyOf(args);
        }
    }

    /** Copies the collections. */
    public Story {
        timeline = List.copyOf(timeline);
        candidates = List.copyOf(candidates);
        bytesPerDonor = Collections.unmodifiableSortedMap(new TreeMap<>(bytesPerDonor));
    }

    /** Nothing happened yet. */
    public static Story empty() {
        return new Story(List.of(), List.of(), null, new TreeMap<>(), null, "", "");
    }

    /** The same story with one more line. */
    public Story telling(Entry entry) {
        List<Entry> all = new ArrayList<>(timeline);
        all.add(entry);
        if (all.size() > TIMELINE_MAX) {
            all.remove(firstToGo(all));
        }
        return new Story(all, candidates, donor, bytesPerDonor, endedAt, result, reason);
    }

    /** The first line tells why there is a recovery, and who started it last is asked for later: other lines go before these. */
    private static int firstToGo(List<Entry> all) {
        return lastStart(all, all.size()) == 1 ? 2 : 1;
    }

    /** Index of the last start before {@code end}; 0 when there is none after the first line. */
    private static int lastStart(List<Entry> all, int end) {
        for (int i = end - 1; i >= 1; i--) {
            if (all.get(i).messageKey().equals(STARTED)) {
                return i;
            }
        }
        return 0;
    }

    /** The same story without the older half of what follows its first line, but for the last start among it. */
    public Story withoutOlderHalf() {
        int half = Math.min(timeline.size(), 1 + timeline.size() / 2);
        List<Entry> kept = new ArrayList<>(timeline.subList(0, Math.min(1, timeline.size())));
        int start = lastStart(timeline, half);
        if (start > 0) {
            kept.add(timeline.get(start));
        }
        kept.addAll(timeline.subList(half, timeline.size()));
        return new Story(kept, candidates, donor, bytesPerDonor, endedAt, result, reason);
    }

    /** The same story with the candidates of a negotiation. */
    public Story judging(List<Candidate> judged) {
        return new Story(timeline, judged, donor, bytesPerDonor, endedAt, result, reason);
    }

    /** The same story with the donor in charge, null while an attempt has not chosen one. */
    public Story servedBy(@Nullable String uuid) {
        return new Story(timeline, candidates, uuid, bytesPerDonor, endedAt, result, reason);
    }

    /** The same story with {@code bytes} more from a donor. */
    public Story received(String uuid, long bytes) {
        TreeMap<String, Long> sums = new TreeMap<>(bytesPerDonor);
        sums.merge(uuid, bytes, Long::sum);
        return new Story(timeline, candidates, donor, sums, endedAt, result, reason);
    }

    /** The same story with an outcome. */
    public Story ended(@Nullable Instant at, String how, String why) {
        return new Story(timeline, candidates, donor, bytesPerDonor, at, how, why);
    }
}
