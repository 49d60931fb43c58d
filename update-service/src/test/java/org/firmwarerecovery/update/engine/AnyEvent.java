package org.firmwarerecovery.update.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.firmwarerecovery.update.bank.BankReading;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.donor.LibraryImage;
import org.firmwarerecovery.update.job.ApplyTime;
import org.firmwarerecovery.update.job.ImageSource;
import org.firmwarerecovery.update.job.IngestSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.negotiation.DonorImage;
import org.firmwarerecovery.update.negotiation.DonorInventory;
import org.firmwarerecovery.update.negotiation.Grant;
import org.firmwarerecovery.update.negotiation.ImageRequest;
import org.firmwarerecovery.update.negotiation.Offer;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.negotiation.Refusal;
import org.firmwarerecovery.update.negotiation.TransferMode;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.node.Pending;
import org.firmwarerecovery.update.policy.OnFinding;
import org.firmwarerecovery.update.policy.Policy;
import org.firmwarerecovery.update.version.VersionScheme;
import org.jspecify.annotations.Nullable;

/** Any event at all: fitting outcomes, outcomes of the wrong kind, of nothing that was asked, and commands about nothing. */
final class AnyEvent {
    private static final List<SignedManifest> IMAGES =
            List.of(Firmware.image(1, 0, 2), Firmware.image(2, 1, 3), Firmware.image(3, 2, 90));

    private final SplittableRandom random;

    AnyEvent(SplittableRandom random) {
        this.random = random;
    }

