package org.firmwarerecovery.service.wiring;

import java.nio.ByteBuffer;
import org.firmwarerecovery.update.io.hook.HookWork;
import org.firmwarerecovery.update.io.ingest.VerifiedPairs;
import org.firmwarerecovery.update.io.library.Library;
import org.firmwarerecovery.update.io.peer.PeerClient;
import org.firmwarerecovery.update.io.peer.Reached;
import org.firmwarerecovery.update.io.runtime.BankWork;
import org.firmwarerecovery.update.io.runtime.EffectWork;
import org.firmwarerecovery.update.io.runtime.StoreWork;
import org.firmwarerecovery.update.io.store.ManifestPair;
import org.firmwarerecovery.update.io.trust.Verified;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.manifest.ChunkList;
import org.firmwarerecovery.update.negotiation.DonorInventory;
import org.firmwarerecovery.update.negotiation.Grant;
import org.firmwarerecovery.update.negotiation.Offer;
import org.firmwarerecovery.update.negotiation.Refusal;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeEvent.Outcome;

/** Gives every asynchronous effect to the adapter that carries it out. Any thread. */
final class EffectDesk implements EffectWork {
    /** Fetches, verifies and stores an operator's image. */
    @FunctionalInterface
    interface Ingest {
        /** Answers Ingested, Rejected or Failed. */
        Outcome ingest(NodeEffect.Ingest effect, StopSignal stop) throws Exception;
    }

    private final BankWork banks;
    private final StoreWork store;
    private final VerifiedPairs pairs;
    private final PeerClient peers;
    private final HookWork hooks;
    private final Library library;
    private final Ingest ingest;

    EffectDesk(
            BankWork banks,
            StoreWork store,
            VerifiedPairs pairs,
            PeerClient peers,
            HookWork hooks,
            Library library,
            Ingest ingest) {
        this.banks = banks;
        this.store = store;
        this.pairs = pairs;
        this.peers = peers;
        this.hooks = hooks;
        this.library = library;
        this.ingest = ingest;
    }

    @Override
    public Outcome run(NodeEffect.Async effect, StopSignal stop) throws Exception {
        if (effect instanceof NodeEffect.CheckBank check) {
            return banks.check(check, stop);
        }
        if (effect instanceof NodeEffect.WriteBank write) {
            return banks.write(write, stop);
        }
        if (effect instanceof NodeEffect.ReadBankBack read) {
            return banks.readBack(read, stop);
        }
        if (effect instanceof NodeEffect.AdoptBank adopt) {
            return banks.adopt(adopt, stop);
        }
        if (effect instanceof NodeEffect.CheckLibrary check) {
            library.recheck(check.image(), stop);
            return new NodeEvent.Done(check.id());
        }
        if (effect instanceof NodeEffect.OpenStaging open) {
            return store.openStaging(open, stop);
        }
        if (effect instanceof NodeEffect.VerifyImage verify) {
            return store.verifyImage(verify, stop);
        }
        if (effect instanceof NodeEffect.Ingest source) {
            // An operator's update takes over from a recovery that may have been transferring the very same image.
            store.suspendUnwanted();
            return ingest.ingest(source, stop);
        }
        return effect instanceof NodeEffect.PrepareActivation
                        || effect instanceof NodeEffect.Activate
                        || effect instanceof NodeEffect.AwaitConfirmation
                ? hook(effect, stop)
                : talk(effect, stop);
    }

    private Outcome hook(NodeEffect.Async effect, StopSignal stop) throws InterruptedException {
        if (effect instanceof NodeEffect.PrepareActivation prepare) {
            return hooks.prepare(prepare, stop);
        }
        return effect instanceof NodeEffect.Activate activate
                ? hooks.activate(activate, stop)
                : hooks.confirm((NodeEffect.AwaitConfirmation) effect, stop);
    }

    private Outcome talk(NodeEffect.Async effect, StopSignal stop) throws Exception {
        long id = effect.id();
        if (effect instanceof NodeEffect.QueryDonor query) {
            long begun = System.nanoTime();
            Reached<DonorInventory> answer = peers.query(query.peer(), query.softwareId(), stop);
            long millis = (System.nanoTime() - begun) / 1_000_000;
            return answer instanceof Reached.Ok<DonorInventory> ok
                    ? new NodeEvent.DonorQueried(id, ok.value(), millis)
                    : new NodeEvent.Refused(id, refusal(answer));
        }
        if (effect instanceof NodeEffect.RequestImage request) {
            Reached<Offer> answer = peers.request(request.peer(), request.request(), stop);
            return answer instanceof Reached.Ok<Offer> ok
                    ? new NodeEvent.OfferMade(id, ok.value())
                    : new NodeEvent.Refused(id, refusal(answer));
        }
        if (effect instanceof NodeEffect.AcceptOffer accept) {
            Reached<Grant> answer = peers.accept(accept.peer(), accept.offerPath(), stop);
            return answer instanceof Reached.Ok<Grant> ok
                    ? new NodeEvent.Granted(id, ok.value())
                    : new NodeEvent.Refused(id, refusal(answer));
        }
        if (effect instanceof NodeEffect.CloseOffer close) {
            return peers.close(close.peer(), close.offerPath(), close.verdict(), stop) instanceof Reached.Ok
                    ? new NodeEvent.Done(id)
                    : new NodeEvent.Failed(id, "the donor did not hear it");
        }
        return effect instanceof NodeEffect.FetchManifest fetch
                ? manifest(fetch, stop)
                : chunk((NodeEffect.FetchChunk) effect, stop);
    }

    private Outcome manifest(NodeEffect.FetchManifest effect, StopSignal stop) {
        Reached<ManifestPair> answer =
                peers.manifest(effect.from().peer(), effect.from().grant(), stop);
        if (!(answer instanceof Reached.Ok<ManifestPair> ok)) {
            return trouble(effect.id(), answer);
        }
        Verified verified = pairs.verify(ok.value());
        return verified instanceof Verified.Ok good
                ? new NodeEvent.ManifestVerified(effect.id(), good.manifest())
                : new NodeEvent.Rejected(effect.id(), ((Verified.Refused) verified).rejection());
    }

    private Outcome chunk(NodeEffect.FetchChunk effect, StopSignal stop) throws Exception {
        ChunkList chunks = effect.manifest().manifest().image().chunks();
        int index = effect.index();
        Reached<ByteBuffer> answer = peers.chunk(
                effect.from().peer(),
                effect.from().grant(),
                chunks.offset(index),
                chunks.length(index),
                chunks.size(),
                stop);
        return answer instanceof Reached.Ok<ByteBuffer> ok
                ? store.writeChunk(effect, ok.value())
                : trouble(effect.id(), answer);
    }

    private static Outcome trouble(long id, Reached<?> answer) {
        if (answer instanceof Reached.TooSlow<?> slow) {
            return new NodeEvent.TooSlow(id, slow.bytes(), slow.millis());
        }
        return answer instanceof Reached.LeaseGone
                ? new NodeEvent.LeaseGone(id)
                : new NodeEvent.Failed(id, refusal(answer).text());
    }

    private static Refusal refusal(Reached<?> answer) {
        if (answer instanceof Reached.TooSlow<?> slow) {
            return new Refusal.Unusable(
                    "its answer comes too slowly: " + slow.bytes() + " bytes in " + slow.millis() + " ms");
        }
        return answer instanceof Reached.Refused<?> refused
                ? refused.refusal()
                : new Refusal.Unusable("it answers as if we had no lease");
    }
}
