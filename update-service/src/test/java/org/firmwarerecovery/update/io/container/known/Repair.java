package org.firmwarerecovery.update.io.container.known;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;
import org.firmwarerecovery.update.io.container.ContainerKind;

/**
 * Makes the checksums of a forged file right again, as an attacker would: without it nearly every forged file would be refused
 * for its checksum, and the code behind it would never be tried.
 */
final class Repair {
    private static final int PLDM_FIXED = 36;
    private static final int HPM_HEADER = 34;
    private static final int MD5_BYTES = 16;
    private static final int TAR_BLOCK = 512;
    private static final int TAR_CHECKSUM_AT = 148;

    private Repair() {}

    /** Repairs {@code file} in place, as far as it still looks like its kind. */
    static void repair(ContainerKind kind, byte[] file) {
        switch (kind) {
            case PLDM -> pldm(file);
            case HPM1 -> hpm(file);
            case OPENBMC_TAR, BUNDLE -> tar(file);
            default -> {}
        }
    }

    private static void pldm(byte[] file) {
        if (file.length < PLDM_FIXED) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int size = bytes.getShort(17) & 0xFFFF;
        boolean payload = file[16] == 4;
        int end = size - (payload ? 8 : 4);
        if (end < PLDM_FIXED || size > file.length) {
            return;
        }
        bytes.putInt(end, crc(file, 0, end));
        if (payload) {
            bytes.putInt(end + 4, crc(file, size, file.length));
        }
    }

    private static int crc(byte[] file, int from, int to) {
        CRC32 crc = new CRC32();
        crc.update(file, from, to - from);
        return (int) crc.getValue();
    }

    private static void hpm(byte[] file) {
        if (file.length < HPM_HEADER + 1 + MD5_BYTES) {
            return;
        }
        int oem = (file[HPM_HEADER - 2] & 0xFF) | (file[HPM_HEADER - 1] & 0xFF) << 8;
        if (HPM_HEADER + oem + 1 + MD5_BYTES <= file.length) {
            byte sum = 0;
            for (int i = 0; i < HPM_HEADER + oem; i++) {
                sum += file[i];
            }
            file[HPM_HEADER + oem] = (byte) -sum;
        }
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(file, 0, file.length - MD5_BYTES);
            System.arraycopy(md5.digest(), 0, file, file.length - MD5_BYTES, MD5_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every runtime has MD5", e);
        }
    }

    private static void tar(byte[] file) {
        byte[] magic = "ustar".getBytes(StandardCharsets.US_ASCII);
        for (int block = 0; block + TAR_BLOCK <= file.length; block += TAR_BLOCK) {
            if (!Arrays.equals(file, block + 257, block + 262, magic, 0, magic.length)) {
                continue;
            }
            Arrays.fill(file, block + TAR_CHECKSUM_AT, block + TAR_CHECKSUM_AT + 8, (byte) ' ');
            int sum = 0;
            for (int i = block; i < block + TAR_BLOCK; i++) {
                sum += file[i] & 0xFF;
            }
            byte[] text = String.format(Locale.ROOT, "%06o\0", sum).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(text, 0, file, block + TAR_CHECKSUM_AT, text.length);
        }
    }
}
