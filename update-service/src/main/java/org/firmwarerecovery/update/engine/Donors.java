package org.firmwarerecovery.update.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.donor.DonorOffer;
import org.firmwarerecovery.update.donor.LibraryImage;
import org.firmwarerecovery.update.donor.OfferState;
import org.firmwarerecovery.update.donor.ServedImage;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.negotiation.Refusal;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeState.WaitingRequest;
import org.firmwarerecovery.update.node.Pending;
import org.jspecify.annotations.Nullable;

/** The donor machine: eligibility, offers, leases, slots. DESIGN section 3 steps 5 and 7. */
final class Donors {
    /** How long a busy donor asks a recipient to stay away. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    /** Most requests that wait for a fresh hash. */
    private static final int WAITING_MAX = 32;

    private Donors() {}

    /** A peer asks for an image. */
    static void onRequest(Turn turn, NodeEvent.RequestImage command) {
        if (!Holdings.isDonor(turn)) {
            refuse(turn, command, new Refusal.PolicyRefused("this node has not the role Donor"));
            return;
        }
        if (!command.roles().contains(PeerRole.RECIPIENT)) {
            refuse(
                    turn,
                    command,
                    new Refusal.PolicyRefused("the peer's certificate does not grant the role Recipient"));
            return;
        }
        decide(turn, command, true);
    }

    /** The offer that the same request of the same peer led to before, if the very same image is still given away. */
    private static @Nullable DonorOffer earlier(Turn turn, NodeEvent.RequestImage command, Holdings.Verdict verdict) {
        for (DonorOffer offer : turn.offers.values()) {
            boolean same = offer.peer().equals(command.peer())
                    && offer.request().equals(command.request())
                    && !ended(offer)
                    && verdict.gives(offer);
            if (same
                    && turn.now.uptimeMillis()
                            < offer.madeAt() + turn.limits.offerRemembered().toMillis()) {
                return offer;
            }
        }
        return null;
    }

    private static DonorOffer renewed(Turn turn, DonorOffer offer) {
        return new DonorOffer(
                offer.id(),
                offer.peer(),
                offer.request(),
                offer.manifest(),
                offer.image(),
                OfferState.OFFERED,
                offer.madeAt(),
                turn.now.in(turn.limits.offerValid()),
                -1,
                -1,
                null,
                offer.bytesSent());
    }

    private static void decide(Turn turn, NodeEvent.RequestImage command, boolean mayWait) {
        Holdings.Verdict verdict = Holdings.judge(turn, command.request());
        if (verdict.stale() != null && mayWait && turn.waiting.size() < WAITING_MAX) {
            List<WaitingRequest> more = new ArrayList<>(turn.waiting);
            more.add(new WaitingRequest(
                    command, turn.now.in(turn.limits.requestTimeout().dividedBy(2))));
            turn.waiting = more;
            hash(turn, verdict.stale());
            return;
        }
        if (verdict.manifest() == null || verdict.image() == null) {
            refuse(turn, command, verdict.refusal());
            return;
        }
        DonorOffer earlier = earlier(turn, command, verdict);
        if (earlier != null) {
            DonorOffer valid = earlier.holdsSlot(turn.now.uptimeMillis()) ? earlier : renewed(turn, earlier);
            turn.offers.put(valid.id(), valid);
            turn.reply(command.commandId(), new Answer.OfferGiven(valid, false));
            return;
        }
        if (slotsUsed(turn) >= turn.policy.slots() || live(turn, command.peer()) >= turn.limits.offersPerPeerMax()) {
            refuse(turn, command, new Refusal.DonorBusy(RETRY_AFTER));
            return;
        }
        DonorOffer offer = new DonorOffer(
                turn.freshId(),
                command.peer(),
                command.request(),
                verdict.manifest(),
                verdict.image(),
                OfferState.OFFERED,
                turn.now.uptimeMillis(),
                turn.now.in(turn.limits.offerValid()),
                -1,
                -1,
                null,
                0);
        makeRoom(turn);
        turn.offers.put(offer.id(), offer);
        turn.count("OffersMade");
        turn.reply(command.commandId(), new Answer.OfferGiven(offer, true));
    }

