package org.firmwarerecovery.update.engine;

import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.donor.DonorOffer;
import org.firmwarerecovery.update.donor.LibraryImage;
import org.firmwarerecovery.update.donor.ServedImage;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.negotiation.ImageRequest;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.negotiation.Refusal;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.version.VersionOrder;
import org.jspecify.annotations.Nullable;

/** What this node may give away: the image that runs here, and what its library has. DESIGN section 3 step 5. */
final class Holdings {
    private Holdings() {}

    /**
     * Either an image that may be given away, or why not.
     *
     * @param manifest its manifest, null when nothing may be given
     * @param image where it is read from, null when nothing may be given
     * @param refusal why not
     * @param stale what has to be hashed again before it may be given, null when that is not the reason
     */
    record Verdict(
            @Nullable SignedManifest manifest,
            @Nullable ServedImage image,
            Refusal refusal,
            @Nullable ServedImage stale) {
        /** True when exactly this offer would be made again. */
        boolean gives(DonorOffer offer) {
            return offer.image().equals(image)
                    && manifest != null
                    && offer.manifest().digest().equals(manifest.digest());
        }
    }

    /** The image that answers a request, or why there is none. */
    static Verdict judge(Turn turn, ImageRequest request) {
        Refusal refusal = new Refusal.NoCompatibleImage(request.softwareId());
        for (Component spec : turn.settings.components()) {
            ComponentState component = turn.component(spec.id());
            BankId active = turn.record(spec.id()).active();
            Bank bank = component.bank(active);
            SignedManifest manifest = bank.manifest();
            if (manifest == null || !suits(manifest, request)) {
                continue;
            }
            Optional<String> why = notEligible(turn, component, bank);
            if (why.isPresent()) {
                refusal = new Refusal.NotEligible(request.softwareId(), why.get());
                continue;
            }
            ServedImage image = served(turn, spec, active, manifest);
            if (image == null) {
                refusal = new Refusal.NotEligible(request.softwareId(), "the whole image is not kept here");
                continue;
            }
            boolean fresh = turn.now.uptimeMillis() - bank.verifiedAt()
                    < turn.limits.hashFresh().toMillis();
            if (fresh) {
                return new Verdict(manifest, image, refusal, null);
            }
            return new Verdict(null, null, tooOld(request), new ServedImage.FromBank(spec.id(), active));
        }
        return fromLibrary(turn, request, refusal);
    }

    /** The best entry of the library; a failure of it on a component of this node speaks against it here, too. */
    private static Verdict fromLibrary(Turn turn, ImageRequest request, Refusal otherwise) {
        LibraryImage best = null;
        Refusal refusal = otherwise;
        for (LibraryImage entry : library(turn)) {
            if (!suits(entry.manifest(), request)) {
                continue;
            }
            if (quarantined(turn, entry.manifest().digest())) {
                refusal = new Refusal.NotEligible(request.softwareId(), "it is in quarantine here");
            } else if (best == null || isNewer(entry.manifest(), best.manifest())) {
                best = entry;
            }
        }
        if (best == null) {
            return new Verdict(null, null, refusal, null);
        }
        ServedImage image =
                new ServedImage.FromLibrary(best.manifest().manifest().image().digest());
        boolean fresh = turn.now.uptimeMillis() - best.verifiedAt()
                < turn.limits.hashFresh().toMillis();
        return fresh
                ? new Verdict(best.manifest(), image, refusal, null)
                : new Verdict(null, null, tooOld(request), image);
    }

    private static boolean isNewer(SignedManifest one, SignedManifest other) {
        return one.securityVersion() > other.securityVersion()
                || (one.securityVersion() == other.securityVersion()
                        && VersionOrder.compare(
                                        one.manifest().versionClaim(),
                                        other.manifest().versionClaim())
                                .isGreater());
    }

    private static boolean quarantined(Turn turn, Digest manifest) {
        return turn.settings.components().stream()
                .anyMatch(spec -> turn.record(spec.id()).quarantined(manifest));
    }

    private static Refusal tooOld(ImageRequest request) {
        return new Refusal.NotEligible(request.softwareId(), "its last full hash is too old");
    }

    /**
     * What this node holds for others beside what runs on it. The image store is not part of it: what lies there was neither
     * approved nor has it proven itself.
     */
    static List<LibraryImage> library(Turn turn) {
        return isDonor(turn) ? turn.library : List.of();
    }

    static boolean isDonor(Turn turn) {
        return turn.settings.roles().contains(PeerRole.DONOR)
                || turn.settings.roles().contains(PeerRole.CONSOLE);
    }

    private static boolean suits(SignedManifest manifest, ImageRequest request) {
        Digest wanted = request.manifestDigest();
        return manifest.manifest().isCompatibleWith(request.softwareId(), request.machine())
                && manifest.securityVersion() >= request.minimumSecurityVersion()
                && (wanted == null || wanted.equals(manifest.digest()));
    }

    static Optional<String> notEligible(Turn turn, ComponentState component, Bank bank) {
        ComponentRecord entry = turn.record(component.spec().id());
        if (!bank.good() || component.running() != bank.id()) {
            return Optional.of("it is not what runs here");
        }
        if (entry.trial() != null || entry.confirmedAt() < 0 || entry.unproven().contains(bank.id())) {
            return Optional.of("it has not proven itself here");
        }
        if (bank.manifest() != null && entry.quarantined(bank.manifest().digest())) {
            return Optional.of("it is in quarantine here");
        }
        if (bank.manifest() != null && bank.manifest().revoked()) {
            return Optional.of("it is revoked");
        }
        long age = turn.now.uptimeMillis() - entry.confirmedAt();
        if (age < turn.policy.donateAfter().toMillis()) {
            return Optional.of("it has run here for " + age / 1000 + " s, the policy asks for "
                    + turn.policy.donateAfter().toSeconds() + " s");
        }
        return Optional.empty();
    }

    private static @Nullable ServedImage served(Turn turn, Component spec, BankId bank, SignedManifest manifest) {
        Digest image = manifest.manifest().image().digest();
        boolean stored = turn.store.stream()
                .anyMatch(kept -> kept.manifest().image().digest().equals(image));
        if (stored) {
            return new ServedImage.FromStore(image);
        }
        Manifest content = manifest.manifest();
        boolean whole = content.payloadFor(spec.softwareId(), spec.id())
                .filter(payload -> payload.digest().equals(image) && payload.packageOffset() == 0)
                .isPresent();
        return whole ? new ServedImage.FromBank(spec.id(), bank) : null;
    }
}
