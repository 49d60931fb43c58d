package org.firmwarerecovery.update.node;

import java.time.Duration;
import java.util.List;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.job.ImageSource;
import org.firmwarerecovery.update.job.IngestSource;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.negotiation.ImageRequest;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.jspecify.annotations.Nullable;

/**
 * Everything a machine can ask its shell to do.
 *
 * <p>{@link Persist} is a synchronous barrier: the effects after it start only when it returned. {@link Async} effects start
 * and later post exactly one {@link NodeEvent.Outcome} with their id. The others return at once and post nothing.
 */
public sealed interface NodeEffect {
    /** Force the journal record; where that fails the shell tries again and goes on with nothing else. */
    record Persist(JournalRecord record) implements NodeEffect {}

    /** Answer a command. */
    record Reply(long commandId, Answer answer) implements NodeEffect {}

    /**
     * Tell people: log line, event, log entry.
     *
     * @param key key in {@code FirmwareRecovery.1.0}
     * @param component the component it is about, null when none
     * @param subject id of the recovery or job it belongs to; empty when none
     */
    record Note(String key, List<String> args, @Nullable ComponentId component, String subject) implements NodeEffect {
        /** Copies the arguments. */
        public Note {
            args = List.copyOf(args);
        }
    }

    /** Search by multicast for donors of a SoftwareId, after a random part of {@code jitter}. */
    record StartSearch(long searchId, String softwareId, Duration jitter) implements NodeEffect {}

    /** This node donates images of these SoftwareIds, no others. */
    record Donates(List<String> softwareIds) implements NodeEffect {
        /** Copies the list. */
        public Donates {
            softwareIds = List.copyOf(softwareIds);
        }
    }

    /** Drop an image from the store unless something else needs it. */
    record DropImage(Digest image) implements NodeEffect {}

    /** An effect with one result. */
    sealed interface Async extends NodeEffect {
        /** Id that the outcome carries. */
        long id();
    }

    /** Read a bank: erased, its manifest, digest of its payload. Answers BankChecked. */
    record CheckBank(long id, ComponentId component, BankId bank) implements Async {}

    /** Hash an image of the library again; what came of it is told by LibraryChanged. Answers Done or Failed. */
    record CheckLibrary(long id, Digest image) implements Async {}

    /** Fetch, verify and store an operator's image. Answers Ingested, Rejected or Failed. */
    record Ingest(long id, String jobId, IngestSource source) implements Async {}

    /** Verify a manifest, compare it with the bank and bind it. Answers ManifestVerified, Rejected or Failed. */
    record AdoptBank(long id, ComponentId component, BankId bank, String manifest, String signatureBase64)
            implements Async {}

    /** Read a peer's inventory. Answers DonorQueried or Refused. */
    record QueryDonor(long id, PeerRef peer, String softwareId) implements Async {}

    /** Ask a peer for an image. Answers OfferMade or Refused. */
    record RequestImage(long id, PeerRef peer, ImageRequest request) implements Async {}

    /** Accept an offer. Answers Granted or Refused. */
    record AcceptOffer(long id, PeerRef peer, String offerPath) implements Async {}

    /** Tell a donor how a transfer ended; null verdict gives the offer back. Answers Done or Failed. */
    record CloseOffer(
            long id,
            PeerRef peer,
            String offerPath,
            @Nullable String verdict) implements Async {}

    /** Fetch and verify the manifest of a granted image. Answers ManifestVerified, Rejected, LeaseGone, TooSlow or Failed. */
    record FetchManifest(long id, ImageSource.Peer from) implements Async {}

    /** Open staging and hash what it holds. Answers StagingOpened or Failed. */
    record OpenStaging(long id, SignedManifest manifest) implements Async {}

    /** Fetch, hash and stage one chunk. Answers Done, Rejected, LeaseGone, TooSlow or Failed. */
    record FetchChunk(long id, ImageSource.Peer from, SignedManifest manifest, int index) implements Async {}

    /** Hash the whole staged image and move it into the store. Answers Done, Rejected or Failed. */
    record VerifyImage(long id, SignedManifest manifest) implements Async {}

    /** Erase a bank, write the payload, force it, bind the manifest. Answers Done, Rejected or Failed. */
    record WriteBank(long id, ComponentId component, BankId bank, ImageSource from, SignedManifest manifest)
            implements Async {}

    /** Hash what is in the bank where the payload should be. Answers ReadBack or Failed. */
    record ReadBankBack(long id, ComponentId component, BankId bank, SignedManifest manifest) implements Async {}

    /** Run the hook that prepares an activation. Answers Done or Failed. */
    record PrepareActivation(long id, ComponentId component, BankId bank) implements Async {}

    /**
     * After a pause run the activation hook: the bank's image starts. Answers Done, Failed when the hook ran and speaks against
     * the image, or NotStarted.
     */
    record Activate(long id, ComponentId component, BankId bank, Duration after) implements Async {
        /** The same at once. */
        public Activate(long id, ComponentId component, BankId bank) {
            this(id, component, bank, Duration.ZERO);
        }
    }

    /**
     * After a pause watch the image prove itself, for at most {@code within}. Answers ConfirmationEnded, or NotStarted as soon
     * as it cannot be asked at all.
     */
    record AwaitConfirmation(long id, ComponentId component, BankId bank, Duration after, Duration within)
            implements Async {
        /** The same at once. */
        public AwaitConfirmation(long id, ComponentId component, BankId bank, Duration within) {
            this(id, component, bank, Duration.ZERO, within);
        }
    }
}
