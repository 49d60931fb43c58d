package org.firmwarerecovery.update.io.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.firmwarerecovery.update.io.hook.HookWork;
import org.firmwarerecovery.update.io.ingest.ImageIngest;
import org.firmwarerecovery.update.io.ingest.Taken;
import org.firmwarerecovery.update.io.ingest.VerifiedPairs;
import org.firmwarerecovery.update.io.peer.PeerClient;
import org.firmwarerecovery.update.io.peer.Reached;
import org.firmwarerecovery.update.io.store.ManifestPair;
import org.firmwarerecovery.update.io.trust.Verified;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.manifest.ChunkList;
import org.firmwarerecovery.update.negotiation.DonorInventory;
import org.firmwarerecovery.update.negotiation.Grant;
import org.firmwarerecovery.update.negotiation.Offer;
import org.firmwarerecovery.update.negotiation.Refusal;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEffect.Async;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeEvent.Outcome;

/** Hands each effect to the adapter that does it, and turns what the adapters say into outcomes. */
final class NodeWork implements EffectWork {
    private final BankWork banks;
    private final StoreWork store;
    private final PeerClient peers;
    private final ImageIngest ingest;
    private final HookWork hooks;
    private final VerifiedPairs pairs;

    NodeWork(
            BankWork banks,
            StoreWork store,
            PeerClient peers,
            ImageIngest ingest,
            HookWork hooks,
            VerifiedPairs pairs) {
        this.banks = banks;
        this.store = store;
        this.peers = peers;
        this.ingest = ingest;
        this.hooks = hooks;
        this.pairs = pairs;
    }

    @Override
    public Outcome run(Async effect, StopSignal stop) throws Exception {
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
        if (effect instanceof NodeEffect.OpenStaging open) {
            return store.openStaging(open, stop);
        }
        if (effect instanceof NodeEffect.VerifyImage verify) {
            return store.verifyImage(verify, stop);
        }
        if (effect instanceof NodeEffect.Ingest take) {
            return ingest(take, stop);
        }
        if (effect instanceof NodeEffect.PrepareActivation prepare) {
            return hooks.prepare(prepare, stop);
        }
        if (effect instanceof NodeEffect.Activate activate) {
            return hooks.activate(activate, stop);
        }
        return effect instanceof NodeEffect.AwaitConfirmation await ? hooks.confirm(await, stop) : ask(effect, stop);
    }

    private Outcome ingest(NodeEffect.Ingest effect, StopSignal stop) throws IOException {
        Taken taken = ingest.take(effect.source(), stop);
        if (taken instanceof Taken.Stored stored) {
            // First the store, then the job that reads from it.
            store.publish();
            return new NodeEvent.Ingested(effect.id(), stored.manifest());
        }
        return taken instanceof Taken.Rejected rejected
                ? new NodeEvent.Rejected(effect.id(), rejected.rejection())
                : new NodeEvent.Failed(effect.id(), ((Taken.Failed) taken).reason());
    }

    private Outcome ask(Async effect, StopSignal stop) throws IOException {
        long id = effect.id();
        if (effect instanceof NodeEffect.QueryDonor query) {
            long start = System.nanoTime();
            Reached<DonorInventory> reached = peers.query(query.peer(), query.softwareId(), stop);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            return reached instanceof Reached.Ok<DonorInventory> ok
                    ? new NodeEvent.DonorQueried(id, ok.value(), millis)
                    : refused(id, reached);
        }
        if (effect instanceof NodeEffect.RequestImage request) {
            Reached<Offer> reached = peers.request(request.peer(), request.request(), stop);
            return reached instanceof Reached.Ok<Offer> ok
                    ? new NodeEvent.OfferMade(id, ok.value())
                    : refused(id, reached);
        }
        if (effect instanceof NodeEffect.AcceptOffer accept) {
            Reached<Grant> reached = peers.accept(accept.peer(), accept.offerPath(), stop);
            return reached instanceof Reached.Ok<Grant> ok
                    ? new NodeEvent.Granted(id, ok.value())
                    : refused(id, reached);
        }
        if (effect instanceof NodeEffect.CloseOffer close) {
            Reached<Boolean> reached = peers.close(close.peer(), close.offerPath(), close.verdict(), stop);
            boolean heard = reached instanceof Reached.Ok<Boolean> ok && ok.value();
            return heard ? new NodeEvent.Done(id) : new NodeEvent.Failed(id, "the donor did not hear it");
        }
        return effect instanceof NodeEffect.FetchManifest fetch
                ? manifest(fetch, stop)
                : chunk((NodeEffect.FetchChunk) effect, stop);
    }

    private Outcome manifest(NodeEffect.FetchManifest effect, StopSignal stop) {
        Reached<ManifestPair> reached =
                peers.manifest(effect.from().peer(), effect.from().grant(), stop);
        if (!(reached instanceof Reached.Ok<ManifestPair> ok)) {
            return lost(effect.id(), reached);
        }
        Verified verified = pairs.verify(ok.value());
        return verified instanceof Verified.Ok good
                ? new NodeEvent.ManifestVerified(effect.id(), good.manifest())
                : new NodeEvent.Rejected(effect.id(), ((Verified.Refused) verified).rejection());
    }

    private Outcome chunk(NodeEffect.FetchChunk effect, StopSignal stop) throws IOException {
        ChunkList chunks = effect.manifest().manifest().image().chunks();
        Reached<ByteBuffer> reached = peers.chunk(
                effect.from().peer(),
                effect.from().grant(),
                chunks.offset(effect.index()),
                chunks.length(effect.index()),
                chunks.size(),
                stop);
        return reached instanceof Reached.Ok<ByteBuffer> ok
                ? store.writeChunk(effect, ok.value())
                : lost(effect.id(), reached);
    }

    private static Outcome refused(long id, Reached<?> reached) {
        return new NodeEvent.Refused(
                id,
                reached instanceof Reached.Refused<?> refused
                        ? refused.refusal()
                        : new Refusal.Unusable("it no longer knows the lease"));
    }

    private static Outcome lost(long id, Reached<?> reached) {
        return reached instanceof Reached.Refused<?> refused
                ? new NodeEvent.Failed(id, refused.refusal().text())
                : new NodeEvent.LeaseGone(id);
    }
}
