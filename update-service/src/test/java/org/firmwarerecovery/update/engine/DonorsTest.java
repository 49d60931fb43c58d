package org.firmwarerecovery.update.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.donor.DonorOffer;
import org.firmwarerecovery.update.donor.LibraryImage;
import org.firmwarerecovery.update.donor.OfferState;
import org.firmwarerecovery.update.donor.ServedImage;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.negotiation.Refusal;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.junit.jupiter.api.Test;

/** The donor machine: who gets an offer, how long it and its lease hold, and what ends them. */
class DonorsTest {
    private static final SignedManifest IMAGE = Firmware.image(2, 1, 3);
    private static final SignedManifest NEWER = Firmware.image(3, 1, 3);
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private final DonorBench console = DonorBench.of(PeerRole.CONSOLE);

    private void library(SignedManifest... images) {
        console.take(new NodeEvent.LibraryChanged(List.of(images).stream()
                .map(image -> new LibraryImage(image, console.now))
                .toList()));
    }

    private DonorOffer offered(String peer, String nonce) {
        return assertInstanceOf(Answer.OfferGiven.class, console.ask(peer, nonce))
                .offer();
    }

    private Refusal refused(String peer, String nonce) {
        return assertInstanceOf(Answer.OfferRefused.class, console.ask(peer, nonce))
                .refusal();
    }

    private DonorOffer stateOf(DonorOffer offer) {
        return Objects.requireNonNull(console.state().offers().get(offer.id()));
    }

    @Test
    void a_console_gives_its_library_and_not_what_lies_in_its_image_store() {
        console.take(new NodeEvent.StoreChanged(List.of(IMAGE)));
        assertInstanceOf(Refusal.NoCompatibleImage.class, refused("p", "1"));
        assertEquals(List.of(), console.state().donates());
        library(IMAGE);
        assertEquals(List.of(Firmware.SOFTWARE), console.state().donates());
        DonorOffer offer = offered("p", "1");
        assertEquals(new ServedImage.FromLibrary(Firmware.payload(IMAGE)), offer.image());
        assertEquals(IMAGE.digest(), offer.manifest().digest());
    }

    @Test
    void a_plain_donor_gives_its_library_too_but_a_mere_recipient_gives_nothing() {
        for (PeerRole role : List.of(PeerRole.DONOR, PeerRole.RECIPIENT)) {
            DonorBench node = DonorBench.of(role);
            node.take(new NodeEvent.LibraryChanged(List.of(new LibraryImage(IMAGE, 0))));
            Answer answer = node.ask("p", "1");
            if (role == PeerRole.DONOR) {
                assertInstanceOf(Answer.OfferGiven.class, answer);
            } else {
                Refusal refusal =
                        assertInstanceOf(Answer.OfferRefused.class, answer).refusal();
                assertEquals(403, refusal.status());
                assertEquals(List.of(), node.state().donates());
            }
        }
    }

    @Test
    void the_newest_of_the_library_is_given_unless_a_manifest_is_named() {
        library(IMAGE, NEWER);
        assertEquals(NEWER.digest(), offered("p", "1").manifest().digest());
        Answer named = console.ask("p", "2", IMAGE.digest());
        assertEquals(
                IMAGE.digest(),
                assertInstanceOf(Answer.OfferGiven.class, named)
                        .offer()
                        .manifest()
                        .digest());
        assertEquals(
                404,
                assertInstanceOf(Answer.OfferRefused.class, console.ask("p", "3", Firmware.digest(77)))
                        .refusal()
                        .status());
    }

    @Test
    void a_library_image_whose_hash_is_an_hour_old_is_hashed_before_it_is_offered() {
        library(IMAGE);
        console.now += HOUR;
        long command = console.send("p", "1", null);
        assertNull(console.answers.get(command), "answered before the hash was there");
        NodeEffect.CheckLibrary check = console.last(NodeEffect.CheckLibrary.class);
        assertEquals(Firmware.payload(IMAGE), check.image());
        console.now += SECOND;
        library(IMAGE);
        console.take(new NodeEvent.Done(check.id()));
        assertInstanceOf(Answer.OfferGiven.class, console.answers.get(command));
    }

