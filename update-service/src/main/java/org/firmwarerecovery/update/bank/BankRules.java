package org.firmwarerecovery.update.bank;

import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.jspecify.annotations.Nullable;

/** Judges what was read from a bank: the inventory check. Pure. */
public final class BankRules {
    private BankRules() {}

    /**
     * The bank after a full read.
     *
     * <p>A bank whose write was begun is damaged unless its content proves complete. A bank whose manifest got lost is
     * unmanaged, never bad: losing a manifest must not cost a working image. One whose manifest cannot be read now is not even
     * that: it may be the very image that is known to work.
     */
    public static Bank judge(Component component, ComponentRecord record, BankId id, BankReading reading, long now) {
        if (reading instanceof BankReading.Erased) {
            return new Bank(id, BankCondition.MISSING, null, now, "erased");
        }
        if (reading instanceof BankReading.Unreadable unreadable) {
            return new Bank(id, BankCondition.DAMAGED, null, now, "cannot be read: " + unreadable.detail());
        }
        if (reading instanceof BankReading.WithoutManifest without) {
            return withoutManifest(record, id, BankCondition.UNMANAGED, without.detail(), now);
        }
        if (reading instanceof BankReading.ManifestUnread unread) {
            return withoutManifest(record, id, BankCondition.UNREAD, unread.detail(), now);
        }
        BankReading.Content content = (BankReading.Content) reading;
        return judged(component, record, id, content, now);
    }

    private static Bank withoutManifest(
            ComponentRecord record, BankId id, BankCondition condition, String detail, long now) {
        return record.halfWritten(id)
                ? new Bank(id, BankCondition.DAMAGED, null, now, "its last write was interrupted")
                : new Bank(id, condition, null, now, detail);
    }

    private static Bank judged(
            Component component, ComponentRecord record, BankId id, BankReading.Content content, long now) {
        SignedManifest manifest = content.manifest();
        Digest expected = payloadDigest(component, manifest);
        if (expected == null) {
            return new Bank(
                    id,
                    BankCondition.UNMANAGED,
                    null,
                    now,
                    "its manifest is for " + manifest.manifest().softwareId() + ", not for " + component.softwareId());
        }
        if (!expected.equals(content.payload())) {
            return new Bank(
                    id,
                    BankCondition.DAMAGED,
                    manifest,
                    now,
                    "its digest is " + content.payload().brief() + ", its manifest says " + expected.brief());
        }
        if (manifest.securityVersion() < record.floor()) {
            String why = "security version " + manifest.securityVersion() + " is under the floor " + record.floor();
            return new Bank(id, BankCondition.BELOW_FLOOR, manifest, now, why);
        }
        if (record.quarantined(manifest.digest())) {
            return new Bank(id, BankCondition.QUARANTINED, manifest, now, "its manifest is quarantined");
        }
        if (id == record.active() && failsToBoot(component, record)) {
            String why = "it failed to boot " + record.boots().failures() + " times in a row";
            return new Bank(id, BankCondition.FAILING, manifest, now, why);
        }
        return new Bank(id, BankCondition.GOOD, manifest, now, "");
    }

    /** True when starts of the active bank failed too often in a row; an image on trial is judged by its trial. */
    public static boolean failsToBoot(Component component, ComponentRecord record) {
        return record.trial() == null && record.boots().failures() >= component.bootFailuresMax();
    }

    /** Digest of the bytes that belong into a bank of this component, null when the image is not for it. */
    public static @Nullable Digest payloadDigest(Component component, SignedManifest manifest) {
        Manifest content = manifest.manifest();
        if (!content.isCompatibleWith(component.softwareId(), component.machine())) {
            return null;
        }
        return content.payloadFor(component.softwareId(), component.id())
                .map(Manifest.Payload::digest)
                .orElse(null);
    }
}
