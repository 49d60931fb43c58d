package org.firmwarerecovery.service.endpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.donor.ServedImage;
import org.firmwarerecovery.update.io.flash.Flash;
import org.firmwarerecovery.update.io.store.BankFolder;
import org.firmwarerecovery.update.io.store.BankManifest;
import org.firmwarerecovery.update.io.store.ManifestPair;
import org.firmwarerecovery.update.io.store.OpenOutcome;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.ComponentState;

/**
 * An image that is open for reading, from the store or straight from the bank it runs in. Reads fill whole buffers; used by
 * one thread.
 */
final class ServedBytes implements Closeable {
    /** Reads bytes at an offset of the image. */
    @FunctionalInterface
    private interface Source {
        void read(long offset, ByteBuffer target) throws IOException;
    }

    private final ServedImage place;
    private final SignedManifest manifest;
    private final Source source;
    private final Closeable resource;

    private ServedBytes(ServedImage place, SignedManifest manifest, Source source, Closeable resource) {
        this.place = place;
        this.manifest = manifest;
        this.source = source;
        this.resource = resource;
    }

    /** The stored image with this id, if it is good and its manifest is known. */
    static Optional<ServedBytes> ofStore(NodeContext context, String id) throws IOException {
        for (SignedManifest kept : context.state().store()) {
            Digest digest = kept.manifest().image().digest();
            if (digest.brief().equals(id) && context.store().open(digest) instanceof OpenOutcome.Opened opened) {
                FileChannel channel = opened.channel();
                return Optional.of(new ServedBytes(
                        new ServedImage.FromStore(digest),
                        kept,
                        (offset, target) -> fill(channel, offset, target),
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
        if (place instanceof ServedImage.FromBank bank) {
            ComponentId component = bank.component();
            BankFolder folder = context.banks().get(component);
            return folder != null && folder.manifestOf(bank.bank(), this::isOurs) instanceof BankManifest.Bound bound
                    ? Optional.of(bound.pair())
                    : Optional.empty();
        }
        return context.store().manifestOf(((ServedImage.FromStore) place).image());
    }

    /** Only the very manifest that was verified: a damaged copy is neither served nor taken for the good one. */
    private boolean isOurs(ManifestPair pair) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(pair.manifest().array());
            return HexFormat.of().formatHex(digest).equals(manifest.digest().hex());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
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
                throw new IOException("the stored image ended at " + position);
            }
            position += read;
        }
    }
}
