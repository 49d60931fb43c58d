package org.firmwarerecovery.update.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.firmwarerecovery.update.bank.BankReading;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.negotiation.DonorImage;
import org.firmwarerecovery.update.negotiation.DonorInventory;
import org.firmwarerecovery.update.negotiation.Grant;
import org.firmwarerecovery.update.negotiation.Offer;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.negotiation.Refusal;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeLimits;
import org.firmwarerecovery.update.version.VersionScheme;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Offers that stand by: a transfer may last far longer than an offer is valid, and still goes on from the next donor. */
class StandByTest {
    private static final SignedManifest IMAGE = Firmware.image(2, 1, 4);
    private static final int DONORS = 4;

    private final NodeBench node = new NodeBench(
            Fleet.node(List.of(PeerRole.RECIPIENT), List.of(Firmware.component(BankId.A)), configuredPeers()));
    private int asked;

    private static List<PeerRef> configuredPeers() {
        return IntStream.rangeClosed(1, DONORS)
                .mapToObj(i -> new PeerRef(Fleet.uuid(i), "https://192.0.2." + i + ":443", null, PeerRef.Origin.STATIC))
                .toList();
    }

    /** Both sides talk until the first chunks are asked for. */
    @BeforeEach
    void negotiate() {
        node.take(
                new NodeEvent.BankChecked(node.last(NodeEffect.CheckBank.class).id(), new BankReading.Erased()));
        for (NodeEffect.QueryDonor query : node.all(NodeEffect.QueryDonor.class)) {
            node.take(new NodeEvent.DonorQueried(
                    query.id(), new DonorInventory(query.peer().uuid(), List.of(PeerRole.DONOR), List.of(claim())), 5));
        }
        for (NodeEffect.RequestImage request : node.all(NodeEffect.RequestImage.class)) {
            node.take(offered(request));
        }
        asked = node.all(NodeEffect.RequestImage.class).size();
    }

    private static DonorImage claim() {
        return new DonorImage(
                Firmware.SOFTWARE,
                IMAGE.manifest().version(),
                VersionScheme.of("SemVer"),
                IMAGE.securityVersion(),
                IMAGE.digest(),
                IMAGE.manifest().image().size(),
                true);
    }

    private static NodeEvent offered(NodeEffect.RequestImage request) {
        return new NodeEvent.OfferMade(
                request.id(),
                new Offer(
                        "/offers/" + request.peer().uuid(),
                        request.request().requestId(),
                        claim(),
                        List.of(PeerRole.DONOR),
                        0,
                        5,
                        30_000,
                        null));
    }

    private void grant() {
        NodeEffect.AcceptOffer accept = node.last(NodeEffect.AcceptOffer.class);
        node.take(new NodeEvent.Granted(accept.id(), new Grant(accept.offerPath(), "i", "m", "s", "u", "p", 60_000)));
    }

    private void transferTwoChunks() {
        node.take(new NodeEvent.ManifestVerified(
                node.last(NodeEffect.FetchManifest.class).id(), IMAGE));
        node.take(new NodeEvent.StagingOpened(
                node.last(NodeEffect.OpenStaging.class).id(), new TreeSet<>()));
        for (NodeEffect.FetchChunk chunk : node.all(NodeEffect.FetchChunk.class)) {
            node.now += 20_000;
            node.take(new NodeEvent.Done(chunk.id()));
        }
    }

    @Test
    void of_the_offers_one_is_accepted_and_two_stay_open() {
        assertEquals(DONORS, asked);
        assertEquals(1, node.all(NodeEffect.AcceptOffer.class).size());
        assertEquals(0, node.all(NodeEffect.CloseOffer.class).size(), "the two next ones stay open");
    }

