package org.firmwarerecovery.update.bank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.journal.Boots;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.Quarantine;
import org.firmwarerecovery.update.journal.Trial;
import org.firmwarerecovery.update.journal.WriteIntent;
import org.firmwarerecovery.update.manifest.ChunkList;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.junit.jupiter.api.Test;

class BankRulesTest {
    private static final Digest PAYLOAD = Digest.sha256("a".repeat(64));
    private static final Digest OTHER = Digest.sha256("b".repeat(64));
    private static final ComponentRecord RECORD = ComponentRecord.fresh(BankId.A, 2);

    private static Component component(String softwareId) {
        return new Component(
                new ComponentId("BMC"),
                "BMC",
                softwareId,
                null,
                1 << 20,
                List.of(BankId.A, BankId.B),
                0,
                3,
                Duration.ofMinutes(2));
    }

    private static SignedManifest manifest(long securityVersion) {
        ChunkList chunks = new ChunkList(1000, ChunkList.CHUNK_SIZE_MIN, List.of(OTHER));
        Manifest manifest = new Manifest(
                Manifest.SCHEMA,
                "id",
                Instant.EPOCH,
                "X",
                null,
                List.of(new Manifest.Compatible("X", null, null, List.of())),
                "1.0.0",
                "SemVer",
                null,
                securityVersion,
                null,
                Manifest.CONTAINER_RAW,
                new Manifest.Image(List.of(PAYLOAD), chunks),
                List.of());
        return new SignedManifest(
                Digest.sha256("c".repeat(64)),
                manifest,
                List.of(new SignedManifest.Signer("CN=Signer", Instant.EPOCH)),
                false);
    }

    private static Bank judge(ComponentRecord record, BankReading reading) {
        return BankRules.judge(component("X"), record, BankId.B, reading, 77);
    }

    @Test
    void a_bank_that_equals_its_manifest_is_good_from_the_moment_it_was_read() {
        Bank bank = judge(RECORD, new BankReading.Content(manifest(2), PAYLOAD));
        assertTrue(bank.good());
        assertEquals(77, bank.verifiedAt());
    }

    @Test
    void other_bytes_than_the_manifest_says_are_damage() {
        Bank bank = judge(RECORD, new BankReading.Content(manifest(2), OTHER));
        assertEquals(BankCondition.DAMAGED, bank.condition());
        assertTrue(bank.detail().contains("bbbbbbbbbbbbbbbb"), bank.detail());
    }

    @Test
    void an_erased_bank_is_missing_and_one_that_cannot_be_read_is_damaged() {
        assertEquals(
                BankCondition.MISSING, judge(RECORD, new BankReading.Erased()).condition());
        assertEquals(
                BankCondition.DAMAGED,
                judge(RECORD, new BankReading.Unreadable("bad block")).condition());
    }

    @Test
    void a_bank_without_manifest_is_unmanaged_unless_its_write_never_finished() {
        BankReading without = new BankReading.WithoutManifest("none");
        assertEquals(BankCondition.UNMANAGED, judge(RECORD, without).condition());
        ComponentRecord writing = RECORD.aboutToWrite(new WriteIntent(BankId.B, OTHER), 1);
        assertEquals(BankCondition.DAMAGED, judge(writing, without).condition());
        ComponentRecord otherToo = writing.aboutToWrite(new WriteIntent(BankId.A, OTHER), 2);
        assertEquals(BankCondition.DAMAGED, judge(otherToo, without).condition(), "the torn bank is not forgotten");
    }

    @Test
    void a_write_that_was_interrupted_at_its_very_end_left_a_good_bank() {
        ComponentRecord writing = RECORD.aboutToWrite(new WriteIntent(BankId.B, OTHER), 1);
        assertTrue(judge(writing, new BankReading.Content(manifest(2), PAYLOAD)).good());
    }

    @Test
    void an_intact_image_under_the_floor_or_in_quarantine_is_not_booted() {
        Bank old = judge(RECORD, new BankReading.Content(manifest(1), PAYLOAD));
        assertEquals(BankCondition.BELOW_FLOOR, old.condition());
        assertEquals("security version 1 is under the floor 2", old.detail());
        ComponentRecord held = RECORD.withQuarantine(new Quarantine(manifest(2).digest(), "why", 5));
        Bank bank = judge(held, new BankReading.Content(manifest(2), PAYLOAD));
        assertEquals(BankCondition.QUARANTINED, bank.condition());
        assertFalse(bank.good());
    }

    @Test
    void a_manifest_for_something_else_says_nothing_about_the_bank() {
        Bank bank =
                BankRules.judge(component("Y"), RECORD, BankId.B, new BankReading.Content(manifest(2), PAYLOAD), 77);
        assertEquals(BankCondition.UNMANAGED, bank.condition());
        assertNull(bank.manifest());
        assertNull(BankRules.payloadDigest(component("Y"), manifest(2)));
    }

    @Test
    void recovery_may_replace_what_is_known_to_be_bad_and_nothing_else() {
        List<BankCondition> replaceable = List.of(BankCondition.values()).stream()
                .filter(BankCondition::replaceable)
                .toList();
        assertEquals(
                List.of(
                        BankCondition.DAMAGED,
                        BankCondition.FAILING,
                        BankCondition.MISSING,
                        BankCondition.BELOW_FLOOR,
                        BankCondition.QUARANTINED),
                replaceable);
    }

    @Test
    void an_intact_active_image_that_fails_to_boot_needs_replacing_unless_it_is_on_trial() {
        Boots often = new Boots(3, false, 0, List.of());
        BankReading content = new BankReading.Content(manifest(2), PAYLOAD);
        ComponentRecord failing = RECORD.with(often);
        assertEquals(
                BankCondition.FAILING,
                BankRules.judge(component("X"), failing, BankId.A, content, 5).condition());
        assertEquals(
                BankCondition.GOOD,
                BankRules.judge(component("X"), failing, BankId.B, content, 5).condition());
        ComponentRecord onTrial =
                failing.withTrial(new Trial(BankId.A, BankId.B, manifest(2).digest(), 1));
        assertEquals(
                BankCondition.GOOD,
                BankRules.judge(component("X"), onTrial, BankId.A, content, 5).condition());
        assertEquals(
                BankCondition.GOOD,
                BankRules.judge(component("X"), RECORD.with(new Boots(2, true, 0, List.of())), BankId.A, content, 5)
                        .condition());
    }
}
