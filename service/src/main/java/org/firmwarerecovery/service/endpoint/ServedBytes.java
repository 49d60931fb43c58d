package org.firmwarerecovery.service.endpoint;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.donor.DonorOffer;
import org.firmwarerecovery.update.donor.ServedImage;
import org.firmwarerecovery.update.io.flash.Flash;
import org.firmwarerecovery.update.io.flash.RunningDigest;
import org.firmwarerecovery.update.io.store.BankFolder;
import org.firmwarerecovery.update.io.store.BankManifest;
import org.firmwarerecovery.update.io.store.ManifestPair;
import org.firmwarerecovery.update.io.store.OpenOutcome;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.ComponentState;

/**
 * An image that is open for reading, from the store, from the library or straight from the bank it runs in. Reads fill whole buffers; used by
 * one thread.
 */
final class ServedBytes implements Closeable {
    /** Reads bytes at an offset of the image. */
    @FunctionalInterface
    private interface Source {
        void read(long offset, ByteBuffer target) throws IOException;
    }

    /** Reads manifest and signature. */
    @FunctionalInterface
    private interface Pair {
        Optional<ManifestPair> read(NodeContext context) throws IOException;
    }

    private final ServedImage place;
    private final SignedManifest manifest;
    private final Source source;
    private final Pair pair;
    private final Closeable resource;

    private ServedBytes(ServedImage place, SignedManifest manifest, Source source, Pair pair, Closeable resource) {
        this.place = place;
        this.manifest = manifest;
        this.source = source;
        this.pair = pair;
        this.resource = resource;
    }

    /** What a lease is for, if it can still be read; for a bank whatever it holds by now. */
    static Optional<ServedBytes> leased(NodeContext context, DonorOffer offer) throws IOException {
        if (offer.image() instanceof ServedImage.FromBank bank) {
            return ofBank(context, ImagePaths.bankId(bank.component(), bank.bank()));
        }
        return offer.image() instanceof ServedImage.FromStore stored
                ? ofStore(context, stored.image().brief())
                : ofLibrary(context, offer.manifest().digest(), true);
    }

    /** The image with this id in LocalImageStore, from the store or else the library, if it is good. */
    static Optional<ServedBytes> ofId(NodeContext context, String id) throws IOException {
        Optional<ServedBytes> stored = ofStore(context, id);
        return stored.isPresent()
                ? stored
                : LibraryView.of(context)
                        .manifest(id)
                        .flatMap(manifest -> ofLibrary(context, manifest.digest(), false));
    }

    private static Optional<ServedBytes> ofLibrary(NodeContext context, Digest manifest, boolean approved) {
        return context.library()
                .open(manifest, approved)
                .map(file -> new ServedBytes(
                        new ServedImage.FromLibrary(
                                file.manifest().manifest().image().digest()),
                        file.manifest(),
                        file::read,
                        nodeContext -> file.pair(),
                        file));
    }

    private static Optional<ServedBytes> ofStore(NodeContext context, String id) throws IOException {
        for (SignedManifest kept : context.state().store()) {
            Digest digest = kept.manifest().image().digest();
            if (digest.brief().equals(id) && context.store().open(digest) instanceof OpenOutcome.Opened opened) {
                FileChannel channel = opened.channel();
                return Optional.of(new ServedBytes(
                        new ServedImage.FromStore(digest),
                        kept,
                        (offset, target) -> fill(channel, offset, target),
                        nodeContext -> nodeContext.store().manifestOf(digest),
                        channel));
            }
        }
        return Optional.empty();
    }

    /** The image in the bank with this inventory id, if it is good and is the whole image. */
    static Optional<ServedBytes> ofBank(NodeContext context, String id) {
        for (ComponentState component : context.state().components().values()) {
            Component spec = component.spec();
            BankFolder folder = context.banks().get(spec.id());
            if (folder == null) {
                continue;
            }
            for (var bank : spec.banks()) {
                SignedManifest manifest = component.bank(bank).manifest();
                if (id.equals(ImagePaths.bankId(spec.id(), bank))
                        && manifest != null
                        && InventoryEndpoint.servesWhole(spec, component.bank(bank))) {
                    Flash flash = folder.bank(bank).flash();
                    long start = manifest.manifest()
                            .payloadFor(spec.softwareId(), spec.id())
                            .map(Manifest.Payload::bankOffset)
                            .orElse(0L);
                    return Optional.of(new ServedBytes(
                            new ServedImage.FromBank(spec.id(), bank),
                            manifest,
                            (offset, target) -> flash.read(start + offset, target),
                            nodeContext -> pairOf(folder, bank, manifest),
                            () -> {
                                // the bank stays open as long as the node runs
                            }));
                }
            }
        }
        return Optional.empty();
    }

    /** Where it is read from. */
    ServedImage place() {
        return place;
    }

    /** What it should be. */
    SignedManifest manifest() {
        return manifest;
    }

    /** Fills the buffer with the bytes at an offset of the image. */
    void read(long offset, ByteBuffer target) throws IOException {
        source.read(offset, target);
    }

    /** The manifest and signature as they were received. */
    Optional<ManifestPair> sidecars(NodeContext context) throws IOException {
        return pair.read(context);
    }

    /** Only the very manifest that was verified: a damaged copy is neither served nor taken for the good one. */
    private static Optional<ManifestPair> pairOf(BankFolder folder, BankId bank, SignedManifest manifest)
            throws IOException {
        return folder.manifestOf(bank, pair -> isOurs(pair, manifest)) instanceof BankManifest.Bound bound
                ? Optional.of(bound.pair())
                : Optional.empty();
    }

    private static boolean isOurs(ManifestPair pair, SignedManifest manifest) {
        return RunningDigest.of(Digest.SHA_256, pair.manifest().array()).equals(manifest.digest());
    }

    @Override
    public void close() throws IOException {
        resource.close();
    }

    private static void fill(FileChannel channel, long offset, ByteBuffer target) throws IOException {
        long position = offset;
        while (target.hasRemaining()) {
            int read = channel.read(target, position);
            if (read < 0) {
                throw new EOFException("the stored image ended at " + position);
            }
            position += read;
        }
    }
}
