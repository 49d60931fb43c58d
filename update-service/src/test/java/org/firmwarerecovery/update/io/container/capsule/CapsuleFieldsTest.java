package org.firmwarerecovery.update.io.container.capsule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import org.firmwarerecovery.update.io.container.ContainerKind;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.container.Inspection;
import org.firmwarerecovery.update.io.container.Profile;
import org.firmwarerecovery.update.io.container.Verdict;
import org.firmwarerecovery.update.io.container.known.KnownContainers;
import org.firmwarerecovery.update.io.trust.VendorSignatures;
import org.firmwarerecovery.update.manifest.SharedFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each field of a capsule that lies about a length, at its true place: the maker writes a HeaderSize of 32, and the published
 * vectors count from 28, so that some of them damage the field beside the one they name.
 */
class CapsuleFieldsTest {
    private static final int BODY = 32;
    private static final int ITEM = BODY + 16;
    private static final int AUTHENTICATION = ITEM + 48;

    @ParameterizedTest(name = "{3}")
    @CsvSource({
        "0, 4, 2, version 2 of the capsule's body",
        "4, 2, 65535, at most 256",
        "6, 2, 0, no payload item",
        "6, 2, 65535, at most 256",
        "6, 2, 2, outside the capsule",
        "8, 8, 9223372036854775807, outside the capsule",
        "8, 8, -1, outside the capsule",
        "8, 8, 8, outside the capsule",
        "16, 4, 2, version 2 of an item",
        "36, 1, 0, UpdateImageIndex is 0",
        "38, 1, 1, reserved bytes",
        "40, 4, 4294967295, sizes of an item",
        "44, 4, 4294967295, sizes of an item",
        "72, 4, 4294967295, dwLength",
        "72, 4, 8, dwLength 8",
        "72, 4, 24, dwLength 24",
        "76, 2, 256, no WIN_CERTIFICATE",
        "78, 2, 2, no WIN_CERTIFICATE",
        "80, 1, 0, no PKCS#7",
        "64, 8, 8, does not fit what is signed",
        "56, 1, 3, dependency expression"
    })
    void a_field_that_lies_is_refused(int offset, int size, long value, String reason) throws IOException {
        byte[] capsule = signed();
        ByteBuffer bytes = ByteBuffer.wrap(capsule).order(ByteOrder.LITTLE_ENDIAN);
        switch (size) {
            case 1 -> bytes.put(BODY + offset, (byte) value);
            case 2 -> bytes.putShort(BODY + offset, (short) value);
            case 4 -> bytes.putInt(BODY + offset, (int) value);
            default -> bytes.putLong(BODY + offset, value);
        }
        Inspection inspection = inspect(capsule);
        assertEquals(Verdict.REJECT, inspection.verdict());
        assertTrue(inspection.reason().contains(reason), inspection.reason());
    }

    @Test
    void a_dependency_expression_is_passed_over() throws IOException {
        byte[] image = Arrays.copyOf(
                new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 1, 1, 0, 0, 0, 8, 13, 'M'}, 40);
        ByteBuffer capsule = ByteBuffer.allocate(AUTHENTICATION + image.length).order(ByteOrder.LITTLE_ENDIAN);
        capsule.put(signed(), 0, AUTHENTICATION);
        capsule.put(image);
        capsule.putInt(24, capsule.capacity());
        capsule.putInt(ITEM + 24, image.length);
        capsule.putLong(ITEM + 40, 2);
        Inspection inspection = inspect(capsule.array());
        assertEquals(Verdict.ACCEPT_UNSIGNED, inspection.verdict(), inspection.reason());
        assertEquals(AUTHENTICATION + 24, inspection.parts().get(0).offset());
        assertEquals(16, inspection.parts().get(0).size());
    }

    @Test
    void a_file_is_found_by_its_first_bytes_and_else_by_its_name() throws IOException {
        byte[] damaged = signed();
        damaged[0] ^= 1;
        ImageBytes image = ImageBytes.of(damaged);
        assertEquals(
                ContainerKind.RAW,
                KnownContainers.all().inspect(image, Profile.STRICT).kind());
        Inspection named = KnownContainers.all().inspect(image, "BIOS.CAP", Profile.STRICT);
        assertEquals(ContainerKind.UEFI_CAPSULE, named.kind());
        assertEquals(Verdict.REJECT, named.verdict());
        assertEquals(
                ContainerKind.UEFI_CAPSULE,
                KnownContainers.all()
                        .inspect(ImageBytes.of(signed()), "bios.hpm", Profile.STRICT)
                        .kind());
    }

    private static byte[] signed() throws IOException {
        return Files.readAllBytes(SharedFacts.path("testdata/images/uefi-capsule/ok-signed.cap"));
    }

    private static Inspection inspect(byte[] capsule) throws IOException {
        return new CapsuleParser(VendorSignatures.withoutRoots()).inspect(ImageBytes.of(capsule), Profile.STRICT);
    }
}
