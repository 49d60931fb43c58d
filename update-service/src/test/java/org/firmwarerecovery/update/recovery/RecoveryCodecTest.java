package org.firmwarerecovery.update.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.negotiation.DonorImage;
import org.firmwarerecovery.update.negotiation.Offer;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.policy.Candidate;
import org.firmwarerecovery.update.text.StrictJson;
import org.firmwarerecovery.update.version.VersionScheme;

class RecoveryCodecTest {
    private static final Instant THEN = Instant.parse("2026-03-04T05:06:07.123Z");

    private static Recovery recovery(RecoveryPhase phase, long wakeAt, Story story) {
        return new Recovery(
                "0123456789ab",
                new ComponentId("BMC"),
                BankId.A,
                Finding.SCAN_FAILED,
                phase,
                THEN,
                50_000,
                3,
                wakeAt,
                null,
                "job-1",
                List.of("ImageStore"),
                story);
    }

    private static Story story() {
        DonorImage image = new DonorImage(
                "EXAMPLE-BMC-1", null, VersionScheme.SEM_VER, 7, Digest.sha256("cd".repeat(32)), 1 << 20, true);
        Offer offer = new Offer("/x", "00", image, List.of(PeerRole.DONOR, PeerRole.CONSOLE), 1, 5, 30_000, "example");
        PeerRef donor = new PeerRef("u-1", "https://192.0.2.1:8443", null, PeerRef.Origin.STATIC);
        PeerRef other = new PeerRef("u-2", "https://[fe80::2]:8443", "eth0", PeerRef.Origin.UNTAGGED);
        return Story.empty()
                .telling(new Story.Entry("Finding", THEN, 50_000, "FindingRaised", List.of("BMC", "A", "ScanFailed")))
                .judging(List.of(
                        Candidate.waiting(donor)
                                .claiming(image, 12)
                                .offering(offer)
                                .because("rank 1"),
                        Candidate.waiting(other).dropped("below the floor")))
                .servedBy("u-1")
                .received("u-1", 65_536)
                .received("u-3", 1);
    }

    @Example
    void a_recovery_survives_the_way_to_text_and_back() {
        for (RecoveryPhase phase : RecoveryPhase.values()) {
            Recovery recovery = recovery(phase, -1, story().ended(THEN, "Held", "policy"));
            assertEquals(new RecoveryText.Ok(recovery), RecoveryCodec.read(RecoveryCodec.write(recovery)));
        }
    }

    @Example
    void only_the_end_of_a_hold_outlives_a_restart() {
        Recovery held = recovery(RecoveryPhase.HELD, 99_000, story());
        assertEquals(new RecoveryText.Ok(held), RecoveryCodec.read(RecoveryCodec.write(held)));
        Recovery pausing = recovery(RecoveryPhase.BACKOFF, 99_000, story());
        assertEquals(new RecoveryText.Ok(pausing.wakingAt(-1)), RecoveryCodec.read(RecoveryCodec.write(pausing)));
    }

    @Example
    void a_long_story_never_forgets_who_started_the_recovery() {
        Story story = story().telling(new Story.Entry("Finding", THEN, 0, "RecoveryStarted", List.of("BMC", "x")));
        for (int i = 0; i < 3 * Story.TIMELINE_MAX; i++) {
            story = story.telling(new Story.Entry("Searching", THEN, i, "DonorDropped", List.of("line " + i)));
        }
        assertEquals(Story.TIMELINE_MAX, story.timeline().size());
        assertEquals("FindingRaised", story.timeline().get(0).messageKey());
        assertEquals("RecoveryStarted", story.timeline().get(1).messageKey());
        assertEquals(
                "RecoveryStarted",
                story.withoutOlderHalf().withoutOlderHalf().timeline().get(1).messageKey());
    }

