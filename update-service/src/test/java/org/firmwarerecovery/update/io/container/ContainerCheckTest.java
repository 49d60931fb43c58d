package org.firmwarerecovery.update.io.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.container.known.KnownContainers;
import org.firmwarerecovery.update.manifest.ChunkList;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.Manifest.Compatible;
import org.firmwarerecovery.update.manifest.Manifest.Descriptor;
import org.firmwarerecovery.update.manifest.Manifest.Payload;
import org.firmwarerecovery.update.manifest.Rejection;
import org.junit.jupiter.api.Test;

/** Manifests that fit a published package of three components, and manifests that do not. */
class ContainerCheckTest {
    private static final String PACKAGE = "ok-r4-downstream.pldm";
    private static final String SOFTWARE = "EXAMPLE-BMC-1";
    private static final Payload FIRST =
            payload("BMC", 802, 98_304, "a303f9b2fe678d2cf4ce7ead4d73e5746a35a5b2e1e56968cd4744217ac29c8c");
    private static final Payload LAST =
            payload("BIOS", 164_643, 65_536, "d34db7c47b7cddb5106c84d540f2158a8431e1ec947a120cf0c2b65707deb764");
    private static final Compatible ANY = new Compatible(SOFTWARE, "example", null, List.of());

    private final ContainerCheck check = new ContainerCheck(KnownContainers.all(), Profile.LENIENT);

    @Test
    void a_manifest_that_fits_is_good_by_any_version_of_the_package_or_of_a_payload() throws IOException {
        for (String version : List.of("pkg-2.14.0", "2.14.0", "F.43")) {
            assertEquals(Optional.empty(), checked(manifest("pldm", version, ANY, FIRST, LAST)));
        }
        assertEquals(Optional.empty(), checked(manifest("pldm", "2.14.0", ANY)));
    }

    @Test
    void another_version_is_refused() throws IOException {
        assertRefused("version: the manifest says 2.15.0", manifest("pldm", "2.15.0", ANY, FIRST));
    }

    @Test
    void a_payload_that_is_not_exactly_one_component_is_refused() throws IOException {
        for (Payload wrong : List.of(
                payload("BMC", 803, 98_303),
                payload("BMC", 802, 98_303),
                payload("BMC", 802, 98_304 + 65_537),
                payload("BMC", 0, 98_304))) {
            assertRefused("payloads.packageOffset: the " + wrong.size(), manifest("pldm", "2.14.0", ANY, LAST, wrong));
        }
    }

    @Test
    void a_payload_with_other_bytes_than_its_digest_is_refused() throws IOException {
        Digest zeros = Digest.sha256("0".repeat(64));
        assertEquals(
                Optional.of(new Rejection.DigestMismatch("payload BMC", zeros, FIRST.digest())),
                checked(manifest("pldm", "2.14.0", ANY, LAST, payload("BMC", 802, 98_304))));
    }

    @Test
    void a_device_has_to_have_all_that_the_manifest_says_of_it() throws IOException {
        Descriptor uuid = new Descriptor(2, "cbadd04bfde267d52515c3ab50284224");
        Compatible right = new Compatible(SOFTWARE, "example", 0x1647L, List.of(uuid));
        assertEquals(Optional.empty(), checked(manifest("pldm", "2.14.0", right, FIRST)));
        Compatible otherVendor = new Compatible(SOFTWARE, "example", 0x1648L, List.of(uuid));
        assertRefused("compatible.descriptors: no device", manifest("pldm", "2.14.0", otherVendor, FIRST));
        Compatible ofTwoDevices = new Compatible(SOFTWARE, "example", null, List.of(uuid, new Descriptor(0, "8680")));
        assertRefused("compatible.descriptors: no device", manifest("pldm", "2.14.0", ofTwoDevices, FIRST));
    }

    @Test
    void a_payload_has_to_be_for_the_device_that_the_manifest_describes() throws IOException {
        Descriptor uuid = new Descriptor(2, "cbadd04bfde267d52515c3ab50284224");
        Compatible device = new Compatible(SOFTWARE, "example", null, List.of(uuid));
        Payload first = payload(SOFTWARE, 802, 98_304, FIRST.digest().hex());
        assertEquals(Optional.empty(), checked(manifest("pldm", "2.14.0", device, first, LAST)));
        assertRefused(
                "payloads.packageOffset: what the manifest gives to EXAMPLE-BMC-1 is for another device",
                manifest("pldm", "2.14.0", device, payload(SOFTWARE, 164_643, 65_536)));
    }

