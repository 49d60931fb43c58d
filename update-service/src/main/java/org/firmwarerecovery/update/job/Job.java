package org.firmwarerecovery.update.job;

import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.negotiation.Grant;
import org.firmwarerecovery.update.transfer.TransferPlan;
import org.jspecify.annotations.Nullable;

/**
 * One update of one component: an operator's SimpleUpdate or upload, or the transfer and write of a recovery. Shown as a
 * Redfish Task of the same id.
 *
 * @param id also the Task's id
 * @param origin who asked for it
 * @param component the component it updates; null until an operator's image said which
 * @param phase how far it came
 * @param source where the bytes come from
 * @param manifest the verified manifest, null until it is here
 * @param plan chunks of a peer transfer, null before and otherwise
 * @param install where the payload goes, null before it is decided
 * @param options what the operator asked for besides
 * @param report what the Task shows
 * @param end how it ended, null while it runs
 */
public record Job(
        String id,
        JobOrigin origin,
        @Nullable ComponentId component,
        JobPhase phase,
        ImageSource source,
        @Nullable SignedManifest manifest,
        @Nullable TransferPlan plan,
        @Nullable Install install,
        Options options,
        JobReport report,
        @Nullable JobEnd end) {
    /**
     * Where a payload goes.
     *
     * @param bank the bank to write
     * @param activate whether the bank becomes active afterwards
     * @param revertTo the bank to go back to when it does not prove itself; the same bank when there is none
     */
    public record Install(BankId bank, boolean activate, BankId revertTo) {}

    /**
     * What the operator asked for besides the image.
     *
     * @param force whether rules that may be overridden are; the floor never is
     * @param keepImage whether the image stays in the image store whatever {@code images.keep} says
     * @param apply when the image is written
     */
    public record Options(boolean force, boolean keepImage, ApplyTime apply) {
        /** Nothing besides. */
        public static final Options NONE = new Options(false, false);

        /** Written as soon as the image is verified. */
        public Options(boolean force, boolean keepImage) {
            this(force, keepImage, ApplyTime.IMMEDIATE);
        }
    }

    /** True once it is over. */
    public boolean ended() {
        return phase == JobPhase.ENDED;
    }

    /** The same job in another phase. */
    public Job in(JobPhase next) {
        return new Job(id, origin, component, next, source, manifest, plan, install, options, report, end);
    }

    /** The same job, now known to update {@code id}. */
    public Job forComponent(ComponentId target) {
        return new Job(id, origin, target, phase, source, manifest, plan, install, options, report, end);
    }

    /** The same job reading from another source. */
    public Job from(ImageSource other) {
        return new Job(id, origin, component, phase, other, manifest, plan, install, options, report, end);
    }

    /** The same job with its verified manifest. */
    public Job with(SignedManifest verified) {
        return new Job(id, origin, component, phase, source, verified, plan, install, options, report, end);
    }

    /** The same job with another transfer plan. */
    public Job with(@Nullable TransferPlan next) {
        return new Job(id, origin, component, phase, source, manifest, next, install, options, report, end);
    }

    /** The same job with a decided place. */
    public Job with(Install decided) {
        return new Job(id, origin, component, phase, source, manifest, plan, decided, options, report, end);
    }

    /** The same job with another report. */
    public Job with(JobReport next) {
        return new Job(id, origin, component, phase, source, manifest, plan, install, options, next, end);
    }

    /**
     * What is known of the job after a restart: neither its manifest nor what was under way. A lease is worth nothing any
     * more, so its secrets are gone as well.
     */
    public Job remembered() {
        ImageSource known = source instanceof ImageSource.Peer peer
                ? new ImageSource.Peer(peer.peer(), Grant.FORGOTTEN, peer.manifestDigest())
                : source;
        return new Job(id, origin, component, phase, known, null, null, install, options, report, end);
    }

    /** The same job, whose time to be written has come. */
    public Job due() {
        Options now = new Options(options.force(), options.keepImage());
        return new Job(id, origin, component, phase, source, manifest, plan, install, now, report, end);
    }

    /** The same job, over. */
    public Job over(JobEnd how, JobReport last) {
        return new Job(id, origin, component, JobPhase.ENDED, source, manifest, null, install, options, last, how);
    }
}