    @Example
    void starts_do_not_crowd_out_what_came_of_them() {
        Story story = story();
        for (int i = 0; i < 3 * Story.TIMELINE_MAX; i++) {
            story = story.telling(new Story.Entry("Finding", THEN, i, "RecoveryStarted", List.of("BMC", "x")))
                    .telling(new Story.Entry("Backoff", THEN, i, "RecoveryBackoff", List.of("BMC", "1", "line " + i)));
        }
        assertEquals(Story.TIMELINE_MAX, story.timeline().size());
        long ends = story.timeline().stream()
                .filter(line -> line.messageKey().equals("RecoveryBackoff"))
                .count();
        assertTrue(ends >= Story.TIMELINE_MAX / 2 - 1, ends + " of them are told");
    }

    @Example
    void a_story_without_bound_keeps_its_first_and_its_last_lines() {
        Story story = story();
        String flood = "\u0001".repeat(9_000);
        for (int i = 0; i < Story.TIMELINE_MAX; i++) {
            story = story.telling(
                    new Story.Entry("Searching", THEN, i, "DonorDropped", List.of(flood, flood, flood, "line " + i)));
        }
        List<Candidate> crowd = new ArrayList<>();
        for (int i = 0; i < 96; i++) {
            crowd.add(Candidate.waiting(new PeerRef("u-" + i, "https://x", null, PeerRef.Origin.TAGGED))
                    .dropped(flood));
        }
        byte[] bytes = RecoveryCodec.write(recovery(RecoveryPhase.BACKOFF, -1, story.judging(crowd)));
        assertTrue(bytes.length <= StrictJson.BYTES_MAX);
        Story kept = assertInstanceOf(RecoveryText.Ok.class, RecoveryCodec.read(bytes))
                .recovery()
                .story();
        assertEquals("FindingRaised", kept.timeline().get(0).messageKey());
        assertEquals(
                "line 199",
                kept.timeline().get(kept.timeline().size() - 1).args().get(3));
    }

    @Example
    void candidates_that_take_all_the_room_are_given_up_where_no_line_can_go_any_more() {
        List<Candidate> crowd = new ArrayList<>();
        for (int i = 0; i < 96; i++) {
            crowd.add(Candidate.waiting(new PeerRef("u-" + i, "https://x", null, PeerRef.Origin.TAGGED))
                    .dropped("\u0001".repeat(9_000)));
        }
        for (int lines = 1; lines < 6; lines++) {
            Story story = story();
            for (int i = 1; i < lines; i++) {
                story = story.telling(new Story.Entry("Finding", THEN, i, "RecoveryStarted", List.of("BMC", "x")));
            }
            byte[] bytes = RecoveryCodec.write(recovery(RecoveryPhase.BACKOFF, -1, story.judging(crowd)));
            assertTrue(bytes.length <= StrictJson.BYTES_MAX);
        }
    }

    @Example
    void a_newer_layout_and_broken_ones_are_told_apart() {
        String good =
                new String(RecoveryCodec.write(recovery(RecoveryPhase.SEARCHING, -1, story())), StandardCharsets.UTF_8);
        assertEquals(new RecoveryText.Newer(9), read("{\"formatVersion\":9}"));
        assertInstanceOf(RecoveryText.Broken.class, read(good.replace("\"attempt\":3,", "")));
        assertInstanceOf(RecoveryText.Broken.class, read(good.replace("\"donor\":", "\"giver\":")));
        assertEquals(
                new RecoveryText.Broken("record.bank: has an unknown value"),
                read(good.replace("\"bank\":\"A\"", "\"bank\":\"C\"")));
    }

    @Property(tries = 200)
    void no_bytes_make_it_throw(@ForAll byte[] bytes, @ForAll int position, @ForAll byte value) {
        assertInstanceOf(RecoveryText.Broken.class, RecoveryCodec.read(bytes));
        byte[] one = RecoveryCodec.write(recovery(RecoveryPhase.SEARCHING, -1, story()));
        one[Math.floorMod(position, one.length)] = value;
        RecoveryCodec.read(one);
    }

    private static RecoveryText read(String text) {
        return RecoveryCodec.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