    NodeEvent next(NodeState state) {
        return switch (random.nextInt(12)) {
            case 0 -> news(state);
            case 1 -> command(state);
            default -> outcome(state);
        };
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private PeerRef peer() {
        String uuid = Fleet.uuid(random.nextInt(5));
        String address = "https://192.0.2." + random.nextInt(3) + ":443";
        return new PeerRef(uuid, address, null, one(List.of(PeerRef.Origin.values())));
    }

    private NodeEvent news(NodeState state) {
        return switch (random.nextInt(8)) {
            case 0 -> new NodeEvent.StoreChanged(random.nextBoolean() ? IMAGES : List.of(one(IMAGES)));
            case 1 -> new NodeEvent.DonorHeard(searchId(state), peer());
            case 2 -> new NodeEvent.SearchEnded(searchId(state));
            case 3 -> new NodeEvent.PeerSeen(peer());
            case 4 -> new NodeEvent.LeaseUsed(offerId(state), 1000);
            case 6 ->
                new NodeEvent.LibraryChanged(
                        random.nextBoolean() ? List.of() : List.of(new LibraryImage(one(IMAGES), 0)));
            case 5 -> new NodeEvent.BankSuspected(component(), one(List.of(BankId.values())));
            default -> new NodeEvent.Wake();
        };
    }

    private long searchId(NodeState state) {
        List<Long> ids = new ArrayList<>(List.of(0L, -1L));
        state.recoveries().values().forEach(recovery -> {
            if (recovery.negotiation() != null) {
                ids.add(recovery.negotiation().searchId());
            }
        });
        return one(ids);
    }

    private String offerId(NodeState state) {
        List<String> ids = new ArrayList<>(state.offers().keySet());
        ids.add("nothing");
        return one(ids);
    }

    private ComponentId component() {
        return random.nextInt(8) == 0 ? new ComponentId("OTHER") : Firmware.BMC;
    }

    private NodeEvent command(NodeState state) {
        long id = random.nextInt(1_000_000);
        return switch (random.nextInt(12)) {
            case 0, 1 ->
                new NodeEvent.StartUpdate(
                        id,
                        new IngestSource.Upload("staging", "file"),
                        random.nextBoolean() ? List.of() : List.of(Firmware.BMC),
                        new Job.Options(random.nextBoolean(), random.nextBoolean(), one(List.of(ApplyTime.values()))),
                        "operator",
                        "request " + random.nextInt(3));
            case 2 ->
                new NodeEvent.CancelJob(id, any(new ArrayList<>(state.jobs().keySet())), "operator");
            case 3 ->
                new NodeEvent.CancelRecovery(
                        id, any(new ArrayList<>(state.recoveries().keySet())), "operator");
            case 4 -> new NodeEvent.StartRecovery(id, random.nextBoolean() ? null : component(), "operator");
            case 5 -> new NodeEvent.VerifyImages(id);
            case 6 ->
                new NodeEvent.Adopt(id, component(), random.nextBoolean() ? null : BankId.B, "{}", "", "operator");
            case 7 -> new NodeEvent.ChangePolicy(id, policy());
            case 8 ->
                new NodeEvent.RequestImage(id, peer().uuid(), List.of(one(List.of(PeerRole.values()))), request());
            case 10 -> new NodeEvent.ApplyUpdates(id, one(List.of(ApplyTime.values())), List.of(), "operator");
            case 9 -> new NodeEvent.AcceptOffer(id, peer().uuid(), offerId(state));
            default ->
                random.nextBoolean()
                        ? new NodeEvent.CompleteOffer(id, peer().uuid(), offerId(state), "Verified")
                        : new NodeEvent.ReleaseOffer(id, peer().uuid(), offerId(state));
        };
    }

    private String any(List<String> ids) {
        ids.add("nothing");
        return one(ids);
    }

    private ImageRequest request() {
        return new ImageRequest(
                "nonce " + random.nextInt(4),
                random.nextInt(5) == 0 ? "OTHER" : Firmware.SOFTWARE,
                null,
                "Missing",
                random.nextInt(3),
                random.nextBoolean() ? null : one(IMAGES).digest(),
                List.of(TransferMode.PULL));
    }

    private Policy policy() {
        Policy d = Policy.defaults();
        return new Policy(
                one(List.of(OnFinding.values())),
                d.sources().subList(random.nextInt(4), 4),
                random.nextBoolean(),
                d.preferences(),
                d.allowDowngrade(),
                d.baseline(),
                Duration.ZERO,
                d.offersMax(),
                random.nextInt(3),
                d.collect(),
                random.nextInt(4),
                random.nextInt(4));
    }

    private NodeEvent outcome(NodeState state) {
        List<Long> ids = new ArrayList<>(state.pending().keySet());
        if (ids.isEmpty() || random.nextInt(20) == 0) {
            ids.add(999_999L);
        }
        long id = one(ids);
        Pending asked = state.pending().get(id);
        return asked == null || random.nextInt(6) == 0 ? anyOutcome(state, id) : fitting(state, id, asked);
    }

    /** An outcome of the kind that is waited for, mostly a good one. */
    private NodeEvent fitting(NodeState state, long id, Pending asked) {
        Job job = state.jobs().get(asked.owner());
        SignedManifest known = job == null ? null : job.manifest();
        SignedManifest image = known == null ? one(IMAGES) : known;
        return switch (asked.kind()) {
            case CHECK, CHECK_BEFORE_SWITCH, CHECK_BEFORE_REVERT -> new NodeEvent.BankChecked(id, reading(one(IMAGES)));
            case INGEST -> new NodeEvent.Ingested(id, image);
            case ADOPT -> new NodeEvent.ManifestVerified(id, image);
            case MANIFEST -> new NodeEvent.ManifestVerified(id, wanted(job, image));
            case QUERY ->
                new NodeEvent.DonorQueried(
                        id, new DonorInventory(asked.peer(), List.of(PeerRole.DONOR), List.of(claim(image))), 5);
            case REQUEST -> offer(state, id, image);
            case ACCEPT -> new NodeEvent.Granted(id, new Grant("o", "i", "m", "s", "u", "p", 60_000));
            case STAGING -> new NodeEvent.StagingOpened(id, new TreeSet<>(List.of(-1, random.nextInt(4), 1_000)));
            case READ_BACK -> new NodeEvent.ReadBack(id, Firmware.payload(image));
            case CONFIRM -> new NodeEvent.ConfirmationEnded(id, random.nextInt(3) != 0, "why");
            default -> new NodeEvent.Done(id);
        };
    }

    /** The manifest that the granted offer named. */
    private static SignedManifest wanted(@Nullable Job job, SignedManifest otherwise) {
        return job != null && job.source() instanceof ImageSource.Peer peer
                ? IMAGES.stream()
                        .filter(image -> image.digest().equals(peer.manifestDigest()))
                        .findFirst()
                        .orElse(otherwise)
                : otherwise;
    }

    private NodeEvent anyOutcome(NodeState state, long id) {
        SignedManifest image = one(IMAGES);
        return switch (random.nextInt(13)) {
            case 0, 1 -> new NodeEvent.BankChecked(id, reading(image));
            case 2 -> new NodeEvent.Ingested(id, image);
            case 3 -> new NodeEvent.ManifestVerified(id, image);
            case 4 -> new NodeEvent.StagingOpened(id, new TreeSet<>(List.of(-1, random.nextInt(4), 1_000)));
            case 5 -> new NodeEvent.ReadBack(id, random.nextInt(4) == 0 ? Firmware.digest(7) : Firmware.payload(image));
            case 6 -> new NodeEvent.ConfirmationEnded(id, random.nextBoolean(), "why");
            case 7 -> new NodeEvent.Rejected(id, new Rejection.SignatureInvalid("why"));
            case 8 -> random.nextBoolean() ? new NodeEvent.Failed(id, "why") : new NodeEvent.TooSlow(id, 3, 10_000);
            case 9 ->
                new NodeEvent.DonorQueried(
                        id, new DonorInventory(peer().uuid(), List.of(PeerRole.DONOR), List.of(claim(image))), 5);
            case 10 -> random.nextBoolean() ? offer(state, id, image) : new NodeEvent.LeaseGone(id);
            case 11 ->
                random.nextBoolean()
                        ? new NodeEvent.Granted(id, new Grant("o", "i", "m", "s", "u", "p", 60_000))
                        : new NodeEvent.Refused(id, new Refusal.DonorBusy(Duration.ofSeconds(2)));
            default -> new NodeEvent.Done(id);
        };
    }

    private NodeEvent offer(NodeState state, long id, SignedManifest image) {
        List<String> own = new ArrayList<>(random.nextInt(5) == 0 ? List.of("other") : List.of());
        state.recoveries().values().forEach(recovery -> {
            if (recovery.negotiation() != null) {
                own.add(recovery.negotiation().requestId());
            }
        });
        return new NodeEvent.OfferMade(
                id,
                new Offer(
                        "o",
                        own.isEmpty() ? "other" : one(own),
                        claim(image),
                        List.of(PeerRole.DONOR),
                        0,
                        5,
                        30_000,
                        null));
    }

    private BankReading reading(SignedManifest image) {
        Digest content = random.nextInt(3) == 0 ? Firmware.digest(7) : Firmware.payload(image);
        return switch (random.nextInt(7)) {
            case 0 -> new BankReading.Erased();
            case 3 -> new BankReading.ManifestUnread("input/output error");
            case 1 -> new BankReading.WithoutManifest("none");
            case 2 -> new BankReading.Unreadable("bad block");
            default -> new BankReading.Content(image, content);
        };
    }

    private static DonorImage claim(SignedManifest image) {
        return new DonorImage(
                Firmware.SOFTWARE,
                image.manifest().version(),
                VersionScheme.of("SemVer"),
                image.securityVersion(),
                image.digest(),
                image.manifest().image().size(),
                true);
    }
}
