package org.firmwarerecovery.update.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.donor.DonorOffer;
import org.firmwarerecovery.update.donor.ServedImage;
import org.firmwarerecovery.update.job.ImageSource;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.negotiation.DonorImage;
import org.firmwarerecovery.update.negotiation.DonorInventory;
import org.firmwarerecovery.update.negotiation.Grant;
import org.firmwarerecovery.update.negotiation.Offer;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.negotiation.Refusal;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeEvent.Outcome;
import org.firmwarerecovery.update.sim.FaultyFlash.Cell;
import org.firmwarerecovery.update.sim.FaultyNetwork.Call;
import org.jspecify.annotations.Nullable;

/** Effects that talk to peers, and the REST service of the peer at the other end. */
final class PeerWork {
    private static final long CALL_MILLIS = 20;
    private static final long CHUNK_MILLIS = 150;
    private static final long TIMEOUT_MILLIS = 12_000;

    private final SimNode node;

    PeerWork(SimNode node) {
        this.node = node;
    }

    /** Starts an effect if it is one for peers. */
    boolean start(NodeEffect.Async effect) {
        if (effect instanceof NodeEffect.QueryDonor query) {
            call(
                    query.peer(),
                    refused(query.id()),
                    CALL_MILLIS,
                    (donor, reply) ->
                            reply.accept(new NodeEvent.DonorQueried(query.id(), inventory(donor), CALL_MILLIS)));
        } else if (effect instanceof NodeEffect.RequestImage request) {
            call(
                    request.peer(),
                    refused(request.id()),
                    CALL_MILLIS,
                    (donor, reply) -> donor.command(
                            id -> new NodeEvent.RequestImage(
                                    id, node.settings.uuid(), node.settings.roles(), request.request()),
                            answer -> reply.accept(offered(request, donor, answer))));
        } else if (effect instanceof NodeEffect.AcceptOffer accept) {
            node.simulation.safety.onAccept(node, accept);
            call(
                    accept.peer(),
                    refused(accept.id()),
                    CALL_MILLIS,
                    (donor, reply) -> donor.command(
                            id -> new NodeEvent.AcceptOffer(id, node.settings.uuid(), accept.offerPath()),
                            answer -> reply.accept(granted(accept, answer))));
        } else if (effect instanceof NodeEffect.CloseOffer close) {
            close(close);
        } else if (effect instanceof NodeEffect.FetchManifest fetch) {
            fetchManifest(fetch);
        } else if (effect instanceof NodeEffect.FetchChunk fetch) {
            fetchChunk(fetch);
        } else {
            return false;
        }
        return true;
    }

    private void call(PeerRef peer, Outcome lost, long millis, BiConsumer<SimNode, Consumer<Outcome>> serve) {
        call(peer, lost, lost, millis, outcome -> {}, serve);
    }

    private void call(
            PeerRef peer,
            Outcome lost,
            Outcome dead,
            long millis,
            Consumer<Outcome> arrived,
            BiConsumer<SimNode, Consumer<Outcome>> serve) {
        @Nullable
        SimNode to = node.simulation.nodes.stream()
                .filter(other -> other.settings.uuid().equals(peer.uuid()))
                .findFirst()
                .orElse(null);
        node.simulation.network.call(new Call(node, to, millis, TIMEOUT_MILLIS, lost, dead, arrived), serve);
    }

    private static Outcome refused(long id) {
        return new NodeEvent.Refused(id, new Refusal.Unusable("no answer"));
    }

    // ---- what the peer at the other end answers

    private static DonorInventory inventory(SimNode donor) {
        List<DonorImage> images = new ArrayList<>();
        for (Component spec : donor.settings.components()) {
            ComponentRecord entry = Objects.requireNonNull(donor.state.journal().of(spec.id()));
            Bank active = donor.component(spec.id()).bank(entry.active());
            if (active.good() && active.manifest() != null) {
                boolean donates = donor.state.donates().contains(spec.softwareId());
                images.add(claim(active.manifest(), donates));
            }
        }
        if (donor.settings.roles().contains(PeerRole.CONSOLE)) {
            donor.store.images().forEach(manifest -> images.add(claim(manifest, true)));
        }
        return new DonorInventory(donor.settings.uuid(), donor.settings.roles(), images);
    }

    private static DonorImage claim(SignedManifest manifest, boolean donates) {
        return new DonorImage(
                manifest.manifest().softwareId(),
                manifest.manifest().version(),
                manifest.manifest().scheme(),
                manifest.securityVersion(),
                manifest.digest(),
                manifest.manifest().image().size(),
                donates);
    }

