package org.firmwarerecovery.update.io.container.openbmc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.container.openbmc.VendorImage.Made;
import org.firmwarerecovery.update.io.trust.ClockRule;
import org.firmwarerecovery.update.io.trust.ManifestVerifier;
import org.firmwarerecovery.update.io.trust.TrustTime;
import org.firmwarerecovery.update.io.trust.Verified;
import org.firmwarerecovery.update.manifest.Eligibility;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.Manifest.Payload;
import org.firmwarerecovery.update.manifest.ManifestCheck;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.junit.jupiter.api.Test;

class VendorProofTest {
    private static final String SOFTWARE = "openbmc.alpha-bmc.BMC";
    private static final byte[] FLASH = noise(1_200_000);
    private static final String MANIFEST = Tarballs.manifest("BMC", HashType.RSA_SHA256) + "BuildId=20260301120000\n";
    private static final Map<String, byte[]> FILES =
            Tarballs.signed(MANIFEST, HashType.RSA_SHA256, Map.of("image-bmc", FLASH));
    private static final byte[] TAR = Tarballs.tar(FILES);
    private static final Made.Vouched VOUCHED = vouched();

    @Test
    void the_manifest_follows_from_the_tarball_and_its_proof_verifies_without_it() throws IOException {
        SignedManifest signed =
                verified(VOUCHED.manifest().array(), VOUCHED.proof().array());
        Manifest manifest = signed.manifest();
        assertEquals(0, manifest.securityVersion());
        assertEquals(SOFTWARE, manifest.softwareId());
        assertEquals("1.2.3", manifest.version());
        assertEquals("openbmc-tar", manifest.container());
        assertEquals(Instant.parse("2026-03-01T12:00:00Z"), manifest.created());
        assertTrue(manifest.isCompatibleWith(SOFTWARE, "alpha-bmc"));
        assertFalse(manifest.isCompatibleWith(SOFTWARE, "beta-bmc"));
        assertEquals(
                Digest.sha256(Tarballs.sha256(TAR, 0, TAR.length)),
                manifest.image().digest());
        Payload payload = manifest.payloadFor(SOFTWARE, new ComponentId("X")).orElseThrow();
        assertEquals(Digest.sha256(Tarballs.sha256(FLASH, 0, FLASH.length)), payload.digest());
        assertEquals(payload.digest().hex(), Tarballs.sha256(TAR, (int) payload.packageOffset(), (int) payload.size()));
        assertTrue(signed.signers().get(0).subject().startsWith("OpenBMC key test "));
        assertEquals(VOUCHED, make(TAR));
    }

    @Test
    void a_manifest_that_says_anything_else_is_refused() throws IOException {
        String text = new String(VOUCHED.manifest().array(), StandardCharsets.UTF_8);
        String payload = Tarballs.sha256(FLASH, 0, FLASH.length);
        List<String[]> forgeries = List.of(
                new String[] {"\"securityVersion\": 0", "\"securityVersion\": 1"},
                new String[] {"\"version\": \"1.2.3\"", "\"version\": \"9.9.9\""},
                new String[] {SOFTWARE, "EXAMPLE-BMC-1"},
                new String[] {"\"machine\": \"alpha-bmc\"", "\"machine\": \"beta-bmc\""},
                new String[] {"\"machine\": \"alpha-bmc\"", "\"vendorIana\": 1"},
                new String[] {"\"bankOffset\": 0", "\"bankOffset\": 4096"},
                new String[] {payload, new StringBuilder(payload).reverse().toString()},
                new String[] {"\"versionScheme\": \"git-describe\"", "\"versionScheme\": \"SemVer\""},
                new String[] {"\"container\": \"openbmc-tar\"", "\"container\": \"raw\""},
                new String[] {"\"created\": \"2026-03-01", "\"created\": \"2027-03-01"},
                new String[] {"\"manifestId\": \"openbmc", "\"manifestId\": \"other"},
                new String[] {"\"securityVersion\": 0", "\"securityVersion\": 0, \"manufacturer\": \"Me\""},
                new String[] {"\"securityVersion\": 0", "\"securityVersion\": 0, \"comparisonStamp\": 7"},
                new String[] {"\"securityVersion\": 0", "\"securityVersion\": 0, \"lowestSupportedVersion\": \"1\""},
                new String[] {"\"securityVersion\": 0", "\"securityVersion\":  0"},
                new String[] {"\"securityVersion\": 0", "\"securityVersion\": 0, \"nobodyKnows\": 1"},
                new String[] {"\"payloads\"", "\"other\""});
        for (String[] forgery : forgeries) {
            String forged = text.replace(forgery[0], forgery[1]);
            assertNotEquals(text, forged, forgery[0]);
            refused(forged.getBytes(StandardCharsets.UTF_8), VOUCHED.proof().array(), forgery[1]);
        }
    }