    /** Has the bank or library image hashed that a request waits for. */
    private static void hash(Turn turn, ServedImage stale) {
        if (stale instanceof ServedImage.FromBank bank) {
            Checks.check(turn, bank.component(), bank.bank());
        } else if (stale instanceof ServedImage.FromLibrary entry) {
            String image = entry.image().toString();
            boolean underWay = turn.pending.values().stream()
                    .anyMatch(asked -> asked.kind() == Pending.Kind.CHECK_LIBRARY
                            && asked.owner().equals(image));
            if (!underWay) {
                turn.start(
                        new Pending(Pending.Kind.CHECK_LIBRARY, image, null, null, "", -1, 0),
                        turn.limits.flashTimeout(),
                        id -> new NodeEffect.CheckLibrary(id, entry.image()));
            }
        }
    }

    private static void refuse(Turn turn, NodeEvent.RequestImage command, Refusal refusal) {
        turn.count("RequestsRefused");
        turn.reply(command.commandId(), new Answer.OfferRefused(refusal));
    }

    /** Requests that waited for a hash: answered when it is there, or when they waited long enough. */
    static void answerWaiting(Turn turn, boolean onlyOverdue) {
        if (turn.waiting.isEmpty()) {
            return;
        }
        List<WaitingRequest> all = turn.waiting;
        turn.waiting = List.of();
        List<WaitingRequest> left = new ArrayList<>();
        for (WaitingRequest request : all) {
            boolean stillStale =
                    Holdings.judge(turn, request.command().request()).stale() != null;
            if (turn.now.reached(request.until()) || (!onlyOverdue && !stillStale)) {
                decide(turn, request.command(), false);
            } else {
                left.add(request);
            }
        }
        turn.waiting = left;
    }

    /** A peer accepts: a lease with a fresh ticket, the same lease when it accepts again. */
    static void onAccept(Turn turn, NodeEvent.AcceptOffer command) {
        DonorOffer offer = owned(turn, command.peer(), command.offerId());
        long now = turn.now.uptimeMillis();
        boolean open = offer != null
                && ((offer.state() == OfferState.OFFERED && now < offer.validUntil()) || offer.holdsSlot(now));
        if (offer == null || !open) {
            turn.reply(command.commandId(), new Answer.OfferRefused(new Refusal.OfferExpired(command.offerId())));
            return;
        }
        if (!offer.holdsSlot(now) && slotsUsed(turn) >= turn.policy.slots()) {
            turn.reply(command.commandId(), new Answer.OfferRefused(new Refusal.DonorBusy(RETRY_AFTER)));
            return;
        }
        DonorOffer leased = offer.leased(
                turn.now.entropy(), turn.now.in(turn.limits.lease()), turn.now.in(turn.limits.leaseHardEnd()));
        turn.offers.put(leased.id(), leased);
        turn.reply(
                command.commandId(),
                new Answer.LeaseGranted(leased, turn.limits.lease().toMillis()));
    }

    /** The recipient says how it ended; only a lease can have ended somehow, and only once. */
    static void onComplete(Turn turn, NodeEvent.CompleteOffer command) {
        DonorOffer offer = owned(turn, command.peer(), command.offerId());
        if (offer != null && !ended(offer) && offer.leaseHardEnd() >= 0) {
            turn.count("Transfers" + command.verdict());
        }
        close(turn, command.commandId(), offer, command.offerId(), open -> open.completed(command.verdict()));
    }

    /** The recipient gives an offer back. */
    static void onRelease(Turn turn, NodeEvent.ReleaseOffer command) {
        DonorOffer offer = owned(turn, command.peer(), command.offerId());
        close(turn, command.commandId(), offer, command.offerId(), open -> open.in(OfferState.RELEASED));
    }

    /** What the peer said last stands: an offer that was completed or given back stays so. */
    private static void close(
            Turn turn, long commandId, @Nullable DonorOffer offer, String id, UnaryOperator<DonorOffer> ending) {
        if (offer == null) {
            turn.reply(commandId, new Answer.NotFound("offer " + id));
            return;
        }
        if (!ended(offer)) {
            turn.offers.put(offer.id(), ending.apply(offer));
        }
        turn.reply(commandId, new Answer.Done());
    }

    private static boolean ended(DonorOffer offer) {
        return offer.state() == OfferState.COMPLETED || offer.state() == OfferState.RELEASED;
    }

    /** Entries came or went: what is no longer given away is no longer offered, and its leases end at once. */
    static void onLibrary(Turn turn, List<LibraryImage> images) {
        turn.library = images;
        for (DonorOffer offer : turn.offers.values()) {
            boolean open = offer.state() == OfferState.OFFERED || offer.state() == OfferState.ACCEPTED;
            if (open && offer.image() instanceof ServedImage.FromLibrary && !holds(images, offer)) {
                turn.offers.put(offer.id(), offer.in(OfferState.EXPIRED));
            }
        }
        answerWaiting(turn, false);
    }

