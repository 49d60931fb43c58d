package org.firmwarerecovery.redfish.message;

/**
 * Messages of our own registry {@code FirmwareRecovery.1.0}: one per state change, refusal and rejection, used alike for
 * error bodies, tasks, events and the log. One factory per message, named as its key, with the arguments of the registry.
 */
public final class RecoveryMessages {
    private static final String PREFIX = "FirmwareRecovery";

    private RecoveryMessages() {}

    public static Message findingRaised(String component, String bank, String finding) {
        return make("FindingRaised", component, bank, finding);
    }

    public static Message recoveryStarted(String component, String finding) {
        return make("RecoveryStarted", component, finding);
    }

    public static Message recoveryResumed(String component, String state) {
        return make("RecoveryResumed", component, state);
    }

    public static Message switchedToBank(String component, String bank) {
        return make("SwitchedToBank", component, bank);
    }

    public static Message localSourceUsed(String component, String source) {
        return make("LocalSourceUsed", component, source);
    }

    public static Message searchStarted(String component, String softwareId) {
        return make("SearchStarted", component, softwareId);
    }

    public static Message candidatesFound(String component, long count) {
        return make("CandidatesFound", component, count);
    }

    public static Message offerReceived(String component, String donor, String version) {
        return make("OfferReceived", component, donor, version);
    }

    public static Message offerAccepted(String component, String donor) {
        return make("OfferAccepted", component, donor);
    }

    public static Message donorChosen(String component, String donor, String reason) {
        return make("DonorChosen", component, donor, reason);
    }

    public static Message donorDropped(String component, String donor, String reason) {
        return make("DonorDropped", component, donor, reason);
    }

    public static Message donorTooSlow(String component, String donor, long bytes, long millis, long bytesPerSecond) {
        return make("DonorTooSlow", component, donor, bytes, millis, bytesPerSecond);
    }

    public static Message donorBarred(String component, String donor, String reason) {
        return make("DonorBarred", component, donor, reason);
    }

    public static Message transferStarted(String component, String donor, long bytes) {
        return make("TransferStarted", component, donor, bytes);
    }

    public static Message transferInterrupted(String component, String donor, String reason) {
        return make("TransferInterrupted", component, donor, reason);
    }

    public static Message taskInterrupted(String component) {
        return make("TaskInterrupted", component);
    }

    public static Message imageNotRead(String reason) {
        return make("ImageNotRead", reason);
    }

    public static Message transferCompleted(String component, long bytes) {
        return make("TransferCompleted", component, bytes);
    }

    public static Message imageVerified(String component, String digest) {
        return make("ImageVerified", component, digest);
    }

    public static Message updateWaits(String component, String applyTime) {
        return make("UpdateWaits", component, applyTime);
    }

    public static Message updateDue(String component, String principal) {
        return make("UpdateDue", component, principal);
    }

    public static Message nothingWaits(String applyTime) {
        return make("NothingWaits", applyTime);
    }

    public static Message bankWritten(String component, String bank) {
        return make("BankWritten", component, bank);
    }

    public static Message bankReadBack(String component, String bank, String digest) {
        return make("BankReadBack", component, bank, digest);
    }

    public static Message bankActivated(String component, String bank, String version) {
        return make("BankActivated", component, bank, version);
    }

    public static Message probationStarted(String component, String bank) {
        return make("ProbationStarted", component, bank);
    }

    public static Message trialBankLost(String component, String bank, String found) {
        return make("TrialBankLost", component, bank, found);
    }

    public static Message revertedToBank(String component, String bank, String reason) {
        return make("RevertedToBank", component, bank, reason);
    }

    public static Message redundancyRestored(String component, String bank) {
        return make("RedundancyRestored", component, bank);
    }

    public static Message recoveryCompleted(String component, String version, long milliseconds) {
        return make("RecoveryCompleted", component, version, milliseconds);
    }

    public static Message recoveryHeld(String component, String reason) {
        return make("RecoveryHeld", component, reason);
    }

    public static Message recoveryBackoff(String component, long seconds, String reason) {
        return make("RecoveryBackoff", component, seconds, reason);
    }

    public static Message recoveryCancelled(String component) {
        return make("RecoveryCancelled", component);
    }

    public static Message supersededByOperator(String component) {
        return make("SupersededByOperator", component);
    }

    public static Message nothingToRecover(String component) {
        return make("NothingToRecover", component);
    }

    public static Message bankUnmanaged(String component, String bank) {
        return make("BankUnmanaged", component, bank);
    }

    public static Message bankAdopted(String component, String bank, String version) {
        return make("BankAdopted", component, bank, version);
    }

    public static Message bankVerified(String component, String bank) {
        return make("BankVerified", component, bank);
    }

    public static Message journalLost(String component) {
        return make("JournalLost", component);
    }

    public static Message journalRebuilt(String component, String bank, String floor) {
        return make("JournalRebuilt", component, bank, floor);
    }

    public static Message activeBankUnknown(String component, String banks) {
        return make("ActiveBankUnknown", component, banks);
    }

    public static Message drillPassed(String component, String donor, long milliseconds) {
        return make("DrillPassed", component, donor, milliseconds);
    }

    public static Message drillFailed(String component, String reason) {
        return make("DrillFailed", component, reason);
    }

    public static Message noCompatibleImage(String softwareId) {
        return make("NoCompatibleImage", softwareId);
    }

    public static Message notEligible(String softwareId, String reason) {
        return make("NotEligible", softwareId, reason);
    }

    public static Message policyRefused(String reason) {
        return make("PolicyRefused", reason);
    }

    public static Message donorBusy(long seconds) {
        return make("DonorBusy", seconds);
    }