    @Test
    void a_proof_with_anything_changed_left_out_or_added_is_refused() {
        byte[] manifest = VOUCHED.manifest().array();
        Map<String, byte[]> proof = new LinkedHashMap<>(FILES);
        proof.remove("image-bmc");
        assertInstanceOf(Verified.Ok.class, verify(manifest, Tarballs.tar(proof)));
        for (String name : proof.keySet()) {
            Map<String, byte[]> without = new LinkedHashMap<>(proof);
            without.remove(name);
            refused(manifest, Tarballs.tar(without), "without " + name);
            Map<String, byte[]> changed = new LinkedHashMap<>(proof);
            byte[] content = proof.get(name).clone();
            content[content.length / 2] ^= 1;
            changed.put(name, content);
            refused(manifest, Tarballs.tar(changed), name + " changed");
        }
        refused(manifest, TAR, "with the image");
        Map<String, byte[]> more = new LinkedHashMap<>(proof);
        more.put("image-hostfw.sig", proof.get("image-bmc.sig"));
        refused(manifest, Tarballs.tar(more), "two images");
    }

    @Test
    void the_proof_of_another_image_of_the_same_vendor_is_refused() {
        Made.Vouched other = (Made.Vouched) make(
                Tarballs.tar(Tarballs.signed(MANIFEST, HashType.RSA_SHA256, Map.of("image-bmc", noise(1_200_001)))));
        refused(VOUCHED.manifest().array(), other.proof().array(), "other proof");
        refused(other.manifest().array(), VOUCHED.proof().array(), "other manifest");
    }

    @Test
    void without_the_key_the_proof_is_nothing() throws IOException {
        assertFalse(new VendorProof(SystemKeys.NONE).recognises(VOUCHED.proof().array()));
        SystemKeys others = new SystemKeys(List.of(
                new SystemKeys.SystemKey("other", RsaKey.ofPem(Tarballs.pem(Tarballs.IMAGE)), HashType.RSA_SHA256)));
        for (ManifestVerifier verifier : List.of(plain(), plain().with(new VendorProof(others)))) {
            assertInstanceOf(
                    Verified.Refused.class,
                    verifier.verify(VOUCHED.manifest().array(), VOUCHED.proof().array()));
        }
    }

    @Test
    void the_floor_ends_what_a_vendor_alone_can_say() throws IOException {
        SignedManifest signed =
                verified(VOUCHED.manifest().array(), VOUCHED.proof().array());
        assertEquals(Optional.empty(), ManifestCheck.check(signed, eligibility(0)));
        assertEquals(Optional.of(new Rejection.BelowFloor(0, 1)), ManifestCheck.check(signed, eligibility(1)));
    }

