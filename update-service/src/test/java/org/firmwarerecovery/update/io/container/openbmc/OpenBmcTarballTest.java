package org.firmwarerecovery.update.io.container.openbmc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.container.Inspection;
import org.firmwarerecovery.update.io.container.Profile;
import org.firmwarerecovery.update.io.container.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenBmcTarballTest {
    private static final byte[] FLASH = random(3 * 512 + 7);
    private static final Map<String, byte[]> WHOLE = signed("BMC", HashType.RSA_SHA256, Map.of("image-bmc", FLASH));

    @Test
    void every_allowed_digest_verifies() throws IOException {
        for (HashType hash : HashType.values()) {
            byte[] tar = Tarballs.tar(signed("BMC", hash, Map.of("image-bmc", FLASH)));
            Inspection found = inspect(tar, Tarballs.trust(hash));
            assertEquals(Verdict.ACCEPT, found.verdict(), found.reason());
            assertEquals(
                    Verdict.ACCEPT,
                    inspect(Tarballs.gzip(tar), Tarballs.trust(hash)).verdict());
        }
    }

    @Test
    void the_hashfunc_of_a_key_is_for_its_own_signatures() throws IOException {
        assertEquals(
                "no trusted key signed MANIFEST",
                inspect(Tarballs.tar(WHOLE), Tarballs.trust(HashType.RSA_SHA512))
                        .reason());
    }

    @Test
    void no_member_can_be_changed_or_left_out() throws IOException {
        for (String name : WHOLE.keySet()) {
            Map<String, byte[]> without = new LinkedHashMap<>(WHOLE);
            without.remove(name);
            assertFalse(inspect(Tarballs.tar(without)).verdict().accepts(), "without " + name);
            Map<String, byte[]> changed = new LinkedHashMap<>(WHOLE);
            byte[] content = WHOLE.get(name).clone();
            content[content.length / 2] ^= 1;
            changed.put(name, content);
            assertFalse(inspect(Tarballs.tar(changed)).verdict().accepts(), name + " changed");
        }
    }

    @Test
    void an_image_beside_the_signed_layout_must_be_signed_too() throws IOException {
        Map<String, byte[]> more = new LinkedHashMap<>(WHOLE);
        more.put("image-hostfw", FLASH);
        assertEquals(
                "the signature of image-hostfw is missing or wrong",
                inspect(Tarballs.tar(more)).reason());
        Map<String, byte[]> both = new LinkedHashMap<>();
        List.of("image-bmc", "image-u-boot", "image-kernel", "image-rofs", "image-rwfs")
                .forEach(name -> both.put(name, FLASH));
        assertEquals(
                "it holds the whole flash and its parts",
                inspect(Tarballs.tar(signed("BMC", HashType.RSA_SHA256, both))).reason());
    }

    @Test
    void firmware_of_the_host_goes_by_its_own_name_and_that_of_the_bmc_does_not() throws IOException {
        assertEquals(
                Verdict.ACCEPT,
                inspect(Tarballs.tar(signed("Host", HashType.RSA_SHA256, Map.of("bios-2.rom", FLASH))))
                        .verdict());
        assertEquals(
                Verdict.REJECT_UNSAFE,
                inspect(Tarballs.tar(signed("BMC", HashType.RSA_SHA256, Map.of("bios-2.rom", FLASH))))
                        .verdict());
    }

    @Test
    void a_second_signature_lies_in_the_folder_that_manifest_names_and_nowhere_else() throws IOException {
        String manifest = Tarballs.manifest("BMC", HashType.RSA_SHA256) + "MLDSA_Hash_Type=SHA512,mldsa\n";
        Map<String, byte[]> files = Tarballs.signed(manifest, HashType.RSA_SHA256, Map.of("image-bmc", FLASH));
        files.put("mldsa/publickey", random(2000));
        files.put("mldsa/image-bmc.sig", random(3000));
        assertEquals(Verdict.ACCEPT, inspect(Tarballs.tar(files)).verdict());
        files.put("other/image-bmc.sig", random(3000));
        assertEquals(Verdict.REJECT_UNSAFE, inspect(Tarballs.tar(files)).verdict());
    }

    @Test
    void keys_that_anybody_has_or_can_break_are_refused(@TempDir Path folder)
            throws IOException, NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        KeyPair weak = generator.generateKeyPair();
        Path file = Files.write(folder.resolve("weak.pem"), Tarballs.pem(weak));
        assertTrue(refusal(file).endsWith("has 1024 bits, allowed are 2048 to 16384"));
        Files.writeString(file, PUBLISHED_KEY);
        assertTrue(refusal(file).contains("everybody can sign"));
        Files.writeString(file, "nothing");
        assertTrue(refusal(file).endsWith("is no public key in PEM form"));
        assertTrue(refusal(Files.createDirectory(folder.resolve("empty"))).contains("publickey"));
        RsaKey published = RsaKey.ofPem(PUBLISHED_KEY.getBytes(StandardCharsets.US_ASCII));
        assertTrue(published.isPublished());
    }

    @Test
    void keys_are_read_as_openbmc_lays_them_out(@TempDir Path folder) throws IOException {
        Path inner = Files.createDirectories(folder.resolve("trust/GA"));
        Files.write(inner.resolve("publickey"), Tarballs.pem(Tarballs.SYSTEM));
        Files.writeString(inner.resolve("hashfunc"), "HashType=RSA-SHA512\n");
        Path file = Files.write(folder.resolve("ga.pem"), Tarballs.pem(Tarballs.SYSTEM));
        List<SystemKeys.SystemKey> keys =
                SystemKeys.read(List.of(folder.resolve("trust"), inner, file)).keys();
        assertEquals(
                List.of("GA", "GA", "ga.pem"),
                keys.stream().map(SystemKeys.SystemKey::name).toList());
        assertEquals(
                List.of(HashType.RSA_SHA512, HashType.RSA_SHA512, HashType.RSA_SHA256),
                keys.stream().map(SystemKeys.SystemKey::hash).toList());
        Files.writeString(inner.resolve("hashfunc"), "HashType=RSA-MD5\n");
        assertTrue(refusal(inner).contains("HashType is not"));
    }

    @Test
    void a_publickey_inside_that_everybody_has_proves_nothing() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>(WHOLE);
        byte[] published = PUBLISHED_KEY.getBytes(StandardCharsets.US_ASCII);
        files.put("publickey", published);
        files.put("publickey.sig", Tarballs.sign(Tarballs.SYSTEM, HashType.RSA_SHA256, published));
        assertEquals(
                "publickey is the development key with which everybody can sign",
                inspect(Tarballs.tar(files)).reason());
    }

    @Test
    void a_gzip_file_is_one_member_and_nothing_else() throws IOException {
        byte[] gzip = Tarballs.gzip(Tarballs.tar(WHOLE));
        assertEquals(Verdict.ACCEPT, inspect(gzip).verdict());
        assertEquals(
                "something follows the end of the gzip file",
                inspect(join(gzip, new byte[1])).reason());
        assertEquals(
                "something follows the end of the gzip file",
                inspect(join(gzip, Tarballs.gzip(new byte[0]))).reason());
        byte[] wrong = gzip.clone();
        wrong[gzip.length - 5] ^= 1;
        assertEquals(
                "the gzip file is damaged: its checksum is wrong",
                inspect(wrong).reason());
        byte[] named = join(Arrays.copyOf(gzip, 10), "bios.tar\0".getBytes(StandardCharsets.US_ASCII));
        named[3] = 1 << 3;
        assertEquals(
                Verdict.ACCEPT,
                inspect(join(named, Arrays.copyOfRange(gzip, 10, gzip.length))).verdict());
    }

    @Test
    void limits_hold_at_the_last_byte() throws IOException {
        assertEquals(Verdict.ACCEPT, withManifestOf(TarWalk.MANIFEST_BYTES_MAX).verdict());
        assertEquals(
                Verdict.REJECT_UNSAFE,
                withManifestOf(TarWalk.MANIFEST_BYTES_MAX + 1).verdict());
        Map<String, byte[]> files = new LinkedHashMap<>(WHOLE);
        files.put("image-bmc.sig", new byte[TarWalk.PROOF_BYTES_MAX]);
        assertEquals(Verdict.REJECT, inspect(Tarballs.tar(files)).verdict());
        files.put("image-bmc.sig", new byte[TarWalk.PROOF_BYTES_MAX + 1]);
        assertEquals(Verdict.REJECT_UNSAFE, inspect(Tarballs.tar(files)).verdict());
    }

    private static Inspection withManifestOf(int bytes) throws IOException {
        String manifest = Tarballs.manifest("BMC", HashType.RSA_SHA256);
        String padded = manifest + "x".repeat(bytes - manifest.length());
        return inspect(Tarballs.tar(Tarballs.signed(padded, HashType.RSA_SHA256, Map.of("image-bmc", FLASH))));
    }

    /** Any bytes at any place of a good file: an answer, never an exception, and accepted only where nothing signed changed. */
    @Property(tries = 300)
    void a_changed_file_is_answered(
            @ForAll @IntRange(max = 12_000) int at, @ForAll @Size(max = 40) byte[] bytes, @ForAll boolean zipped)
            throws IOException {
        byte[] file = zipped ? Tarballs.gzip(Tarballs.tar(WHOLE)) : Tarballs.tar(WHOLE);
        int from = at % file.length;
        System.arraycopy(bytes, 0, file, from, Math.min(bytes.length, file.length - from));
        Inspection found = inspect(file);
        assertEquals(found.verdict().accepts(), found.reason().isEmpty());
        if (found.verdict().accepts()) {
            assertEquals(inspect(Tarballs.tar(WHOLE)).parse(), found.parse());
        }
    }

    /** Members in any order, some left out, some foreign, cut anywhere. */
    @Property(tries = 200)
    void a_hostile_archive_is_answered(@ForAll Random random, @ForAll @IntRange(max = 12_000) int cut)
            throws IOException {
        List<String> names = new ArrayList<>(WHOLE.keySet());
        names.addAll(List.of("../up", "/abs", "a/b", "MANIFEST/", "./image-bmc", "x".repeat(200), "é", ".", ""));
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < 9; i++) {
            String name = names.get(random.nextInt(names.size()));
            files.put(name, WHOLE.getOrDefault(name, new byte[random.nextInt(600)]));
        }
        files.values().removeIf(content -> random.nextInt(20) == 0);
        byte[] tar = Tarballs.tar(files);
        Inspection found = inspect(random.nextBoolean() ? tar : Arrays.copyOf(tar, Math.min(cut, tar.length)));
        assertFalse(found.reason().isEmpty() && !files.keySet().containsAll(WHOLE.keySet()));
    }

    @Property(tries = 300)
    void any_bytes_are_answered(@ForAll @Size(max = 4000) byte[] bytes, @ForAll boolean zipped) throws IOException {
        byte[] file = zipped ? Tarballs.gzip(bytes) : bytes;
        assertFalse(inspect(file).verdict().accepts());
        assertEquals(false, new OpenBmcTarball(SystemKeys.NONE).recognises(bytes));
    }

    private static Inspection inspect(byte[] file) throws IOException {
        return inspect(file, Tarballs.trust(HashType.RSA_SHA256));
    }

    private static Inspection inspect(byte[] file, SystemKeys keys) throws IOException {
        return new OpenBmcTarball(keys).inspect(ImageBytes.of(file), Profile.STRICT);
    }

    private static Map<String, byte[]> signed(String purpose, HashType hash, Map<String, byte[]> images) {
        return Tarballs.signed(Tarballs.manifest(purpose, hash), hash, images);
    }

    private static String refusal(Path path) {
        return String.valueOf(assertThrows(IOException.class, () -> SystemKeys.read(List.of(path)))
                .getMessage());
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(first);
        joined.writeBytes(second);
        return joined.toByteArray();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** The public half of the key that OpenBMC publishes for development. */
    private static final String PUBLISHED_KEY = "-----BEGIN PUBLIC KEY-----\n"
            + "MIICIjANBgkqhkiG9w0BAQEFAAOCAg8AMIICCgKCAgEAzu71jOmTspTuk5cQ4kVo\n"
            + "CghWrgMTFTOAOzZoGcX1e98ak8wLSM8xfQiClBIajE+C4Tcta1NqFFIrx+AWTtqA\n"
            + "ushWnxD1ZWtqGAHlrVyZkE4sWICaZSkArS8xbW+ew0CaZfTndEVRQutcoOC4obIh\n"
            + "DZ0Y53Czz+zpC+vLLIhC7vlsWsw7XsJlWEBBzjFkGtsw4fcq1rG5SwMqOILBva3c\n"
            + "Fo6iFJ2ZKHibk+85LOCXrOKgLUFLmYQsTHL8LzqvKHd3uJy1RZ8lDhjKRI3QwxnX\n"
            + "SoeXvvQSRqpH7Cwk/VBU2IutiH7sZdRqfet3GS2qSUtAp3hyKxt4GqYgjnmuEx/8\n"
            + "ckn7bNo6Zew5xCFKN0LNK2azi0Ay1VV70Sbx3bFaGXEkQg/CX9GE0OrU+493o1Dh\n"
            + "/I9wxpICkRxrR+8sgoJg8j2FUHRLt6uBNTQcDgwMsaaWBgapMKUhkZ3+qhOoua0C\n"
            + "bqDwpt62/WZqB1c3m/B1t6H2HzZ2Tbmnv9i3RLSf3BbPCC1z+QComiqZkh+BgfBl\n"
            + "HIETCExiNaXF4XrztsB4tEXiZJnvpuRqblSIPS6U7OmL7zaBXrurse7qf0402vmX\n"
            + "ct7S1Gb7yCJUtgLLt9rohgRY2dloi3h6vknGg7EshCUJKGC6r/tzKDyocol+Mmp2\n"
            + "QsBt8sevEQ3vakAbell6gBMCAwEAAQ==\n"
            + "-----END PUBLIC KEY-----\n";
}
