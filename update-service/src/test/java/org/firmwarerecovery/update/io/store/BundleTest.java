package org.firmwarerecovery.update.io.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.firmwarerecovery.update.io.tar.TarExtension;
import org.junit.jupiter.api.Test;

/** Bundles as our writer, other tars and attackers make them. */
class BundleTest {
    private static final long IMAGE_MAX = 1_000_000;
    private static final byte[] MANIFEST = "{\"schema\":1}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SIGNATURE = {0x30, 1, 2, 3};
    private static final byte[] IMAGE = Images.image(3, 10_000);

    @Test
    void what_is_written_is_read() throws IOException {
        Bundle bundle = opened(written());
        assertEquals(ManifestPair.of(MANIFEST, SIGNATURE), bundle.pair());
        assertEquals("bmc.bin", bundle.imageName());
        assertEquals(IMAGE.length, bundle.imageSize());
        assertArrayEquals(IMAGE, bundle.image().readAllBytes());
        assertEquals(Optional.empty(), bundle.finish());
    }

    @Test
    void the_same_members_give_the_same_bytes_without_time_or_owner() throws IOException {
        byte[] one = written();
        assertArrayEquals(one, written());
        String header = new String(one, 0, 512, StandardCharsets.US_ASCII);
        assertTrue(header.contains("ustar"));
        assertFalse(header.contains(System.getProperty("user.name")), "no user of the building machine");
        assertEquals("00000000000", header.substring(136, 147), "time 0");
        assertEquals(0, one.length % 512);
    }

    @Test
    void images_of_every_alignment_survive() throws IOException {
        for (int size : new int[] {1, 511, 512, 513, 1024, 131072, 131073}) {
            byte[] image = Images.image(size, size);
            ByteArrayOutputStream target = new ByteArrayOutputStream();
            BundleWriter.write(
                    target, ManifestPair.of(MANIFEST, SIGNATURE), "i", size, new ByteArrayInputStream(image));
            Bundle bundle = opened(target.toByteArray());
            assertArrayEquals(image, bundle.image().readAllBytes());
            assertEquals(Optional.empty(), bundle.finish());
        }
    }

    @Test
    void the_writer_refuses_names_it_could_not_read_and_images_of_another_size() {
        for (String name :
                new String[] {"", "a/b", "..", "manifest.json", "manifest.json.p7s", "x".repeat(101), "\u00fc"}) {
            assertFalse(BundleWriter.isImageName(name), name);
        }
        assertTrue(BundleWriter.isImageName("obmc-phosphor-image.static.mtd"));
        ManifestPair pair = ManifestPair.of(MANIFEST, SIGNATURE);
        for (int size : new int[] {IMAGE.length - 1, IMAGE.length + 1}) {
            assertThrows(
                    IOException.class,
                    () -> BundleWriter.write(
                            new ByteArrayOutputStream(), pair, "i", size, new ByteArrayInputStream(IMAGE)));
        }
    }

    @Test
    void finish_reads_over_an_image_that_nobody_read() throws IOException {
        assertEquals(Optional.empty(), opened(written()).finish());
    }

