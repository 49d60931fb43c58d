package org.firmwarerecovery.update.manifest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.version.VersionScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestCodecTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final ComponentId BMC = new ComponentId("BMC");

    @Test
    void the_published_example_is_read_in_full() throws IOException {
        Manifest manifest = ok(Files.readAllBytes(SharedFacts.path("testdata/images/signed-manifest/manifest.json")));
        assertEquals("a1b2c3d4-0001-4002-8003-aabbccddeeff", manifest.softwareId());
        assertEquals("Example Alpha Inc.", manifest.manufacturer());
        assertEquals("alpha-bmc", manifest.compatible().get(0).machine());
        assertEquals(VersionScheme.GIT_DESCRIBE, manifest.scheme());
        assertEquals(12, manifest.securityVersion());
        assertEquals(614721, manifest.image().size());
        assertEquals(10, manifest.image().chunks().count());
        assertEquals(614721 - 9 * 65536, manifest.image().chunks().length(9));
        assertEquals(
                Digest.sha256("a5d8b49fa526da92743982e8083e53e4a4f835059d18f4f04d6f4a09e777214a"),
                manifest.image().digest());
        assertTrue(manifest.image().digest(Digest.SHA_384).isPresent());
        assertEquals(
                614721,
                manifest.payloadFor(manifest.softwareId(), BMC).orElseThrow().size());
        assertTrue(manifest.payloadFor("something else", BMC).isEmpty());
    }

    @Test
    void what_is_written_reads_back_and_is_the_same_bytes_every_time() {
        Manifest manifest = Manifests.withPayloads();
        byte[] bytes = ManifestCodec.write(manifest);
        assertArrayEquals(bytes, ManifestCodec.write(manifest));
        assertEquals(manifest, ok(bytes));
        String text = new String(bytes, StandardCharsets.UTF_8);
        assertTrue(text.startsWith("{\n  \"schema\": \"" + Manifest.SCHEMA + "\",\n"), text);
        assertTrue(text.endsWith("}\n"));
    }

    @Test
    void a_payload_is_found_by_software_id_and_by_component_id() {
        Manifest manifest = Manifests.withPayloads();
        assertEquals(
                4096, manifest.payloadFor("EXAMPLE-BMC-1", BMC).orElseThrow().packageOffset());
        assertEquals(
                0,
                manifest.payloadFor("no such id", new ComponentId("BIOS"))
                        .orElseThrow()
                        .packageOffset());
        assertTrue(manifest.payloadFor("no such id", BMC).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"schema", "manifestId", "created", "softwareId", "version", "securityVersion", "container"})
    void a_missing_member_is_named(String member) throws IOException {
        ObjectNode root = valid();
        root.remove(member);
        assertEquals(member, broken(root).member());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "schema | \"firmware-recovery-manifest-2\" | schema",
                "created | \"yesterday\" | created",
                "softwareId | \"\" | softwareId",
                "softwareId | \"a\\nb\" | softwareId",
                "softwareId | 7 | softwareId",
                "compatible | [] | compatible",
                "compatible | {} | compatible",
                "compatible | [7] | compatible[0]",
                "compatible | [{}] | compatible[0].softwareId",
                "securityVersion | -1 | securityVersion",
                "securityVersion | 1.0 | securityVersion",
                "securityVersion | \"1\" | securityVersion",
                "securityVersion | 9007199254740992 | securityVersion",
                "comparisonStamp | 4294967296 | comparisonStamp",
                "critical | [\"expires\"] | critical",
                "payloads | [] | payloads",
                "image | 7 | image"
            })
    void a_broken_member_is_named(String member, String value, String named) throws IOException {
        ObjectNode root = valid();
        root.set(member, JSON.readTree(value));
        assertEquals(named, broken(root).member());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "size | 0 | image.size",
                "size | 68719476737 | image.size",
                "size | 9223372036854775808 | image.size",
                "size | 200001 | image.chunks",
                "chunkSize | 32768 | image.chunkSize",
                "chunkSize | 8388608 | image.chunkSize",
                "chunkSize | 65537 | image.chunkSize",
                "chunkDigestAlgorithm | \"sha-1\" | image.chunkDigestAlgorithm",
                "digest | {} | image.digest",
                "digest | {\"sha-256\": \"00\"} | image.digest.sha-256",
                "chunks | [\"00\"] | image.chunks[0]",
                "chunks | [] | image.chunks"
            })
    void a_broken_member_of_the_image_is_named(String member, String value, String named) throws IOException {
        ObjectNode root = valid();
        ((ObjectNode) root.get("image")).set(member, JSON.readTree(value));
        if (named.equals("image.chunks") && member.equals("size")) {
            ((ObjectNode) root.get("image")).put("size", 4 * 65536 + 1);
        }
        assertEquals(named, broken(root).member());
    }

    @ParameterizedTest
    @CsvSource({
        "packageOffset, 4095, payloads",
        "packageOffset, 200000, payloads[1].packageOffset",
        "size, 1000000, payloads[1].size",
        "bankOffset, -1, payloads[1].bankOffset"
    })
    void payloads_stay_inside_the_image_and_apart(String member, long value, String named) throws IOException {
        ObjectNode root = (ObjectNode) JSON.readTree(ManifestCodec.write(Manifests.withPayloads()));
        ((ObjectNode) root.get("payloads").get(1)).put(member, value);
        assertEquals(named, broken(root).member());
    }

    @Test
    void a_component_is_listed_once() throws IOException {
        ObjectNode root = (ObjectNode) JSON.readTree(ManifestCodec.write(Manifests.withPayloads()));
        ((ObjectNode) root.get("payloads").get(1)).put("component", "BIOS");
        assertEquals("payloads[1].component", broken(root).member());
    }

    @Test
    void unknown_members_are_ignored_and_known_ones_may_be_critical() throws IOException {
        ObjectNode root = valid();
        root.put("colour", "red");
        root.set("critical", JSON.readTree("[\"payloads\", \"securityVersion\"]"));
        assertEquals(Manifests.raw(), ok(JSON.writeValueAsBytes(root)));
    }

    @Test
    void depth_is_allowed_to_the_limit_and_not_beyond() throws IOException {
        ObjectNode root = valid();
        int inner = ManifestCodec.DEPTH_MAX - 1;
        root.set("unknown", JSON.readTree("[".repeat(inner) + "]".repeat(inner)));
        ok(JSON.writeValueAsBytes(root));
        root.set("unknown", JSON.readTree("[".repeat(inner + 1) + "]".repeat(inner + 1)));
        assertEquals("manifest", broken(root).member());
    }

    @Test
    void size_is_allowed_to_the_limit_and_not_beyond() {
        byte[] bytes = ManifestCodec.write(Manifests.raw());
        String text = new String(bytes, StandardCharsets.UTF_8);
        String atLimit = text + " ".repeat(ManifestCodec.BYTES_MAX - bytes.length);
        ok(atLimit.getBytes(StandardCharsets.UTF_8));
        refused((atLimit + " ").getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "[]", "{", "{} {}", "{}x", "\uFEFF{}", "{\"a\":1,\"a\":2}", "{'a':1}", "{\"a\":NaN}"
            })
    void text_that_is_not_one_strict_object_is_refused(String text) {
        refused(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void duplicate_members_are_refused_at_every_level() {
        String text = new String(ManifestCodec.write(Manifests.raw()), StandardCharsets.UTF_8);
        refused(text.replace("\"size\":", "\"size\": 1, \"size\":").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused() {
        String text = new String(ManifestCodec.write(Manifests.raw()), StandardCharsets.UTF_8);
        refused(text.replace("Example Inc.", "Ex\u00e4mple").getBytes(StandardCharsets.ISO_8859_1));
        refused(text.getBytes(StandardCharsets.UTF_16));
        assertEquals(
                "Ex\u00e4mple",
                ok(text.replace("Example Inc.", "Ex\u00e4mple").getBytes(StandardCharsets.UTF_8))
                        .manufacturer());
    }

    @Property(tries = 500)
    void any_bytes_give_a_value_and_never_an_exception(@ForAll byte[] bytes) {
        refused(bytes);
    }

    @Property(tries = 500)
    void any_damage_to_a_manifest_gives_a_value_and_never_an_exception(
            @ForAll @net.jqwik.api.constraints.IntRange(max = 1499) int place, @ForAll byte value) {
        byte[] bytes = ManifestCodec.write(Manifests.withPayloads());
        bytes[place % bytes.length] = value;
        Parsed parsed = ManifestCodec.parse(bytes);
        assertTrue(parsed instanceof Parsed.Ok || parsed instanceof Parsed.Refused);
    }

    private static ObjectNode valid() throws IOException {
        return (ObjectNode) JSON.readTree(ManifestCodec.write(Manifests.raw()));
    }

    private static Manifest ok(byte[] bytes) {
        return assertInstanceOf(
                        Parsed.Ok.class, ManifestCodec.parse(bytes), () -> new String(bytes, StandardCharsets.UTF_8))
                .manifest();
    }

    private static void refused(byte[] bytes) {
        assertInstanceOf(Parsed.Refused.class, ManifestCodec.parse(bytes));
    }

    private static Rejection.ManifestRuleBroken broken(JsonNode root) throws IOException {
        Parsed.Refused refused =
                assertInstanceOf(Parsed.Refused.class, ManifestCodec.parse(JSON.writeValueAsBytes(root)));
        Rejection.ManifestRuleBroken broken = assertInstanceOf(Rejection.ManifestRuleBroken.class, refused.rejection());
        assertEquals(List.of(broken.member(), broken.rule()), broken.messageArgs());
        return broken;
    }
}
