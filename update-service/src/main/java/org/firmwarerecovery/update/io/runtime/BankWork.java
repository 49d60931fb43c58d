package org.firmwarerecovery.update.io.runtime;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.firmwarerecovery.update.bank.BankReading;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.flash.BankFile;
import org.firmwarerecovery.update.io.flash.Extent;
import org.firmwarerecovery.update.io.flash.HashOutcome;
import org.firmwarerecovery.update.io.flash.Pace;
import org.firmwarerecovery.update.io.flash.WriteOutcome;
import org.firmwarerecovery.update.io.ingest.VerifiedPairs;
import org.firmwarerecovery.update.io.store.BankFolder;
import org.firmwarerecovery.update.io.store.BankManifest;
import org.firmwarerecovery.update.io.store.ImageStore;
import org.firmwarerecovery.update.io.store.ManifestPair;
import org.firmwarerecovery.update.io.store.OpenOutcome;
import org.firmwarerecovery.update.io.trust.Verified;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.job.ImageSource;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.Manifest.Payload;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeEvent.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The work on banks: check, write, read back, adopt. The order of a write keeps every power cut harmless: the bytes to bind
 * are at hand before anything is touched; the bank loses its manifest; it is erased and programmed with the digest running
 * along; it is forced; the digest must be the payload's; only then the manifest is bound. (The journal said Writing before.)
 *
 * <p>Threads: one at a time per component, which {@link Lanes} sees to. Blocks; ends soon after its stop signal.
 */
public final class BankWork {
    private final TreeMap<ComponentId, Place> places = new TreeMap<>();
    private final ImageStore store;
    private final VerifiedPairs pairs;
    private final Predicate<NodeEffect.CheckBank> background;
    private final long scanBytesPerSecond;

    /** A component with its open banks. */
    private record Place(Component spec, BankFolder folder) {}

    /**
     * Work on these banks.
     *
     * @param folders open banks by component; they stay the caller's to close
     * @param background tells which checks are the background scan
     * @param scanBytesPerSecond the setting {@code scan.bandwidth}; {@link Pace#UNLIMITED} for none
     */
    public BankWork(
            List<Component> components,
            SortedMap<ComponentId, BankFolder> folders,
            ImageStore store,
            VerifiedPairs pairs,
            Predicate<NodeEffect.CheckBank> background,
            long scanBytesPerSecond) {
        for (Component component : components) {
            BankFolder folder = folders.get(component.id());
            if (folder == null) {
                throw new IllegalArgumentException("component " + component.id() + " has no open banks");
            }
            places.put(component.id(), new Place(component, folder));
        }
        this.store = store;
        this.pairs = pairs;
        this.background = background;
        this.scanBytesPerSecond = scanBytesPerSecond;
    }

    /** The manifest beside a bank cannot be read now; that says nothing about the bank. */
    private static final class ManifestTroubleException extends IOException {
        private static final long serialVersionUID = 1;

        ManifestTroubleException(IOException cause) {
            super("its manifest cannot be read: " + cause.getMessage(), cause);
        }
    }