    private static boolean holds(List<LibraryImage> images, DonorOffer offer) {
        return images.stream()
                .anyMatch(entry ->
                        entry.manifest().digest().equals(offer.manifest().digest()));
    }

    private static @Nullable DonorOffer owned(Turn turn, String peer, String offerId) {
        DonorOffer offer = turn.offers.get(offerId);
        return offer != null && offer.peer().equals(peer) ? offer : null;
    }

    /** Bytes were sent: the lease lives on. */
    static void onUsed(Turn turn, NodeEvent.LeaseUsed used) {
        DonorOffer offer = turn.offers.get(used.offerId());
        if (offer != null && offer.holdsSlot(turn.now.uptimeMillis())) {
            turn.offers.put(offer.id(), offer.used(turn.now.in(turn.limits.lease()), used.bytes()));
        }
    }

    /** Offers nobody accepted and leases nobody used run out. */
    static void expire(Turn turn) {
        long now = turn.now.uptimeMillis();
        for (DonorOffer offer : turn.offers.values()) {
            boolean over = (offer.state() == OfferState.OFFERED && now >= offer.validUntil())
                    || (offer.state() == OfferState.ACCEPTED && now >= offer.leaseUntil());
            if (over) {
                turn.offers.put(offer.id(), offer.in(OfferState.EXPIRED));
            } else if (forgettable(turn, offer, now)) {
                turn.offers.remove(offer.id());
            }
        }
        answerWaiting(turn, true);
    }

    private static boolean forgettable(Turn turn, DonorOffer offer, long now) {
        boolean closed = offer.state() != OfferState.OFFERED && offer.state() != OfferState.ACCEPTED;
        return closed && now >= offer.madeAt() + turn.limits.offerRemembered().toMillis();
    }

    private static int slotsUsed(Turn turn) {
        return slotsUsed(turn.offers.values(), turn.now.uptimeMillis());
    }

    /** Slots that live leases hold. */
    static int slotsUsed(List<DonorOffer> offers, long now) {
        return (int) offers.stream().filter(offer -> offer.holdsSlot(now)).count();
    }

    private static int live(Turn turn, String peer) {
        long now = turn.now.uptimeMillis();
        return (int) turn.offers.values().stream()
                .filter(offer -> offer.peer().equals(peer))
                .filter(offer ->
                        offer.holdsSlot(now) || (offer.state() == OfferState.OFFERED && now < offer.validUntil()))
                .count();
    }

    private static void makeRoom(Turn turn) {
        while (turn.offers.size() >= turn.limits.offersMax()) {
            DonorOffer oldest = null;
            for (DonorOffer offer : turn.offers.values()) {
                boolean free = !offer.holdsSlot(turn.now.uptimeMillis());
                if (free && (oldest == null || offer.madeAt() < oldest.madeAt())) {
                    oldest = offer;
                }
            }
            if (oldest == null) {
                return;
            }
            turn.offers.remove(oldest.id());
        }
    }

    /** Tells discovery what this node donates, when that changed. */
    static void announce(Turn turn) {
        List<String> now = new ArrayList<>();
        boolean donor = Holdings.isDonor(turn);
        for (Component spec : turn.settings.components()) {
            ComponentState component = turn.component(spec.id());
            Bank bank = component.bank(turn.record(spec.id()).active());
            long from = donor ? donatesFrom(turn, spec.id()) : -1;
            if (from != component.donateAt()) {
                turn.put(component.donatingAt(from));
            }
            if (donor && Holdings.notEligible(turn, component, bank).isEmpty() && !now.contains(spec.softwareId())) {
                now.add(spec.softwareId());
            }
        }
        Holdings.library(turn).stream()
                .map(entry -> entry.manifest().manifest().softwareId())
                .filter(softwareId -> !now.contains(softwareId))
                .distinct()
                .forEach(now::add);
        if (!now.equals(turn.donates)) {
            turn.donates = List.copyOf(now);
            turn.effect(new NodeEffect.Donates(now));
        }
    }

    private static long donatesFrom(Turn turn, ComponentId id) {
        ComponentRecord entry = turn.record(id);
        long from = entry.confirmedAt() + turn.policy.donateAfter().toMillis();
        return entry.confirmedAt() >= 0 && from > turn.now.uptimeMillis() ? from : -1;
    }
}
