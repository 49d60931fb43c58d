package org.firmwarerecovery.update.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.manifest.Eligibility.VersionRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestCheckTest {
    private static final Eligibility FITTING = new Eligibility(
            new ComponentId("BMC"),
            "EXAMPLE-BMC-1",
            "example",
            "Example Inc.",
            Manifests.IMAGE_SIZE,
            Manifests.IMAGE_SIZE,
            3,
            null,
            VersionRule.KNOWN_NOT_OLDER,
            List.of());

    @Test
    void an_image_at_every_limit_is_eligible() {
        assertEquals(Optional.empty(), check(Manifests.raw(), FITTING));
        assertEquals(Optional.empty(), check(Manifests.withPayloads(), FITTING));
    }

    @Test
    void another_software_id_is_not_compatible() {
        Eligibility other = with("EXAMPLE-BIOS-1", "example", "Example Inc.");
        assertEquals(
                Optional.of(new Rejection.NotCompatible(
                        "EXAMPLE-BMC-1 on example, EXAMPLE-BMC-2", "EXAMPLE-BIOS-1 on example")),
                check(Manifests.raw(), other));
    }

    @Test
    void another_machine_or_manufacturer_is_not_compatible_but_an_unknown_one_is() {
        assertTrue(check(Manifests.raw(), with("EXAMPLE-BMC-1", "other", null)).isPresent());
        assertTrue(check(Manifests.raw(), with("EXAMPLE-BMC-1", null, "Other Inc."))
                .isPresent());
        assertTrue(check(Manifests.raw(), with("EXAMPLE-BMC-1", null, null)).isEmpty());
        assertTrue(check(Manifests.raw(), with("EXAMPLE-BMC-2", "any machine", null))
                .isEmpty());
        assertTrue(check(Manifests.raw(), with("example-bmc-1", null, null)).isPresent());
    }

    @Test
    void one_under_the_floor_is_refused_whatever_the_policy_allows() {
        assertEquals(Optional.of(new Rejection.BelowFloor(3, 4)), check(Manifests.raw(), floor(4, VersionRule.ANY)));
    }

    @Test
    void a_quarantined_manifest_is_refused() {
        Eligibility quarantine = new Eligibility(
                FITTING.component(),
                FITTING.softwareId(),
                null,
                null,
                FITTING.bankSize(),
                FITTING.imageSizeMax(),
                0,
                null,
                VersionRule.ANY,
                List.of(Manifests.digest(5), Manifests.digest(1)));
        assertEquals(
                Optional.of(new Rejection.ManifestQuarantined(Manifests.digest(1))),
                check(Manifests.raw(), quarantine));
    }

    @Test
    void one_byte_over_the_bank_or_the_image_limit_is_refused() {
        assertEquals(
                Optional.of(new Rejection.ImageTooLarge(Manifests.IMAGE_SIZE, Manifests.IMAGE_SIZE - 1)),
                check(Manifests.raw(), sizes(Manifests.IMAGE_SIZE - 1, Manifests.IMAGE_SIZE)));
        assertEquals(
                Optional.of(new Rejection.ImageTooLarge(Manifests.IMAGE_SIZE, Manifests.IMAGE_SIZE - 1)),
                check(Manifests.raw(), sizes(Manifests.IMAGE_SIZE, Manifests.IMAGE_SIZE - 1)));
        assertEquals(Optional.empty(), check(Manifests.withPayloads(), sizes(150_000, Manifests.IMAGE_SIZE)));
        assertEquals(
                Optional.of(new Rejection.ImageTooLarge(150_000, 149_999)),
                check(Manifests.withPayloads(), sizes(149_999, Manifests.IMAGE_SIZE)));
    }

    @ParameterizedTest
    @CsvSource({
        "2.13.0, SemVer, ANY, none",
        "2.13.0, SemVer, NOT_OLDER, DowngradeRefused",
        "2.13.0, SemVer, KNOWN_NOT_OLDER, DowngradeRefused",
        "2.14.0, SemVer, KNOWN_NOT_OLDER, none",
        "2.15.0, SemVer, KNOWN_NOT_OLDER, none",
        "F.43, opaque, ANY, none",
        "F.43, opaque, NOT_OLDER, none",
        "F.43, opaque, KNOWN_NOT_OLDER, DowngradeRefused",
        "0.9.0, SemVer, ANY, BelowLowestSupported"
    })
    void the_version_rule_decides_what_may_replace_the_installed_version(
            String offered, String scheme, VersionRule rule, String expected) {
        Eligibility demands = new Eligibility(
                FITTING.component(),
                FITTING.softwareId(),
                null,
                null,
                FITTING.bankSize(),
                FITTING.imageSizeMax(),
                0,
                Manifests.version("2.14.0", "SemVer"),
                rule,
                List.of());
        assertEquals(
                expected,
                check(Manifests.version(offered, scheme), demands)
                        .map(Rejection::messageKey)
                        .orElse("none"));
    }

    @Test
    void every_rejection_says_its_facts() {
        List<Rejection> all = List.of(
                new Rejection.SignatureInvalid("a"),
                new Rejection.NotCompatible("a", "b"),
                new Rejection.BelowFloor(1, 2),
                new Rejection.ImageTooLarge(2, 1),
                new Rejection.DigestMismatch("image", Manifests.digest(1), Manifests.digest(2)),
                new Rejection.ChunkDigestMismatch(3),
                new Rejection.ManifestRuleBroken("a", "b"),
                new Rejection.DowngradeRefused("a", "b"),
                new Rejection.BelowLowestSupported("a", "b"),
                new Rejection.ManifestQuarantined(Manifests.digest(1)),
                new Rejection.ManifestRevoked(Manifests.digest(1)),
                new Rejection.ManifestMissing("a"),
                new Rejection.SizeMismatch(1, 2),
                new Rejection.ReadBackMismatch("BMC-A", Manifests.digest(1), Manifests.digest(2)),
                new Rejection.ContainerInvalid("PLDM", "a"));
        assertEquals(Rejection.class.getPermittedSubclasses().length, all.size());
        for (Rejection rejection : all) {
            assertEquals(rejection.getClass().getSimpleName(), rejection.messageKey());
            for (String fact : rejection.messageArgs()) {
                assertTrue(rejection.text().contains(fact), rejection::text);
            }
            assertTrue(rejection.text().endsWith("."));
        }
    }

    private static Optional<Rejection> check(Manifest manifest, Eligibility demands) {
        return ManifestCheck.check(Manifests.signed(manifest), demands);
    }

    private static Eligibility with(
            String softwareId,
            @org.jspecify.annotations.Nullable String machine,
            @org.jspecify.annotations.Nullable String manufacturer) {
        return new Eligibility(
                FITTING.component(),
                softwareId,
                machine,
                manufacturer,
                FITTING.bankSize(),
                FITTING.imageSizeMax(),
                FITTING.floor(),
                null,
                VersionRule.ANY,
                List.of());
    }

    private static Eligibility floor(long floor, VersionRule rule) {
        return new Eligibility(
                FITTING.component(),
                FITTING.softwareId(),
                null,
                null,
                FITTING.bankSize(),
                FITTING.imageSizeMax(),
                floor,
                null,
                rule,
                List.of());
    }

    private static Eligibility sizes(long bankSize, long imageSizeMax) {
        return new Eligibility(
                FITTING.component(),
                FITTING.softwareId(),
                null,
                null,
                bankSize,
                imageSizeMax,
                0,
                null,
                VersionRule.ANY,
                List.of());
    }
}