    @Test
    void after_a_long_transfer_the_next_donor_is_asked_again_with_the_same_request_and_goes_on() {
        grant();
        transferTwoChunks();
        assertTrue(node.now >= 40_000, "longer than an offer is valid");
        assertEquals(0, node.all(NodeEffect.CloseOffer.class).size(), "stand-bys are open while chunks are missing");
        String first = node.last(NodeEffect.AcceptOffer.class).peer().uuid();
        NodeEffect.FetchChunk lost = node.last(NodeEffect.FetchChunk.class);
        node.take(new NodeEvent.Failed(lost.id(), "connection reset"));
        assertEquals(asked + 1, node.all(NodeEffect.RequestImage.class).size());
        NodeEffect.RequestImage again = node.last(NodeEffect.RequestImage.class);
        assertTrue(!again.peer().uuid().equals(first), "another donor");
        assertEquals(
                node.all(NodeEffect.RequestImage.class).get(0).request().requestId(),
                again.request().requestId());
        int fetched = node.all(NodeEffect.FetchChunk.class).size();
        node.take(offered(again));
        assertEquals(again.peer(), node.last(NodeEffect.AcceptOffer.class).peer());
        grant();
        List<Integer> rest = node
                .all(NodeEffect.FetchChunk.class)
                .subList(fetched, node.all(NodeEffect.FetchChunk.class).size())
                .stream()
                .map(NodeEffect.FetchChunk::index)
                .toList();
        assertEquals(List.of(2, 3), rest, "the verified chunks are not fetched again");
        for (NodeEffect.FetchChunk chunk : node.all(NodeEffect.FetchChunk.class).subList(fetched, fetched + 2)) {
            assertEquals(again.peer(), chunk.from().peer());
            node.take(new NodeEvent.Done(chunk.id()));
        }
        node.take(new NodeEvent.Done(node.last(NodeEffect.VerifyImage.class).id()));
        List<NodeEffect.CloseOffer> closed = node.all(NodeEffect.CloseOffer.class);
        assertEquals("Abandoned", closed.get(0).verdict());
        assertTrue(closed.stream()
                .anyMatch(close ->
                        "Verified".equals(close.verdict()) && close.peer().equals(again.peer())));
        assertTrue(closed.stream().anyMatch(close -> close.verdict() == null), "the last stand-by is given back");
    }

    @Test
    void a_donor_slower_than_the_minimum_rate_is_left_for_the_next_one_which_goes_on_from_the_verified_chunks() {
        grant();
        transferTwoChunks();
        PeerRef first = node.last(NodeEffect.AcceptOffer.class).peer();
        int fetched = node.all(NodeEffect.FetchChunk.class).size();
        node.take(new NodeEvent.TooSlow(node.last(NodeEffect.FetchChunk.class).id(), 7, 10_000));
        assertEquals(
                List.of("BMC", first.uuid(), "7", "10000", "4096"),
                node.all(NodeEffect.Note.class).stream()
                        .filter(note -> note.key().equals("DonorTooSlow"))
                        .findFirst()
                        .orElseThrow()
                        .args());
        assertTrue(
                node.all(NodeEffect.Note.class).stream()
                        .anyMatch(note -> note.key().equals("DonorDropped")
                                && note.args().get(2).startsWith("slower than the minimum rate")),
                "the candidate's reason");
        assertTrue(
                node.all(NodeEffect.Note.class).stream()
                        .noneMatch(note -> note.key().equals("DonorBarred")),
                "slow is not hostile");
        NodeEffect.RequestImage next = node.last(NodeEffect.RequestImage.class);
        assertTrue(!next.peer().equals(first));
        node.take(offered(next));
        grant();
        assertEquals(
                List.of(2, 3),
                node
                        .all(NodeEffect.FetchChunk.class)
                        .subList(fetched, node.all(NodeEffect.FetchChunk.class).size())
                        .stream()
                        .map(NodeEffect.FetchChunk::index)
                        .toList());
    }

    @Test
    void a_donor_whose_signature_is_not_trusted_here_is_left_for_now_but_not_barred() {
        grant();
        PeerRef first = node.last(NodeEffect.AcceptOffer.class).peer();
        NodeEffect.FetchManifest fetch = node.last(NodeEffect.FetchManifest.class);
        node.take(new NodeEvent.Rejected(fetch.id(), new Rejection.SignatureInvalid("no signer is trusted")));
        assertEquals(List.of(), node.state().journal().barred(), "our own trust may be wrong");
        assertTrue(!node.last(NodeEffect.RequestImage.class).peer().equals(first), "the next one has its turn");
    }

    @Test
    void a_donor_that_sent_other_bytes_is_barred_until_an_operator_starts_a_recovery() {
        grant();
        node.take(new NodeEvent.ManifestVerified(
                node.last(NodeEffect.FetchManifest.class).id(), Firmware.image(3, 1, 4)));
        node.take(offered(node.last(NodeEffect.RequestImage.class)));
        grant();
        transferTwoChunks();
        node.take(new NodeEvent.Rejected(
                node.last(NodeEffect.FetchChunk.class).id(), new Rejection.ChunkDigestMismatch(3)));
        assertEquals(2, node.state().journal().barred().size(), "one sent another manifest, one another chunk");
        node.take(new NodeEvent.StartRecovery(1, Firmware.BMC, "operator"));
        assertEquals(List.of(), node.state().journal().barred());
        assertEquals(
                List.of(), node.last(NodeEffect.Persist.class).record().barred(), "a restart does not bring it back");
    }