    @Test
    void a_stream_that_gives_single_bytes_is_read_too() throws IOException {
        InputStream dripping = new ByteArrayInputStream(written()) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(1, length));
            }
        };
        Bundle bundle = assertInstanceOf(BundleOutcome.Opened.class, BundleReader.open(dripping, IMAGE_MAX))
                .bundle();
        assertArrayEquals(IMAGE, bundle.image().readAllBytes());
        assertEquals(Optional.empty(), bundle.finish());
    }

    @Test
    void a_stream_cut_off_at_every_length_is_told_as_cut_off() throws IOException {
        byte[] whole = written();
        int end = 3 * 512 + 512 + 512 + 10_240;
        for (int length = 1; length < end + 512; length += length < 2700 || length > end - 700 ? 1 : 97) {
            BundleFault fault = faultOf(Arrays.copyOf(whole, length), "cut at " + length);
            BundleFault.Reason expected = length < 512 ? BundleFault.Reason.NOT_A_TAR : BundleFault.Reason.TRUNCATED;
            assertEquals(expected, fault.reason(), "cut at " + length);
        }
    }

    @Test
    void every_bit_of_every_header_is_covered_by_its_checksum() throws IOException {
        byte[] whole = written();
        for (int header : new int[] {0, 1024, 2048}) {
            for (int bit = 0; bit < 8 * 512; bit++) {
                if (bit / 8 >= 148 && bit / 8 < 156) {
                    continue; // the checksum itself: a digit may become a blank of the same value
                }
                byte[] flipped = whole.clone();
                flipped[header + bit / 8] ^= (byte) (1 << (bit % 8));
                BundleFault fault = faultOf(flipped, "bit " + bit + " of header " + header);
                assertTrue(fault.reason() != BundleFault.Reason.TRAILING_DATA, "bit " + bit + " of header " + header);
            }
        }
    }

    @Test
    void members_in_another_order_missing_or_doubled_are_refused() throws IOException {
        assertEquals(
                BundleFault.Reason.WRONG_MEMBER,
                reason(new Tar().file("manifest.json.p7s", SIGNATURE).file("manifest.json", MANIFEST)));
        assertEquals(
                BundleFault.Reason.WRONG_MEMBER,
                reason(new Tar().file("manifest.json", MANIFEST).file("i", IMAGE)));
        assertEquals(
                BundleFault.Reason.WRONG_MEMBER,
                reason(new Tar().file("manifest.json", MANIFEST).file("manifest.json", MANIFEST)));
        assertEquals(BundleFault.Reason.WRONG_MEMBER, reason(head()));
        assertEquals(BundleFault.Reason.WRONG_MEMBER, reason(head().file("manifest.json", IMAGE)));
        assertEquals(
                BundleFault.Reason.TRAILING_DATA, reason(head().file("i", IMAGE).file("more", IMAGE)));
        assertEquals(BundleFault.Reason.WRONG_MEMBER, reason(new Tar().file("MANIFEST", MANIFEST)));
    }

    @Test
    void hostile_names_of_the_image_are_refused() throws IOException {
        for (String name : new String[] {"../../etc/passwd", "/etc/passwd", "a/b", "..", ".", "a\\b", "a\nb"}) {
            assertEquals(BundleFault.Reason.WRONG_MEMBER, reason(head().file(name, IMAGE)), name);
        }
    }

    @Test
    void anything_but_a_regular_file_is_refused() throws IOException {
        for (byte type : new byte[] {
            TarConstants.LF_LINK,
            TarConstants.LF_SYMLINK,
            TarConstants.LF_CHR,
            TarConstants.LF_BLK,
            TarConstants.LF_DIR,
            TarConstants.LF_FIFO,
            TarConstants.LF_CONTIG,
            TarConstants.LF_GNUTYPE_SPARSE,
            'Z'
        }) {
            BundleFault.Reason reason = reason(head().typed("i", type, new byte[0]));
            assertEquals(BundleFault.Reason.NOT_A_REGULAR_FILE, reason, "type " + (char) type);
        }
    }

    @Test
    void overrides_of_names_and_sizes_are_refused() throws IOException {
        byte[] longName = "another-name\0".getBytes(StandardCharsets.US_ASCII);
        for (byte type : new byte[] {'L', 'K', 'g'}) {
            byte[] tar = head().typed("././@LongLink", (byte) 'L', longName)
                    .file("i", IMAGE)
                    .bytes();
            tar[2048 + 156] = type;
            Tar.sign(tar, 2048);
            assertEquals(BundleFault.Reason.OVERRIDE, faultOf(tar, "").reason(), "type " + (char) type);
        }
        for (String key : new String[] {"path", "linkpath", "size", "GNU.sparse.name", "hdrcharset", ""}) {
            BundleFault.Reason reason =
                    reason(head().typed("x", (byte) 'x', extension(key, "1")).file("i", IMAGE));
            assertEquals(BundleFault.Reason.OVERRIDE, reason, key);
        }
        assertEquals(
                BundleFault.Reason.OVERRIDE,
                reason(head().typed("x", (byte) 'x', extension("mtime", "1"))
                        .typed("x", (byte) 'x', extension("mtime", "1"))
                        .file("i", IMAGE)));
    }

    @Test
    void an_extension_that_only_carries_times_is_passed_over_as_python_writes_it() throws IOException {
        byte[] tar = new Tar()
                .typed("./PaxHeaders/manifest.json", (byte) 'x', extension("mtime", "1700000000.25"))
                .file("manifest.json", MANIFEST)
                .file("manifest.json.p7s", SIGNATURE)
                .typed("./PaxHeaders/i", (byte) 'x', extension("mtime", "1700000000.25"))
                .file("i", IMAGE)
                .bytes();
        Bundle bundle = opened(tar);
        assertArrayEquals(IMAGE, bundle.image().readAllBytes());
        assertEquals(Optional.empty(), bundle.finish());
        assertTrue(BundleDetection.isBundle(Arrays.copyOf(tar, BundleDetection.HEAD_BYTES)));
    }

    @Test
    void broken_extensions_are_refused() throws IOException {
        for (String content : new String[] {
            "", "x", "5", "0 a=b\n", "-1 a=b\n", "99999999999 a=b\n", "9 mtime=1", "7 mtime=1\n", " =\n"
        }) {
            byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
            Tar tar = head().typed("x", (byte) 'x', bytes).file("i", IMAGE);
            if (!content.isEmpty()) {
                assertEquals(BundleFault.Reason.BAD_HEADER, reason(tar), content);
            }
        }
        assertEquals(
                BundleFault.Reason.BAD_SIZE,
                reason(head().typed("x", (byte) 'x', new byte[TarExtension.BYTES_MAX + 1])));
    }

    @Test
    void limits_hold_at_their_value_and_not_one_byte_above() throws IOException {
        byte[] manifest = new byte[ManifestPair.MANIFEST_BYTES_MAX];
        byte[] signature = new byte[ManifestPair.SIGNATURE_BYTES_MAX];
        byte[] image = new byte[(int) IMAGE_MAX];
        Tar largest = new Tar()
                .file("manifest.json", manifest)
                .file("manifest.json.p7s", signature)
                .file("i", image);
        assertEquals(Optional.empty(), opened(largest.bytes()).finish());
        assertEquals(
                BundleFault.Reason.BAD_SIZE, reason(new Tar().file("manifest.json", new byte[manifest.length + 1])));
        assertEquals(
                BundleFault.Reason.BAD_SIZE,
                reason(new Tar()
                        .file("manifest.json", manifest)
                        .file("manifest.json.p7s", new byte[signature.length + 1])));
        assertEquals(BundleFault.Reason.BAD_SIZE, reason(head().file("i", new byte[image.length + 1])));
        assertEquals(BundleFault.Reason.BAD_SIZE, reason(head().file("i", new byte[0])));
    }

    @Test
    void sizes_in_binary_that_are_huge_or_negative_are_refused_before_a_byte_is_read() throws IOException {
        for (byte[] field : new byte[][] {
            {(byte) 0x80, 0, 0, 0, 0x7F, -1, -1, -1, -1, -1, -1, -1}, {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0}
        }) {
            byte[] tar = head().file("i", IMAGE).bytes();
            System.arraycopy(field, 0, tar, 2048 + 124, 12);
            Tar.sign(tar, 2048);
            BundleFault.Reason reason = faultOf(tar, "").reason();
            assertTrue(reason == BundleFault.Reason.BAD_SIZE || reason == BundleFault.Reason.BAD_HEADER, reason::name);
        }
    }

    @Test
    void endless_zeros_behind_the_archive_end_the_reading() throws IOException {
        byte[] whole = written();
        byte[] padded = Arrays.copyOf(whole, whole.length + Bundle.TRAILING_ZEROS_MAX + 2048);
        assertEquals(BundleFault.Reason.TRAILING_DATA, faultOf(padded, "").reason());
        byte[] taped = Arrays.copyOf(whole, whole.length + 9 * 1024);
        assertEquals(Optional.empty(), opened(taped).finish());
        taped[taped.length - 1] = 1;
        assertEquals(BundleFault.Reason.TRAILING_DATA, faultOf(taped, "").reason());
    }

    @Test
    void detection_looks_at_magic_and_first_name_only() throws IOException {
        assertTrue(BundleDetection.isBundle(Arrays.copyOf(written(), 512)));
        assertTrue(BundleDetection.isBundle(
                new Tar().file("./manifest.json", MANIFEST).bytes()));
        assertFalse(
                BundleDetection.isBundle(new Tar().file("MANIFEST", MANIFEST).bytes()));
        assertFalse(BundleDetection.isBundle(new byte[0]));
        assertFalse(BundleDetection.isBundle(Images.image(1, 5000)));

        BundleDetection.Peeked peeked = BundleDetection.peek(new ByteArrayInputStream(IMAGE));
        assertFalse(peeked.isBundle());
        assertArrayEquals(IMAGE, peeked.whole().readAllBytes());
        BundleDetection.Peeked bundle = BundleDetection.peek(new ByteArrayInputStream(written()));
        assertTrue(bundle.isBundle());
        assertInstanceOf(BundleOutcome.Opened.class, BundleReader.open(bundle.whole(), IMAGE_MAX));
    }

    @Property(tries = 300)
    void noise_is_never_a_bundle_and_never_an_exception(@ForAll byte[] noise) throws IOException {
        assertInstanceOf(BundleOutcome.Malformed.class, BundleReader.open(new ByteArrayInputStream(noise), IMAGE_MAX));
        assertFalse(BundleDetection.isBundle(noise));
    }

    @Property(tries = 300)
    void damage_anywhere_is_a_value_never_an_exception(@ForAll long seed) throws IOException {
        byte[] whole = written();
        Random random = new Random(seed);
        for (int i = 0; i < 5; i++) {
            whole[random.nextInt(whole.length)] = (byte) random.nextInt(256);
        }
        BundleOutcome outcome = BundleReader.open(new ByteArrayInputStream(whole), IMAGE_MAX);
        if (outcome instanceof BundleOutcome.Opened opened) {
            assertTrue(opened.bundle()
                            .finish()
                            .map(BundleFault::detail)
                            .orElse("whole")
                            .length()
                    > 0);
        }
    }

    private static byte[] written() throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        BundleWriter.write(
                target, ManifestPair.of(MANIFEST, SIGNATURE), "bmc.bin", IMAGE.length, new ByteArrayInputStream(IMAGE));
        return target.toByteArray();
    }

    private static Bundle opened(byte[] tar) throws IOException {
        return assertInstanceOf(BundleOutcome.Opened.class, BundleReader.open(new ByteArrayInputStream(tar), IMAGE_MAX))
                .bundle();
    }

    private static BundleFault.Reason reason(Tar tar) throws IOException {
        return faultOf(tar.bytes(), "").reason();
    }

    private static BundleFault faultOf(byte[] tar, String where) throws IOException {
        BundleOutcome outcome = BundleReader.open(new ByteArrayInputStream(tar), IMAGE_MAX);
        if (outcome instanceof BundleOutcome.Opened opened) {
            return opened.bundle().finish().orElseThrow(() -> new AssertionError("accepted: " + where));
        }
        return assertInstanceOf(BundleOutcome.Malformed.class, outcome).fault();
    }

    private static Tar head() throws IOException {
        return new Tar().file("manifest.json", MANIFEST).file("manifest.json.p7s", SIGNATURE);
    }

    private static byte[] extension(String key, String value) {
        String body = " " + key + "=" + value + "\n";
        int digits = body.length() + 1 < 10 ? 1 : 2;
        return (body.length() + digits + body).getBytes(StandardCharsets.US_ASCII);
    }

    /** Builds any tar, well-formed or hostile. */
    private static final class Tar {
        private final ByteArrayOutputStream target = new ByteArrayOutputStream();
        private final TarArchiveOutputStream tar = new TarArchiveOutputStream(target, "UTF-8");

        private Tar file(String name, byte[] content) throws IOException {
            return typed(name, TarConstants.LF_NORMAL, content);
        }

        private Tar typed(String name, byte type, byte[] content) throws IOException {
            TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
            return this;
        }

        private byte[] bytes() throws IOException {
            tar.finish();
            return target.toByteArray();
        }

        /** Gives the header at {@code at} the checksum of its bytes. */
        private static void sign(byte[] tar, int at) {
            Arrays.fill(tar, at + 148, at + 156, (byte) ' ');
            int sum = 0;
            for (int i = 0; i < 512; i++) {
                sum += Byte.toUnsignedInt(tar[at + i]);
            }
            byte[] digits = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(digits, 0, tar, at + 148, 8);
        }
    }
}