    @Test
    void what_a_manifest_of_ours_has_to_say_is_refused_with_the_reason() {
        assertRefused("several parts", Tarballs.signed(MANIFEST, HashType.RSA_SHA256, parts()));
        assertRefused(
                "names no machine",
                Tarballs.signed(
                        MANIFEST.replace("MachineName", "Machine"), HashType.RSA_SHA256, Map.of("image-bmc", FLASH)));
        assertRefused(
                "only HashType RSA-SHA256",
                Tarballs.signed(MANIFEST.replace("SHA256", "SHA512"), HashType.RSA_SHA512, Map.of("image-bmc", FLASH)));
        Map<String, byte[]> unsigned = new LinkedHashMap<>(FILES);
        unsigned.keySet().removeIf(name -> name.endsWith(".sig"));
        assertRefused("no trusted key signed MANIFEST", unsigned);
        Map<String, byte[]> changed = new LinkedHashMap<>(FILES);
        changed.put("image-bmc", noise(1_200_001));
        assertRefused("the signature of image-bmc is missing or wrong", changed);
    }

    /** Nothing that the vendor signed says which image belongs to such a MANIFEST: it may be that of an older tarball. */
    @Test
    void a_tarball_whose_manifest_is_bound_to_no_image_is_refused() {
        String host = Tarballs.manifest("Host", HashType.RSA_SHA256);
        assertRefused("only the purpose BMC", Tarballs.signed(host, HashType.RSA_SHA256, Map.of("bios.bin", FLASH)));
        Map<String, byte[]> mixed =
                new LinkedHashMap<>(Tarballs.signed(host, HashType.RSA_SHA256, Map.of("image-bmc", FLASH)));
        mixed.remove("image-full.sig");
        assertRefused("only the purpose BMC", mixed);
    }

    /** Never an exception, and proven only where nothing of the proof changed. */
    @Property(tries = 200)
    void a_damaged_proof_is_answered(
            @ForAll @IntRange(max = 9000) int at, @ForAll @Size(min = 1, max = 30) byte[] bytes) {
        byte[] proof = VOUCHED.proof().array();
        int from = at % proof.length;
        System.arraycopy(bytes, 0, proof, from, Math.min(bytes.length, proof.length - from));
        verify(VOUCHED.manifest().array(), proof);
        byte[] manifest = VOUCHED.manifest().array();
        from = at % manifest.length;
        System.arraycopy(bytes, 0, manifest, from, Math.min(bytes.length, manifest.length - from));
        verify(manifest, VOUCHED.proof().array());
    }

    private static Eligibility eligibility(long floor) {
        return new Eligibility(
                new ComponentId("BMC"),
                SOFTWARE,
                "alpha-bmc",
                null,
                1 << 22,
                1 << 24,
                floor,
                null,
                Eligibility.VersionRule.KNOWN_NOT_OLDER,
                List.of());
    }

    private static void assertRefused(String reason, Map<String, byte[]> files) {
        Made made = make(Tarballs.tar(files));
        String text = assertInstanceOf(Made.Refused.class, made).rejection().text();
        assertTrue(text.contains(reason), text);
    }

    private static Map<String, byte[]> parts() {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        MemberNames.PARTS.forEach(name -> parts.put(name, noise(1000)));
        return parts;
    }

    private static void refused(byte[] manifest, byte[] proof, String what) {
        assertInstanceOf(Verified.Refused.class, verify(manifest, proof), what);
    }

    private static SignedManifest verified(byte[] manifest, byte[] proof) {
        return assertInstanceOf(Verified.Ok.class, verify(manifest, proof)).manifest();
    }

    private static Verified verify(byte[] manifest, byte[] proof) {
        try {
            return plain().with(new VendorProof(Tarballs.trust(HashType.RSA_SHA256)))
                    .verify(manifest, proof);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ManifestVerifier plain() {
        ClockRule clock = new ClockRule(TrustTime.AUTO, Instant::now, () -> Instant.EPOCH);
        return new ManifestVerifier(List.of(), 1, clock, List.of());
    }

    private static Made.Vouched vouched() {
        return assertInstanceOf(Made.Vouched.class, make(TAR));
    }

    private static Made make(byte[] tar) {
        try {
            return VendorImage.make(ImageBytes.of(tar), Tarballs.trust(HashType.RSA_SHA256));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