    public static Message leaseRequired(String uri) {
        return make("LeaseRequired", uri);
    }

    public static Message offerExpired(String offer) {
        return make("OfferExpired", offer);
    }

    public static Message offerWithdrawn(String offer, String reason) {
        return make("OfferWithdrawn", offer, reason);
    }

    public static Message manifestMissing(String image) {
        return make("ManifestMissing", image);
    }

    public static Message signatureInvalid(String rule) {
        return make("SignatureInvalid", rule);
    }

    public static Message notCompatible(String found, String expected) {
        return make("NotCompatible", found, expected);
    }

    public static Message belowFloor(long offered, long floor) {
        return make("BelowFloor", offered, floor);
    }

    public static Message notInBaseline(String component, String digest) {
        return make("NotInBaseline", component, digest);
    }

    public static Message downgradeRefused(String installed, String offered) {
        return make("DowngradeRefused", installed, offered);
    }

    public static Message imageTooLarge(long bytes, long limit) {
        return make("ImageTooLarge", bytes, limit);
    }

    public static Message containerInvalid(String container, String reason) {
        return make("ContainerInvalid", container, reason);
    }

    public static Message digestMismatch(String what, String expected, String found) {
        return make("DigestMismatch", what, expected, found);
    }

    public static Message chunkDigestMismatch(long chunk) {
        return make("ChunkDigestMismatch", chunk);
    }

    public static Message manifestRuleBroken(String member, String rule) {
        return make("ManifestRuleBroken", member, rule);
    }

    public static Message manifestQuarantined(String digest) {
        return make("ManifestQuarantined", digest);
    }

    public static Message manifestRevoked(String digest) {
        return make("ManifestRevoked", digest);
    }

    public static Message readBackMismatch(String bank, String expected, String found) {
        return make("ReadBackMismatch", bank, expected, found);
    }

    public static Message flashFailed(String component, String bank, String reason) {
        return make("FlashFailed", component, bank, reason);
    }

    public static Message activationFailed(String component, String reason) {
        return make("ActivationFailed", component, reason);
    }

    public static Message hostCommandFailed(String what, String reason) {
        return make("HostCommandFailed", what, reason);
    }

    public static Message networkCommandFailed(String what, String reason) {
        return make("NetworkCommandFailed", what, reason);
    }

    public static Message interfaceWithoutAddress(String name) {
        return make("InterfaceWithoutAddress", name);
    }

    public static Message interfaceWithoutRouter(String name, String router) {
        return make("InterfaceWithoutRouter", name, router);
    }

    public static Message lastAdministrator(String account) {
        return make("LastAdministrator", account);
    }

    public static Message hookNotStarted(String component, String reason) {
        return make("HookNotStarted", component, reason);
    }

    public static Message confirmationNotAsked(String component, String bank, String reason) {
        return make("ConfirmationNotAsked", component, bank, reason);
    }

    public static Message setNotAtomic(String component, String reason) {
        return make("SetNotAtomic", component, reason);
    }

    public static Message donorNotTrusted(String donor, String reason) {
        return make("DonorNotTrusted", donor, reason);
    }

    public static Message donorUnreachable(String donor, String reason) {
        return make("DonorUnreachable", donor, reason);
    }

    public static Message belowLowestSupported(String offered, String lowest) {
        return make("BelowLowestSupported", offered, lowest);
    }

    public static Message quarantineStarted(String component, String digest, String reason) {
        return make("QuarantineStarted", component, digest, reason);
    }

    public static Message quarantineLifted(String component, String digest, String who) {
        return make("QuarantineLifted", component, digest, who);
    }

    public static Message sizeMismatch(long expected, long found) {
        return make("SizeMismatch", expected, found);
    }

    public static Message clockUnset() {
        return make("ClockUnset");
    }

    public static Message changeMade(String user, String address, String method, String uri) {
        return make("ChangeMade", user, address, method, uri);
    }

    public static Message changeFailed(String user, String address, String method, String uri, long status) {
        return make("ChangeFailed", user, address, method, uri, status);
    }

    public static Message requestRefused(String who, String address, String method, String uri) {
        return make("RequestRefused", who, address, method, uri);
    }

    public static Message accountRenamed(String before, String after) {
        return make("AccountRenamed", before, after);
    }

    public static Message passwordChangeDemanded(String account) {
        return make("PasswordChangeDemanded", account);
    }

    public static Message passwordChangeWaived(String account) {
        return make("PasswordChangeWaived", account);
    }

    public static Message sessionEnded(String session, String owner, String user, String address) {
        return make("SessionEnded", session, owner, user, address);
    }

    public static Message eventStreamOpened(String user, String address, String stream) {
        return make("EventStreamOpened", user, address, stream);
    }

    public static Message eventStreamRefused(String user, String address) {
        return make("EventStreamRefused", user, address);
    }

    public static Message recordsLost(long count) {
        return make("RecordsLost", count);
    }

    public static Message recordsSetAside(String table, String file) {
        return make("RecordsSetAside", table, file);
    }

    public static Message recordsNotKept(String table, String reason) {
        return make("RecordsNotKept", table, reason);
    }

    public static Message subscriptionSuspended(String subscription, String reason) {
        return make("SubscriptionSuspended", subscription, reason);
    }

    public static Message subscriptionTerminated(String subscription, String reason) {
        return make("SubscriptionTerminated", subscription, reason);
    }

    public static Message certificateRefused(String reason) {
        return make("CertificateRefused", reason);
    }

    private static Message make(String key, Object... args) {
        return MessageCatalogue.standard().create(PREFIX, key, args);
    }
}