    /** Reads a bank and reports what is in it. */
    public Outcome check(NodeEffect.CheckBank effect, StopSignal stop) throws StoppedException {
        Place place = place(effect.component());
        BankReading reading;
        try {
            reading = background.test(effect)
                    ? scan(place, effect, stop)
                    : read(place, effect.bank(), StoppedException.free(stop));
        } catch (ManifestTroubleException e) {
            reading = new BankReading.ManifestUnread(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            reading = new BankReading.Unreadable(String.valueOf(e.getMessage()));
        }
        return new NodeEvent.BankChecked(effect.id(), reading);
    }

    /** A slow read that starts anew at full speed as soon as something urgent needs the component. */
    private BankReading scan(Place place, NodeEffect.CheckBank effect, StopSignal stop)
            throws IOException, StoppedException {
        try {
            Pace slow =
                    Pace.limitedTo(scanBytesPerSecond).cancelledBy(() -> stop.requested() || !background.test(effect));
            return read(place, effect.bank(), slow);
        } catch (StoppedException e) {
            if (stop.requested()) {
                throw e;
            }
            return read(place, effect.bank(), StoppedException.free(stop));
        }
    }

    private BankReading read(Place place, BankId bank, Pace pace) throws IOException, StoppedException {
        BankFile file = place.folder().bank(bank);
        if (file.erased()) {
            return new BankReading.Erased();
        }
        List<SignedManifest> good = new ArrayList<>();
        BankManifest bound = boundTo(place, bank, good);
        if (bound instanceof BankManifest.Unreadable unreadable) {
            return new BankReading.WithoutManifest(unreadable.reason());
        }
        if (good.isEmpty()) {
            return new BankReading.WithoutManifest("no manifest stands beside it");
        }
        SignedManifest manifest = good.get(0);
        Payload payload = payload(place, manifest.manifest());
        if (payload == null) {
            // The rules see at once that the manifest is for something else; no byte of it could be in this bank.
            return new BankReading.Content(manifest, manifest.manifest().image().digest());
        }
        if (!file.fits(extent(payload))) {
            return new BankReading.WithoutManifest("its manifest describes " + payload.size() + " bytes at "
                    + payload.bankOffset() + ", more than the bank has");
        }
        return new BankReading.Content(manifest, hash(file, payload, pace));
    }

    /** The manifest beside a bank; if it is trusted, verified in {@code good}. */
    private BankManifest boundTo(Place place, BankId bank, List<SignedManifest> good) throws ManifestTroubleException {
        try {
            return place.folder().manifestOf(bank, pair -> {
                if (pairs.ofBank(pair) instanceof Verified.Ok ok) {
                    good.add(ok.manifest());
                    return true;
                }
                return false;
            });
        } catch (IOException e) {
            throw new ManifestTroubleException(e);
        }
    }

    /** Writes an image into a bank; see the class for the order. */
    public Outcome write(NodeEffect.WriteBank effect, StopSignal stop) throws IOException, StoppedException {
        Place place = place(effect.component());
        SignedManifest manifest = effect.manifest();
        Payload payload = payload(place, manifest.manifest());
        if (payload == null) {
            return rejected(effect.id(), notFor(place, manifest.manifest()));
        }
        if (effect.bank() == BankId.GOLDEN) {
            return new NodeEvent.Failed(effect.id(), "the golden bank is protected");
        }
        BankFile file = place.folder().bank(effect.bank());
        if (!file.fits(extent(payload))) {
            return rejected(effect.id(), tooLarge(payload, file));
        }
        Optional<ManifestPair> pair = pairFor(place, effect);
        if (pair.isEmpty()) {
            return new NodeEvent.Failed(
                    effect.id(), "the manifest " + manifest.digest().brief() + " is not at hand");
        }
        try (ReadableByteChannel bytes = open(place, effect, payload)) {
            place.folder().unbind(effect.bank());
            WriteOutcome outcome = file.write(
                    bytes, payload.bankOffset(), payload.size(), payload.digest(), StoppedException.free(stop));
            return written(effect, place, outcome, pair.get());
        }
    }

    private static Outcome written(NodeEffect.WriteBank effect, Place place, WriteOutcome outcome, ManifestPair pair)
            throws IOException, StoppedException {
        if (outcome instanceof WriteOutcome.Written) {
            place.folder().bind(effect.bank(), pair);
            return new NodeEvent.Done(effect.id());
        }
        if (outcome instanceof WriteOutcome.OtherDigest other) {
            String what = "payload " + place.spec().softwareId();
            return rejected(effect.id(), new Rejection.DigestMismatch(what, other.expected(), other.written()));
        }
        if (outcome instanceof WriteOutcome.SourceEnded ended) {
            return new NodeEvent.Failed(
                    effect.id(), "the image ended after " + ended.bytesDone() + " of " + ended.size() + " bytes");
        }
        throw new StoppedException();
    }

    /** Hashes what is in the bank where the payload should be. */
    public Outcome readBack(NodeEffect.ReadBankBack effect, StopSignal stop) throws IOException, StoppedException {
        Place place = place(effect.component());
        Payload payload = payload(place, effect.manifest().manifest());
        BankFile file = place.folder().bank(effect.bank());
        if (payload == null || !file.fits(extent(payload))) {
            return new NodeEvent.Failed(effect.id(), "the manifest does not describe this bank");
        }
        return new NodeEvent.ReadBack(effect.id(), hash(file, payload, StoppedException.free(stop)));
    }

    /** Binds a manifest to a bank that holds its payload already; never writes the bank. */
    public Outcome adopt(NodeEffect.AdoptBank effect, StopSignal stop) throws IOException, StoppedException {
        Place place = place(effect.component());
        Optional<ManifestPair> pair = decode(effect.manifest(), effect.signatureBase64());
        if (pair.isEmpty()) {
            return rejected(effect.id(), new Rejection.SignatureInvalid("it is not base64, or it is too large"));
        }
        Verified verified = pairs.verify(pair.get());
        if (verified instanceof Verified.Refused refused) {
            return rejected(effect.id(), refused.rejection());
        }
        SignedManifest manifest = ((Verified.Ok) verified).manifest();
        Payload payload = payload(place, manifest.manifest());
        if (payload == null) {
            return rejected(effect.id(), notFor(place, manifest.manifest()));
        }
        BankFile file = place.folder().bank(effect.bank());
        if (!file.fits(extent(payload))) {
            return rejected(effect.id(), tooLarge(payload, file));
        }
        Digest found = hash(file, payload, StoppedException.free(stop));
        if (!found.equals(payload.digest())) {
            String what = "bank " + effect.component() + "-" + effect.bank().label();
            return rejected(effect.id(), new Rejection.DigestMismatch(what, payload.digest(), found));
        }
        place.folder().bind(effect.bank(), pair.get());
        return new NodeEvent.ManifestVerified(effect.id(), manifest);
    }

    private static Optional<ManifestPair> decode(String manifest, String signatureBase64) {
        try {
            return Optional.of(ManifestPair.of(
                    manifest.getBytes(StandardCharsets.UTF_8),
                    Base64.getMimeDecoder().decode(signatureBase64)));
        } catch (IllegalArgumentException e) {
            // Not base64 or over a limit of the pair: the caller answers with one rejection for both.
            return Optional.empty();
        }
    }

    /** The exact bytes of the effect's manifest: from the source of the image, or as fetched a moment ago. */
    private Optional<ManifestPair> pairFor(Place place, NodeEffect.WriteBank effect) throws IOException {
        Digest wanted = effect.manifest().digest();
        Predicate<ManifestPair> same = pair -> pairs.judge(pair) instanceof Verified.Ok ok
                && ok.manifest().digest().equals(wanted);
        if (effect.from() instanceof ImageSource.LocalBank local
                && place.folder().manifestOf(local.bank(), same) instanceof BankManifest.Bound bound) {
            return Optional.of(bound.pair());
        }
        return store.manifestOf(storedDigest(effect)).filter(same).or(() -> pairs.find(wanted));
    }

    private ReadableByteChannel open(Place place, NodeEffect.WriteBank effect, Payload payload) throws IOException {
        if (effect.from() instanceof ImageSource.LocalBank local) {
            if (local.bank() == effect.bank()) {
                throw new IOException("a bank can not be written from itself");
            }
            return new FlashChannel(place.folder().bank(local.bank()).flash(), extent(payload));
        }
        OpenOutcome outcome = store.open(storedDigest(effect));
        if (outcome instanceof OpenOutcome.Opened opened) {
            FileChannel channel = opened.channel();
            channel.position(payload.packageOffset());
            return channel;
        }
        throw new IOException(
                outcome instanceof OpenOutcome.Broken broken
                        ? "the stored image is broken: " + broken.reason()
                        : "the image is not in the store");
    }

    private static Digest storedDigest(NodeEffect.WriteBank effect) {
        return effect.from() instanceof ImageSource.Stored stored
                ? stored.image()
                : effect.manifest().manifest().image().digest();
    }

    private static Digest hash(BankFile file, Payload payload, Pace pace) throws IOException, StoppedException {
        HashOutcome outcome = file.hash(payload.digest().algorithm(), List.of(extent(payload)), pace);
        if (outcome instanceof HashOutcome.Hashed hashed) {
            return hashed.digest();
        }
        throw new StoppedException();
    }

    private static @Nullable Payload payload(Place place, Manifest manifest) {
        Component spec = place.spec();
        return manifest.isCompatibleWith(spec.softwareId(), spec.machine())
                ? manifest.payloadFor(spec.softwareId(), spec.id()).orElse(null)
                : null;
    }

    private static Rejection notFor(Place place, Manifest manifest) {
        Component spec = place.spec();
        String expected = spec.machine() == null ? spec.softwareId() : spec.softwareId() + " on " + spec.machine();
        return new Rejection.NotCompatible(String.valueOf(manifest.compatible().get(0)), expected);
    }

    private static Rejection tooLarge(Payload payload, BankFile file) {
        return new Rejection.ImageTooLarge(
                payload.bankOffset() + payload.size(), file.flash().size());
    }

    private static Extent extent(Payload payload) {
        return new Extent(payload.bankOffset(), payload.size());
    }

    private static Outcome rejected(long id, Rejection rejection) {
        return new NodeEvent.Rejected(id, rejection);
    }

    private Place place(ComponentId component) {
        Place place = places.get(component);
        if (place == null) {
            throw new IllegalArgumentException("no component " + component);
        }
        return place;
    }
}
