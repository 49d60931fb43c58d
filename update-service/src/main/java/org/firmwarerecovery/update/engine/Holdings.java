package org.firmwarerecovery.update.engine;

import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
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

/** What this node may give away: the image that runs here, and on a console the library. DESIGN section 3 step 5. */
final class Holdings {
    private Holdings() {}

    /**
     * Either an image that may be given away, or why not.
     *
     * @param manifest its manifest, null when nothing may be given
     * @param image where it is read from, null when nothing may be given
     * @param refusal why not
     * @param stale the bank whose last full hash is too old, null when that is not the reason
     * @param component the component it belongs to, null when none
     */
    record Verdict(
            @Nullable SignedManifest manifest,
            @Nullable ServedImage image,
            Refusal refusal,
            @Nullable Bank stale,
            @Nullable ComponentId component) {}

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
                return new Verdict(manifest, image, refusal, null, spec.id());
            }
            return new Verdict(
                    null,
                    null,
                    new Refusal.NotEligible(request.softwareId(), "its last full hash is too old"),
                    bank,
                    spec.id());
        }
        return fromLibrary(turn, request, refusal);
    }

    /** A console gives what its library holds; the store tells only of approved entries that were hashed. */
    private static Verdict fromLibrary(Turn turn, ImageRequest request, Refusal otherwise) {
        SignedManifest best = null;
        for (SignedManifest entry : library(turn)) {
            boolean better = best == null
                    || entry.securityVersion() > best.securityVersion()
                    || (entry.securityVersion() == best.securityVersion()
                            && VersionOrder.compare(
                                            entry.manifest().versionClaim(),
                                            best.manifest().versionClaim())
                                    .isGreater());
            if (better && suits(entry, request)) {
                best = entry;
            }
        }
        return best == null
                ? new Verdict(null, null, otherwise, null, null)
                : new Verdict(
                        best, new ServedImage.FromStore(best.manifest().image().digest()), otherwise, null, null);
    }

    /** What a console holds for others beside its own components; nothing on any other node. */
    static List<SignedManifest> library(Turn turn) {
        return turn.settings.roles().contains(PeerRole.CONSOLE) ? turn.store : List.of();
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
        if (entry.trial() != null || entry.confirmedAt() < 0) {
            return Optional.of("it has not proven itself here");
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
