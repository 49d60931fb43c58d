package org.firmwarerecovery.update.io.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.firmwarerecovery.update.io.trust.ClockRule.Judgement;
import org.junit.jupiter.api.Test;

class ClockRuleTest {
    private static final Instant BUILD = Instant.parse("2026-11-22T00:00:00Z");
    private static final Instant STORED = Instant.parse("2027-03-01T00:00:00Z");
    private static final Instant BEFORE = Instant.parse("1970-01-01T00:01:00Z");
    private static final Instant AFTER = Instant.parse("2027-06-01T00:00:00Z");

    @Test
    void a_set_clock_is_taken_at_its_word() {
        assertEquals(
                new Judgement(AFTER, false, false),
                rule(TrustTime.AUTO, AFTER, STORED).now());
        assertEquals(
                new Judgement(STORED, false, false),
                rule(TrustTime.AUTO, STORED, STORED).now());
    }

    @Test
    void an_unset_clock_is_replaced_by_the_newest_time_known_and_ends_do_not_count() {
        assertEquals(
                new Judgement(STORED, true, true),
                rule(TrustTime.AUTO, BEFORE, STORED).now());
        assertEquals(
                new Judgement(BUILD, true, true),
                rule(TrustTime.AUTO, BEFORE, Instant.EPOCH).now());
        assertEquals(
                new Judgement(STORED, true, true),
                rule(TrustTime.AUTO, STORED.minusSeconds(1), STORED).now());
    }

    @Test
    void enforce_believes_any_clock_and_ignore_never_counts_an_end() {
        assertEquals(
                new Judgement(BEFORE, false, true),
                rule(TrustTime.ENFORCE, BEFORE, STORED).now());
        assertEquals(
                new Judgement(AFTER, true, false),
                rule(TrustTime.IGNORE, AFTER, STORED).now());
        assertEquals(
                new Judgement(STORED, true, true),
                rule(TrustTime.IGNORE, BEFORE, STORED).now());
    }

    @Test
    void a_signature_is_judged_at_its_signing_time() {
        Instant signed = Instant.parse("2025-01-01T00:00:00Z");
        assertEquals(
                new Judgement(signed, false, false),
                rule(TrustTime.AUTO, AFTER, STORED).at(signed));
        assertEquals(
                new Judgement(AFTER, false, false),
                rule(TrustTime.AUTO, AFTER, STORED).at(null));
        assertEquals(
                new Judgement(STORED, true, true),
                rule(TrustTime.AUTO, BEFORE, STORED).at(signed));
        assertEquals(
                new Judgement(AFTER, true, true),
                rule(TrustTime.AUTO, BEFORE, STORED).at(AFTER));
    }

    @Test
    void the_build_time_is_the_one_of_the_build() {
        assertEquals(BuildTime.instant().truncatedTo(ChronoUnit.SECONDS), BuildTime.instant());
        assertEquals(
                new Judgement(BuildTime.instant(), true, true),
                new ClockRule(TrustTime.AUTO, () -> BEFORE, () -> Instant.EPOCH).now());
    }

    @Test
    void settings_are_read_by_their_labels() {
        for (TrustTime mode : TrustTime.values()) {
            assertEquals(mode, TrustTime.of(mode.label()));
        }
        assertThrows(IllegalArgumentException.class, () -> TrustTime.of("AUTO"));
    }

    private static ClockRule rule(TrustTime mode, Instant now, Instant stored) {
        return new ClockRule(mode, () -> now, BUILD, () -> stored);
    }
}