    @Test
    void a_request_waits_only_so_long_for_a_hash() {
        library(IMAGE);
        console.now += HOUR;
        long first = console.send("p", "1", null);
        long second = console.send("q", "1", null);
        assertEquals(1, console.all(NodeEffect.CheckLibrary.class).size(), "one hash serves everybody who waits");
        console.now += 6 * SECOND;
        console.take(new NodeEvent.Wake());
        for (long command : new long[] {first, second}) {
            Answer answer = console.answers.get(command);
            assertEquals(
                    409,
                    assertInstanceOf(Answer.OfferRefused.class, answer)
                            .refusal()
                            .status());
        }
    }

    @Test
    void the_same_request_of_the_same_peer_is_the_same_offer_for_ten_minutes() {
        library(IMAGE);
        DonorOffer first = offered("p", "1");
        assertNotEquals(first.id(), offered("q", "1").id());
        assertNotEquals(first.id(), offered("p", "2").id());
        console.now += 5 * MINUTE;
        console.take(new NodeEvent.Wake());
        assertEquals(OfferState.EXPIRED, stateOf(first).state());
        DonorOffer again = offered("p", "1");
        assertEquals(first.id(), again.id());
        assertEquals(console.now + 30 * SECOND, again.validUntil());
        console.now += 6 * MINUTE;
        assertNotEquals(first.id(), offered("p", "1").id());
    }

    @Test
    void an_offer_holds_no_slot_and_a_lease_holds_one() {
        library(IMAGE);
        int slots = console.state().policy().slots();
        for (int i = 0; i < slots; i++) {
            DonorOffer offer = offered("peer " + i, "1");
            assertInstanceOf(Answer.LeaseGranted.class, console.accept("peer " + i, offer));
        }
        Refusal busy = refused("late", "1");
        assertEquals(503, busy.status());
        assertTrue(assertInstanceOf(Refusal.DonorBusy.class, busy).retryAfter().toSeconds() >= 1);
        console.now += 61 * SECOND;
        assertInstanceOf(Answer.OfferGiven.class, console.ask("late", "1"));
    }

    @Test
    void an_offer_made_before_the_last_slot_went_is_refused_when_it_is_accepted() {
        library(IMAGE);
        DonorOffer early = offered("early", "1");
        for (int i = 0; i < console.state().policy().slots(); i++) {
            console.accept("peer " + i, offered("peer " + i, "1"));
        }
        Answer answer = console.accept("early", early);
        assertEquals(
                503,
                assertInstanceOf(Answer.OfferRefused.class, answer).refusal().status());
    }

    @Test
    void a_repeated_acceptance_is_the_same_lease_with_a_new_ticket() {
        library(IMAGE);
        DonorOffer offer = offered("p", "1");
        DonorOffer first = assertInstanceOf(Answer.LeaseGranted.class, console.accept("p", offer))
                .offer();
        console.now += 10 * SECOND;
        DonorOffer second = assertInstanceOf(Answer.LeaseGranted.class, console.accept("p", offer))
                .offer();
        assertEquals(first.id(), second.id());
        assertEquals(first.leaseHardEnd(), second.leaseHardEnd());
        assertNotEquals(first.ticket(), second.ticket());
        assertFalse(stateOf(offer).admits(Objects.requireNonNull(first.ticket()), console.now));
        assertTrue(stateOf(offer).admits(Objects.requireNonNull(second.ticket()), console.now));
        assertEquals(64, Objects.requireNonNull(second.ticket()).length(), "32 bytes in hexadecimal digits");
    }

    @Test
    void an_offer_can_be_accepted_for_thirty_seconds_and_only_by_its_owner() {
        library(IMAGE);
        DonorOffer offer = offered("p", "1");
        assertInstanceOf(Answer.OfferRefused.class, console.accept("q", offer));
        console.now += 31 * SECOND;
        Answer late = console.accept("p", offer);
        assertEquals(
                404, assertInstanceOf(Answer.OfferRefused.class, late).refusal().status());
    }

