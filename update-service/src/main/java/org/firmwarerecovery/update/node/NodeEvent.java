package org.firmwarerecovery.update.node;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.firmwarerecovery.update.bank.BankReading;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.donor.LibraryImage;
import org.firmwarerecovery.update.job.ApplyTime;
import org.firmwarerecovery.update.job.IngestSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.negotiation.DonorInventory;
import org.firmwarerecovery.update.negotiation.Grant;
import org.firmwarerecovery.update.negotiation.ImageRequest;
import org.firmwarerecovery.update.negotiation.Offer;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.negotiation.Refusal;
import org.firmwarerecovery.update.policy.Policy;
import org.jspecify.annotations.Nullable;

/** Everything that can happen to a node. */
public sealed interface NodeEvent {
    /** Time has come; see {@code NodeMachine.nextWake}. */
    record Wake() implements NodeEvent {}

    /** The image store changed: all its complete images. */
    record StoreChanged(List<SignedManifest> images) implements NodeEvent {
        /** Copies the list. */
        public StoreChanged {
            images = List.copyOf(images);
        }
    }

    /** The library changed: all entries that are approved and verified. */
    record LibraryChanged(List<LibraryImage> images) implements NodeEvent {
        /** Copies the list. */
        public LibraryChanged {
            images = List.copyOf(images);
        }
    }

    /** A donor answered a search. */
    record DonorHeard(long searchId, PeerRef peer) implements NodeEvent {}

    /** A search is over. */
    record SearchEnded(long searchId) implements NodeEvent {}

    /** A peer was heard outside of a search. */
    record PeerSeen(PeerRef peer) implements NodeEvent {}

    /** Bytes of an image or its manifest were sent under a lease. */
    record LeaseUsed(String offerId, long bytes) implements NodeEvent {}

    /** Bytes of a served bank did not match its manifest while they were sent. */
    record BankSuspected(ComponentId component, BankId bank) implements NodeEvent {}

    /** A boot loader, or a script after it, reported how a start of a bank's image went; reports come in their order. */
    record BootReported(ComponentId component, BankId bank, BootResult result) implements NodeEvent {}

    /** The one result of an effect. */
    sealed interface Outcome extends NodeEvent {
        /** Id of the effect. */
        long id();
    }

    /** A bank was read. */
    record BankChecked(long id, BankReading reading) implements Outcome {}

    /** An operator's image is complete and verified in the store. */
    record Ingested(long id, SignedManifest manifest) implements Outcome {}

    /** A manifest was fetched or bound, and its signature is good. */
    record ManifestVerified(long id, SignedManifest manifest) implements Outcome {}

    /** Staging is open; these chunks are in it, verified. */
    record StagingOpened(long id, SortedSet<Integer> verified) implements Outcome {
        /** Copies the set. */
        public StagingOpened {
            verified = Collections.unmodifiableSortedSet(new TreeSet<>(verified));
        }
    }

    /** The effect did what it should and there is nothing more to say. */
    record Done(long id) implements Outcome {}

    /** A bank was read back; the digest of its payload. */
    record ReadBack(long id, Digest payload) implements Outcome {}

    /** Whether the new image proved itself. */
    record ConfirmationEnded(long id, boolean confirmed, String detail) implements Outcome {}

    /** Image, manifest or chunk refused. */
    record Rejected(long id, Rejection rejection) implements Outcome {}

    /** The effect failed. */
    record Failed(long id, String reason) implements Outcome {}

    /** A hook could not even be started, or the node itself broke down over it: nothing speaks against the image. */
    record NotStarted(long id, String reason) implements Outcome {}

    /** Image bytes come slower than the minimum rate: so many in that time. */
    record TooSlow(long id, long bytes, long millis) implements Outcome {}

    /** The donor no longer knows the lease (401, 403 or 404 on image bytes). */
    record LeaseGone(long id) implements Outcome {}

    /** A peer's inventory; {@code millis} is how long it took. */
    record DonorQueried(long id, DonorInventory inventory, long millis) implements Outcome {}

    /** A donor made an offer. */
    record OfferMade(long id, Offer offer) implements Outcome {}

    /** A donor granted an accepted offer. */
    record Granted(long id, Grant grant) implements Outcome {}

    /** A peer refused, or could not be used. */
    record Refused(long id, Refusal refusal) implements Outcome {}

    /** Somebody outside wants something and waits for one {@link Answer}. */
    sealed interface Command extends NodeEvent {
        /** Number under which the answer goes out. */
        long commandId();
    }

    /** Update from an operator's source; no targets means: whatever the image is for. */
    record StartUpdate(
            long commandId,
            IngestSource source,
            List<ComponentId> targets,
            Job.Options options,
            String principal,
            String request)
            implements Command {
        /** Copies the list. */
        public StartUpdate {
            targets = List.copyOf(targets);
        }
    }

    /**
     * The time has come for updates that wait for this apply time.
     *
     * @param components whose updates; none means all
     */
    record ApplyUpdates(long commandId, ApplyTime when, List<ComponentId> components, String principal)
            implements Command {
        /** Copies the list. */
        public ApplyUpdates {
            components = List.copyOf(components);
        }
    }

    /** Stop a job, or forget it when it is over. */
    record CancelJob(long commandId, String jobId, String principal) implements Command {}

    /** Stop a recovery, or forget it when it is over. */
    record CancelRecovery(long commandId, String recoveryId, String principal) implements Command {}

    /** Start or wake recoveries, with every quarantine lifted if the operator says so; null means all components. */
    record StartRecovery(long commandId, @Nullable ComponentId component, String principal, boolean liftQuarantine)
            implements Command {
        /** The same with every quarantine as it is. */
        public StartRecovery(long commandId, @Nullable ComponentId component, String principal) {
            this(commandId, component, principal, false);
        }
    }

    /** Check all banks now. */
    record VerifyImages(long commandId) implements Command {}

    /** Bind a manifest to a bank whose content matches it; never writes the bank. Null bank means the active one. */
    record Adopt(
            long commandId,
            ComponentId component,
            @Nullable BankId bank,
            String manifest,
            String signatureBase64,
            String principal)
            implements Command {}

    /** Replace the policy. */
    record ChangePolicy(long commandId, Policy policy) implements Command {}

    /** A peer asks this node for an image. */
    record RequestImage(long commandId, String peer, List<PeerRole> roles, ImageRequest request) implements Command {
        /** Copies the list. */
        public RequestImage {
            roles = List.copyOf(roles);
        }
    }

    /** A peer accepts its offer. */
    record AcceptOffer(long commandId, String peer, String offerId) implements Command {}

    /** A peer says how its transfer ended: {@code Verified}, {@code Rejected} or {@code Abandoned}. */
    record CompleteOffer(long commandId, String peer, String offerId, String verdict) implements Command {}

    /** A peer gives its offer back. */
    record ReleaseOffer(long commandId, String peer, String offerId) implements Command {}
}