    @Test
    void a_donor_that_lied_about_the_frame_around_a_vendors_image_is_barred() {
        grant();
        node.take(new NodeEvent.ManifestVerified(
                node.last(NodeEffect.FetchManifest.class).id(), Firmware.tarball(IMAGE)));
        node.take(new NodeEvent.StagingOpened(
                node.last(NodeEffect.OpenStaging.class).id(), new TreeSet<>(List.of(0, 1, 2, 3))));
        Rejection lie = new Rejection.DigestMismatch("payload", Firmware.digest(1), Firmware.digest(2));
        node.take(new NodeEvent.Rejected(node.last(NodeEffect.VerifyImage.class).id(), lie));
        assertEquals(1, node.state().journal().barred().size());
    }

    @Test
    void a_large_chunk_may_take_as_long_as_it_comes_at_the_minimum_rate() {
        grant();
        node.take(new NodeEvent.ManifestVerified(
                node.last(NodeEffect.FetchManifest.class).id(), IMAGE));
        node.take(new NodeEvent.StagingOpened(
                node.last(NodeEffect.OpenStaging.class).id(), new TreeSet<>()));
        NodeEffect.FetchChunk chunk = node.last(NodeEffect.FetchChunk.class);
        long length = IMAGE.manifest().image().chunks().length(chunk.index());
        NodeLimits limits = NodeLimits.defaults();
        long expected =
                limits.minimumRate().atLeast(limits.chunkTimeout(), length).toMillis();
        assertEquals(
                expected,
                Objects.requireNonNull(node.state().pending().get(chunk.id())).deadline() - node.now);
        assertTrue(limits.minimumRate().atLeast(limits.chunkTimeout(), 4 << 20).toMinutes() >= 17, "4 MiB at 4 KiB/s");
    }

    @Test
    void a_donor_that_withdrew_its_image_is_left_for_the_next_one() {
        grant();
        transferTwoChunks();
        PeerRef first = node.last(NodeEffect.AcceptOffer.class).peer();
        node.take(new NodeEvent.LeaseGone(node.last(NodeEffect.FetchChunk.class).id()));
        NodeEffect.RequestImage again = node.last(NodeEffect.RequestImage.class);
        assertEquals(first, again.peer(), "it may only have forgotten the lease");
        node.take(new NodeEvent.Refused(again.id(), new Refusal.NoCompatibleImage(Firmware.SOFTWARE)));
        NodeEffect.RequestImage next = node.last(NodeEffect.RequestImage.class);
        assertTrue(!next.peer().equals(first));
        node.take(offered(next));
        grant();
        assertEquals(next.peer(), node.last(NodeEffect.FetchChunk.class).from().peer());
    }

    @Test
    void an_offer_that_ran_out_before_it_was_accepted_is_asked_for_again() {
        NodeEffect.AcceptOffer accept = node.last(NodeEffect.AcceptOffer.class);
        node.take(new NodeEvent.Refused(accept.id(), new Refusal.OfferExpired("o")));
        NodeEffect.RequestImage again = node.last(NodeEffect.RequestImage.class);
        assertEquals(asked + 1, node.all(NodeEffect.RequestImage.class).size());
        assertEquals(accept.peer(), again.peer());
        node.take(offered(again));
        assertEquals(2, node.all(NodeEffect.AcceptOffer.class).size());
        grant();
        assertEquals(
                accept.peer(), node.last(NodeEffect.FetchManifest.class).from().peer());
    }

    @Test
    void a_donor_whose_offers_always_ran_out_is_left_for_the_next_one() {
        String first = node.last(NodeEffect.AcceptOffer.class).peer().uuid();
        for (int i = 0;
                i < 10 && node.last(NodeEffect.AcceptOffer.class).peer().uuid().equals(first);
                i++) {
            node.take(new NodeEvent.Refused(
                    node.last(NodeEffect.AcceptOffer.class).id(), new Refusal.OfferExpired("o")));
            NodeEffect.RequestImage again = node.last(NodeEffect.RequestImage.class);
            if (node.state().pending().containsKey(again.id())) {
                node.take(offered(again));
            }
        }
        assertTrue(
                !node.last(NodeEffect.AcceptOffer.class).peer().uuid().equals(first),
                "it asks the same donor for ever");
    }
}
