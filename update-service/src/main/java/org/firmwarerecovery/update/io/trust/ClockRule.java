package org.firmwarerecovery.update.io.trust;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The clock rule: at which time validity is judged, and whether its end counts. The clock is <em>unset</em> when it shows
 * less than the build time or than the newest time this node ever stored; then the later of these two is taken for now.
 * Thread-safe if the two sources are.
 */
public final class ClockRule {
    private final TrustTime mode;
    private final InstantSource clock;
    private final Instant buildTime;
    private final Supplier<Instant> newestStored;

    /**
     * A rule for this node.
     *
     * @param mode setting {@code trust.time}
     * @param clock the wall clock
     * @param newestStored the newest time ever stored, {@link Instant#EPOCH} if there is none
     */
    public ClockRule(TrustTime mode, InstantSource clock, Supplier<Instant> newestStored) {
        this(mode, clock, BuildTime.instant(), newestStored);
    }

    ClockRule(TrustTime mode, InstantSource clock, Instant buildTime, Supplier<Instant> newestStored) {
        this.mode = mode;
        this.clock = clock;
        this.buildTime = buildTime;
        this.newestStored = newestStored;
    }

    /**
     * How validity is to be judged.
     *
     * @param at the time to judge at
     * @param endsIgnored true if what is over may pass; what has not begun never passes
     * @param clockUnset true if the clock showed an impossible time; records say so
     */
    public record Judgement(Instant at, boolean endsIgnored, boolean clockUnset) {}

    /** For what has to be valid now: certificates of peers. */
    public Judgement now() {
        Instant shown = clock.instant();
        Instant least = least();
        boolean unset = shown.isBefore(least);
        return switch (mode) {
            case AUTO -> new Judgement(unset ? least : shown, unset, unset);
            case ENFORCE -> new Judgement(shown, false, unset);
            case IGNORE -> new Judgement(unset ? least : shown, true, unset);
        };
    }

    /**
     * For what had to be valid when it was signed: chains of firmware signers. The signing time is what the signer claims;
     * a stolen key is answered by a revocation list, not by the calendar.
     *
     * @param signedAt signing time, {@code null} if the signature has none
     */
    public Judgement at(@Nullable Instant signedAt) {
        Judgement now = now();
        if (signedAt == null) {
            return now;
        }
        // With the ends ignored the latest known time is taken, so that a signer newer than this build still has begun.
        Instant at = now.endsIgnored() && now.at().isAfter(signedAt) ? now.at() : signedAt;
        return new Judgement(at, now.endsIgnored(), now.clockUnset());
    }

    private Instant least() {
        Instant stored = newestStored.get();
        return stored.isAfter(buildTime) ? stored : buildTime;
    }
}