    @Test
    void each_machine_of_the_manifest_has_to_be_one_of_the_container() throws IOException {
        assertEquals(Optional.empty(), named(List.of("example", "other")));
        assertEquals(Optional.empty(), named(List.of()));
        Rejection why = named(List.of("other", "third")).orElseThrow();
        assertTrue(why.text().contains("compatible.machine: the manifest says example, the container other, third"));
    }

    private static Optional<Rejection> named(List<String> machines) throws IOException {
        Inspection.Identity identity = new Inspection.Identity(List.of(), machines);
        Inspection tar =
                new Inspection(ContainerKind.OPENBMC_TAR, Verdict.ACCEPT_UNSIGNED, "", Map.of(), List.of(), identity);
        ContainerParser parser = new ContainerParser() {
            @Override
            public ContainerKind kind() {
                return ContainerKind.OPENBMC_TAR;
            }

            @Override
            public boolean recognises(byte[] head) {
                return true;
            }

            @Override
            public Inspection inspect(ImageBytes image, Profile profile) {
                return tar;
            }
        };
        return new ContainerCheck(new Containers(List.of(parser)), Profile.LENIENT)
                .check(manifest("openbmc-tar", "1", ANY), ImageBytes.of(new byte[1]));
    }

    @Test
    void what_is_not_the_named_container_is_refused_with_its_reason() throws IOException {
        assertTrue(checked(manifest("uefi-capsule", "2.14.0", ANY, FIRST)).isPresent());
        assertRefused("container: nothing is known", manifest("PLDM", "2.14.0", ANY, FIRST));
        assertRefused("its content can not be judged here", manifest("bundle", "2.14.0", ANY, FIRST));
        Optional<Rejection> damaged = check.check(manifest("pldm", "2.14.0", ANY, FIRST), ImageBytes.of(new byte[99]));
        assertTrue(damaged.orElseThrow().text().contains("unknown-package-identifier"));
    }

    @Test
    void of_a_raw_image_nothing_is_read() throws IOException {
        ImageBytes unreadable = new ImageBytes() {
            @Override
            public long size() {
                return 1;
            }

            @Override
            public void read(long position, byte[] into, int offset, int length) throws IOException {
                throw new IOException("it was read");
            }
        };
        assertEquals(Optional.empty(), check.check(manifest("raw", "2.14.0", ANY), unreadable));
    }

    private void assertRefused(String why, Manifest manifest) throws IOException {
        Rejection.ContainerInvalid rejection =
                (Rejection.ContainerInvalid) checked(manifest).orElseThrow();
        assertEquals(manifest.container(), rejection.container());
        assertTrue(rejection.detail().startsWith(why), rejection.detail());
    }

    private Optional<Rejection> checked(Manifest manifest) throws IOException {
        try (FileChannel file = FileChannel.open(ContainerVectors.file("pldm", PACKAGE))) {
            return check.check(manifest, ImageBytes.of(file));
        }
    }

    private static Payload payload(String component, long offset, int size) {
        return payload(component, offset, size, "0".repeat(64));
    }

    private static Payload payload(String component, long offset, int size, String digest) {
        return new Payload(component, offset, 0, Digest.sha256(digest), chunks(size));
    }

    private static ChunkList chunks(int size) {
        int chunk = ChunkList.CHUNK_SIZE_MAX;
        return new ChunkList(size, chunk, List.of(Digest.sha256("0".repeat(64))));
    }

    private static Manifest manifest(String container, String version, Compatible compatible, Payload... payloads) {
        return new Manifest(
                Manifest.SCHEMA,
                "00000000-0000-0000-0000-000000000001",
                Instant.parse("2026-01-01T00:00:00Z"),
                SOFTWARE,
                null,
                List.of(compatible),
                version,
                "opaque",
                null,
                1,
                null,
                container,
                new Manifest.Image(List.of(Digest.sha256("0".repeat(64))), chunks(230_179)),
                List.of(payloads));
    }
}
