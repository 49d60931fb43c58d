package org.firmwarerecovery.conformance.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a dead node left on disk, read by nobody but the test: the newest whole record of the banks journal, and the bytes of
 * the banks.
 */
public final class Remains {
    private static final int MAGIC = 0x46524A31;
    private static final int HEADER_BYTES = 24;
    private static final int CHECKSUM_AT = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final NodeProcess node;
    private final long sequence;
    private final JsonNode component;

    private Remains(NodeProcess node, long sequence, JsonNode component) {
        this.node = node;
        this.sequence = sequence;
        this.component = component;
    }

    /** Reads them; the node does not run. */
    public static Remains of(NodeProcess node) throws IOException {
        byte[] journal = Files.readAllBytes(node.state().resolve("banks/journal"));
        long newest = -1;
        JsonNode record = JSON.missingNode();
        for (int slot = 0; slot < 2; slot++) {
            byte[] bytes = Arrays.copyOfRange(journal, slot * journal.length / 2, (slot + 1) * journal.length / 2);
            byte[] text = text(bytes);
            long sequence = ByteBuffer.wrap(bytes).getLong(12);
            if (text != null && sequence > newest) {
                newest = sequence;
                record = JSON.readTree(text);
            }
        }
        if (newest < 0) {
            throw new AssertionError("no slot of the journal of " + node.name() + " is whole");
        }
        return new Remains(node, newest, record.path("components").path("BMC"));
    }

    /** Destroys both slots of its journal; the node does not run. */
    public static void loseJournal(NodeProcess node) throws IOException {
        Path journal = node.state().resolve("banks/journal");
        byte[] bytes = Files.readAllBytes(journal);
        for (int slot = 0; slot < 2; slot++) {
            bytes[slot * bytes.length / 2 + HEADER_BYTES + 100] ^= 4;
        }
        Files.write(journal, bytes);
    }

    private static byte @Nullable [] text(byte[] slot) {
        ByteBuffer frame = ByteBuffer.wrap(slot);
        int length = frame.getInt(8);
        if (frame.getInt(0) != MAGIC || length < 0 || length > slot.length - HEADER_BYTES) {
            return null;
        }
        CRC32C checksum = new CRC32C();
        checksum.update(slot, 0, CHECKSUM_AT);
        checksum.update(slot, HEADER_BYTES, length);
        return (int) checksum.getValue() == frame.getInt(CHECKSUM_AT)
                ? Arrays.copyOfRange(slot, HEADER_BYTES, HEADER_BYTES + length)
                : null;
    }

    /** Number of the record. */
    public long sequence() {
        return sequence;
    }

    /** Stem of the file of the bank that boots. */
    public String active() {
        return component.path("active").asText().toLowerCase(Locale.ROOT);
    }

    /** True while the image in the active bank has yet to prove itself. */
    public boolean onTrial() {
        return component.path("trial").isObject();
    }

    /** True when a bank was being written. */
    public boolean writing() {
        return component.path("writing").isObject();
    }

    /** Stem of the file of the bank that the image on trial would be left for. */
    public String revertTo() {
        return component.path("trial").path("revertTo").asText().toLowerCase(Locale.ROOT);
    }

    /** Stem of the file of the bank to which the node went back and whose start has not ended well yet; empty when none. */
    public String goingBackTo() {
        return component.path("activating").asText("").toLowerCase(Locale.ROOT);
    }

    /** True when a manifest of this digest is not to be tried again. */
    public boolean quarantines(String manifestSha256) {
        return component.path("quarantine").findValuesAsText("manifest").contains("sha-256:" + manifestSha256);
    }

    /** True when the journal counts what is in a bank as an image that has run and proved itself here. */
    public boolean provenByJournal(String stem) {
        String bank = stem.toUpperCase(Locale.ROOT);
        boolean tried = component.path("trial").path("bank").asText().equals(bank)
                || component.path("writing").path("bank").asText().equals(bank);
        for (String list : List.of("unproven", "torn")) {
            for (JsonNode member : component.path(list)) {
                tried |= member.asText().equals(bank);
            }
        }
        return !tried;
    }

    /** Lowest security version that may boot. */
    public long floor() {
        return component.path("floor").asLong();
    }

    /** True when the bank holds the whole of one of {@code releases}, by digest. */
    public boolean whole(String stem, List<FirmwareVendor.Release> releases) throws Exception {
        for (FirmwareVendor.Release release : releases) {
            if (sha256(node.bank(stem), Files.size(release.image()))
                    .equals(sha256(release.image(), Files.size(release.image())))) {
                return true;
            }
        }
        return false;
    }

    private static String sha256(Path file, long bytes) throws Exception {
        byte[] all = Files.readAllBytes(file);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(all, 0, Math.toIntExact(Math.min(bytes, all.length)));
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public String toString() {
        return "record " + sequence + ": " + component;
    }
}
