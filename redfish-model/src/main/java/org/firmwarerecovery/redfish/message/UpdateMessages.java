package org.firmwarerecovery.redfish.message;

/**
 * Messages of the DMTF Update registry, for the messages of update tasks.
 *
 * <p>fwupd and other clients tell progress by exactly these keys (clients sheet, section 1.9). One factory per message, named
 * as its key; mind that the order of image and target differs between messages.
 */
public final class UpdateMessages {
    private static final String PREFIX = "Update";

    private UpdateMessages() {}

    public static Message targetDetermined(String target, String image) {
        return make("TargetDetermined", target, image);
    }

    public static Message allTargetsDetermined() {
        return make("AllTargetsDetermined");
    }

    public static Message noTargetsDetermined(String image) {
        return make("NoTargetsDetermined", image);
    }

    public static Message updateInProgress() {
        return make("UpdateInProgress");
    }

    public static Message transferringToComponent(String image, String target) {
        return make("TransferringToComponent", image, target);
    }

    public static Message verifyingAtComponent(String image, String target) {
        return make("VerifyingAtComponent", image, target);
    }

    public static Message installingOnComponent(String image, String target) {
        return make("InstallingOnComponent", image, target);
    }

    public static Message applyingOnComponent(String image, String target) {
        return make("ApplyingOnComponent", image, target);
    }

    public static Message transferFailed(String image, String target) {
        return make("TransferFailed", image, target);
    }

    public static Message verificationFailed(String image, String target) {
        return make("VerificationFailed", image, target);
    }

    public static Message applyFailed(String image, String target) {
        return make("ApplyFailed", image, target);
    }

    public static Message activateFailed(String image, String target) {
        return make("ActivateFailed", image, target);
    }

    public static Message awaitToUpdate(String image, String target) {
        return make("AwaitToUpdate", image, target);
    }

    public static Message awaitToActivate(String image, String target) {
        return make("AwaitToActivate", image, target);
    }

    public static Message updateSuccessful(String device, String image) {
        return make("UpdateSuccessful", device, image);
    }

    public static Message operationTransitionedToJob(String uri) {
        return make("OperationTransitionedToJob", uri);
    }

    public static Message updateSkipped(String device, String image) {
        return make("UpdateSkipped", device, image);
    }

    public static Message updateSkippedSameVersion(String device, String image) {
        return make("UpdateSkippedSameVersion", device, image);
    }

    public static Message updateSkippedVersionTooLow(String device, String image) {
        return make("UpdateSkippedVersionTooLow", device, image);
    }

    public static Message updateNotApplicable(String image, String device) {
        return make("UpdateNotApplicable", image, device);
    }

    private static Message make(String key, Object... args) {
        return MessageCatalogue.standard().create(PREFIX, key, args);
    }
}