    @Test
    void each_use_renews_a_lease_until_its_hard_end() {
        library(IMAGE);
        DonorOffer offer = offered("p", "1");
        console.accept("p", offer);
        long begin = console.now;
        while (console.now < begin + 24 * HOUR - 50 * SECOND) {
            console.now += 50 * SECOND;
            console.take(new NodeEvent.LeaseUsed(offer.id(), 10));
            assertTrue(stateOf(offer).holdsSlot(console.now), "the lease was in use");
        }
        console.now = begin + 24 * HOUR;
        console.take(new NodeEvent.LeaseUsed(offer.id(), 10));
        assertFalse(stateOf(offer).holdsSlot(console.now));
        assertEquals(OfferState.EXPIRED, stateOf(offer).state());
    }

    @Test
    void a_completion_counts_once_and_only_for_a_lease() {
        library(IMAGE);
        DonorOffer offer = offered("p", "1");
        assertInstanceOf(Answer.NotFound.class, console.complete("p", "unknown"));
        assertInstanceOf(Answer.NotFound.class, console.complete("q", offer.id()));
        assertInstanceOf(
                Answer.Done.class, console.complete("p", offered("p", "2").id()));
        assertNull(console.state().counters().get("TransfersVerified"));
        console.accept("p", offer);
        assertInstanceOf(Answer.Done.class, console.complete("p", offer.id()));
        assertInstanceOf(Answer.Done.class, console.complete("p", offer.id()));
        assertEquals(1L, console.state().counters().get("TransfersVerified"));
        assertInstanceOf(Answer.Done.class, console.release("p", offer.id()));
        assertEquals(OfferState.COMPLETED, stateOf(offer).state());
    }

    @Test
    void what_leaves_the_library_ends_its_leases_and_is_not_offered_again() {
        library(IMAGE);
        DonorOffer leased = offered("p", "1");
        DonorOffer open = offered("q", "1");
        console.accept("p", leased);
        library();
        assertEquals(OfferState.EXPIRED, stateOf(leased).state());
        assertEquals(OfferState.EXPIRED, stateOf(open).state());
        assertNull(stateOf(leased).ticket());
        assertEquals(404, refused("p", "1").status());
        assertEquals(404, refused("q", "1").status());
        library(IMAGE);
        assertEquals(leased.id(), offered("p", "1").id());
    }

    @Test
    void a_request_waiting_for_a_hash_is_refused_when_the_image_turns_out_bad() {
        library(IMAGE);
        console.now += HOUR;
        long command = console.send("p", "1", null);
        library();
        assertEquals(
                404,
                assertInstanceOf(Answer.OfferRefused.class, console.answers.get(command))
                        .refusal()
                        .status());
    }

    @Test
    void a_peer_without_the_role_recipient_gets_nothing() {
        library(IMAGE);
        Answer answer = console.ask("p", "1", List.of(PeerRole.DONOR));
        assertEquals(
                403,
                assertInstanceOf(Answer.OfferRefused.class, answer).refusal().status());
    }

    @Test
    void an_image_is_given_straight_from_its_bank_once_it_is_confirmed_and_old_enough() {
        DonorBench node = DonorBench.running(IMAGE, PeerRole.DONOR);
        node.now += node.state().policy().donateAfter().toMillis() - MINUTE;
        Answer young = node.ask("p", "1");
        assertEquals(
                409,
                assertInstanceOf(Answer.OfferRefused.class, young).refusal().status());
        node.now += 2 * MINUTE;
        long command = node.send("p", "1", null);
        assertNull(node.answers.get(command), "its last hash is an hour old");
        node.answerChecks();
        DonorOffer offer = assertInstanceOf(Answer.OfferGiven.class, node.answers.get(command))
                .offer();
        assertEquals(new ServedImage.FromBank(Firmware.BMC, BankId.A), offer.image());
        node.take(new NodeEvent.StoreChanged(List.of(IMAGE)));
        Answer stored = node.ask("q", "1");
        assertEquals(
                new ServedImage.FromStore(Firmware.payload(IMAGE)),
                assertInstanceOf(Answer.OfferGiven.class, stored).offer().image());
    }
}