    /** The offer as the recipient reads it; a lying donor answers some other request. */
    private Outcome offered(NodeEffect.RequestImage request, SimNode donor, Answer answer) {
        if (answer instanceof Answer.OfferRefused refused) {
            return new NodeEvent.Refused(request.id(), refused.refusal());
        }
        if (!(answer instanceof Answer.OfferGiven given)) {
            return refused(request.id());
        }
        DonorOffer offer = given.offer();
        boolean lies = node.simulation.strikes(node.simulation.options.lies());
        String requestId =
                lies ? "0123456789abcdef0123456789abcdef" : offer.request().requestId();
        if (!lies) {
            node.simulation.safety.onOffer(node, request.request().requestId(), offer.id());
        }
        long used = donor.state.offers().values().stream()
                .filter(other -> other.holdsSlot(donor.uptime()))
                .count();
        return new NodeEvent.OfferMade(
                request.id(),
                new Offer(
                        offer.id(),
                        requestId,
                        claim(offer.manifest(), true),
                        donor.settings.roles(),
                        (int) used,
                        donor.policy.slots(),
                        Duration.ofSeconds(30).toMillis(),
                        SimImages.MACHINE));
    }

    private static Outcome granted(NodeEffect.AcceptOffer accept, Answer answer) {
        if (answer instanceof Answer.LeaseGranted lease) {
            String id = lease.offer().id();
            return new NodeEvent.Granted(
                    accept.id(),
                    new Grant(
                            id,
                            id + "/image",
                            id + "/manifest",
                            id + "/p7s",
                            id,
                            Objects.requireNonNull(lease.offer().ticket()),
                            lease.leaseMillis()));
        }
        return answer instanceof Answer.OfferRefused refused
                ? new NodeEvent.Refused(accept.id(), refused.refusal())
                : refused(accept.id());
    }

    private void close(NodeEffect.CloseOffer close) {
        Outcome lost = new NodeEvent.Failed(close.id(), "no answer");
        String uuid = node.settings.uuid();
        String verdict = close.verdict();
        call(
                close.peer(),
                lost,
                CALL_MILLIS,
                (donor, reply) -> donor.command(
                        id -> verdict == null
                                ? new NodeEvent.ReleaseOffer(id, uuid, close.offerPath())
                                : new NodeEvent.CompleteOffer(id, uuid, close.offerPath(), verdict),
                        answer -> reply.accept(new NodeEvent.Done(close.id()))));
    }

    private static @Nullable DonorOffer lease(SimNode donor, ImageSource.Peer from) {
        DonorOffer offer = donor.state.offers().get(from.grant().username());
        return offer != null && offer.admits(from.grant().password(), donor.uptime()) ? offer : null;
    }

    private void fetchManifest(NodeEffect.FetchManifest fetch) {
        Outcome lost = new NodeEvent.Failed(fetch.id(), "no answer");
        call(fetch.from().peer(), lost, CALL_MILLIS, (donor, reply) -> {
            DonorOffer offer = lease(donor, fetch.from());
            if (offer == null) {
                reply.accept(new NodeEvent.LeaseGone(fetch.id()));
                return;
            }
            donor.take(new NodeEvent.LeaseUsed(offer.id(), 1_000));
            reply.accept(new NodeEvent.ManifestVerified(fetch.id(), offer.manifest()));
        });
    }

    private void fetchChunk(NodeEffect.FetchChunk fetch) {
        // A donor that is there and sends nothing is slower than the minimum rate.
        Outcome lost = new NodeEvent.TooSlow(fetch.id(), 0, TIMEOUT_MILLIS);
        Outcome dead = new NodeEvent.Failed(fetch.id(), "no answer");
        Consumer<Outcome> stage = outcome -> {
            if (outcome instanceof NodeEvent.Done) {
                node.store.chunks(fetch.manifest()).add(fetch.index());
            }
        };
        call(fetch.from().peer(), lost, dead, CHUNK_MILLIS, stage, (donor, reply) -> {
            DonorOffer offer = lease(donor, fetch.from());
            if (offer == null) {
                reply.accept(new NodeEvent.LeaseGone(fetch.id()));
                return;
            }
            boolean good = serves(donor, offer) && !node.simulation.strikes(node.simulation.options.badChunks());
            donor.take(new NodeEvent.LeaseUsed(offer.id(), 65_536));
            if (!serves(donor, offer) && offer.image() instanceof ServedImage.FromBank bank) {
                donor.take(new NodeEvent.BankSuspected(bank.component(), bank.bank()));
            }
            Rejection bad = new Rejection.ChunkDigestMismatch(fetch.index());
            reply.accept(good ? new NodeEvent.Done(fetch.id()) : new NodeEvent.Rejected(fetch.id(), bad));
        });
    }

    /** True when what the donor reads from its bank or store is the image it offered. */
    private static boolean serves(SimNode donor, DonorOffer offer) {
        if (offer.image() instanceof ServedImage.FromBank bank) {
            Cell cell = donor.flash.cell(bank.component(), bank.bank());
            return SimImages.payload(offer.manifest()).equals(cell.content);
        }
        return donor.store.holds(offer.manifest());
    }
}
