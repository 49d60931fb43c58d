package org.firmwarerecovery.update.io.container.hpm;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.firmwarerecovery.update.io.container.ContainerKind;
import org.firmwarerecovery.update.io.container.Fields;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.container.Inspection;
import org.firmwarerecovery.update.io.container.Part;
import org.firmwarerecovery.update.io.container.RefusedException;
import org.firmwarerecovery.update.io.container.Verdict;

/** One HPM.1 image while it is read: the records first, by their lengths, then all bytes once for the digests. */
final class HpmImage {
    /** Most action records; an image prepares and uploads each of at most 8 components. */
    static final int ACTIONS_MAX = 64;

    private static final int HEADER_BYTES = 34;
    private static final int CHECKSUM_BYTES = 1;
    private static final int OEM_BYTES_MAX = 0xFFFF;
    private static final int ACTION_BYTES = 3;
    private static final int BACKUP = 0;
    private static final int PREPARE = 1;
    private static final int UPLOAD = 2;
    private static final int VERSION_BYTES = 6;
    private static final int DESCRIPTION_BYTES = 21;
    private static final int UPLOAD_BYTES = ACTION_BYTES + VERSION_BYTES + DESCRIPTION_BYTES + 4;
    private static final int TRAILER_BYTES = 16;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final ImageBytes image;
    private final long end;
    private final Map<String, Object> parse = new LinkedHashMap<>();
    private final List<Upload> uploads = new ArrayList<>();

    HpmImage(ImageBytes image) {
        this.image = image;
        this.end = image.size() - TRAILER_BYTES;
    }

    private record Upload(long offset, long size, String version, String description, Map<String, Object> shown) {}

    Inspection read() throws IOException, RefusedException {
        actions(header());
        String md5 = digests();
        parse.put("md5", md5);
        List<Part> parts = new ArrayList<>();
        for (Upload upload : uploads) {
            parts.add(new Part(upload.description, upload.offset, upload.size, upload.version));
        }
        List<String> versions = List.of(String.valueOf(parse.get("firmwareRevision")));
        return new Inspection(
                ContainerKind.HPM1, Verdict.ACCEPT, "", parse, parts, new Inspection.Identity(versions, List.of()));
    }

    /** Reads the header; returns where it ends. */
    private long header() throws IOException, RefusedException {
        Fields fields = Fields.read(image, 0, HEADER_BYTES, Math.max(0, end), "the header");
        if (fields.u8(8) != 0) {
            throw new RefusedException("format version " + fields.u8(8) + " instead of 0");
        }
        int oemLength = fields.u16(32);
        if (HEADER_BYTES + oemLength + CHECKSUM_BYTES > end) {
            throw new RefusedException("truncated: " + oemLength + " bytes of OEM data do not fit");
        }
        Fields whole = Fields.of(image.read(0, HEADER_BYTES + Math.min(OEM_BYTES_MAX, oemLength) + CHECKSUM_BYTES));
        if (whole.sum(0, HEADER_BYTES + oemLength + CHECKSUM_BYTES) != 0) {
            throw new RefusedException("the checksum of the header is wrong");
        }
        parse.put("formatVersion", fields.u8(8));
        parse.put("deviceId", fields.u8(9));
        parse.put("manufacturerId", fields.u24(10));
        parse.put("productId", fields.u16(13));
        parse.put("time", fields.u32(15));
        parse.put("imageCapabilities", fields.u8(19));
        parse.put("componentsBitmap", fields.u8(20));
        parse.put("selfTestTimeout", fields.u8(21));
        parse.put("rollbackTimeout", fields.u8(22));
        parse.put("inaccessibilityTimeout", fields.u8(23));
        parse.put("earliestCompatibleRevision", fields.hex(24, 2));
        parse.put("firmwareRevisionHex", fields.hex(26, VERSION_BYTES));
        parse.put("firmwareRevision", revision(fields.u8(26), fields.hex(27, 1)));
        parse.put("oemDataLength", oemLength);
        return (long) HEADER_BYTES + oemLength + CHECKSUM_BYTES;
    }

    /** Major number in binary without its reserved bit, minor number in binary-coded decimal. */
    private static String revision(int major, String minor) {
        return (major & 0x7F) + "." + minor;
    }

    private void actions(long begin) throws IOException, RefusedException {
        List<Map<String, Object>> actions = new ArrayList<>();
        long at = begin;
        while (at < end) {
            if (actions.size() == ACTIONS_MAX) {
                throw new RefusedException("more than " + ACTIONS_MAX + " action records");
            }
            Fields record = Fields.read(image, at, ACTION_BYTES, end, "an action record");
            if (record.sum(0, ACTION_BYTES) != 0) {
                throw new RefusedException("the checksum of the action record at " + at + " is wrong");
            }
            int type = record.u8(0);
            int components = record.u8(1);
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("type", type);
            shown.put("components", components);
            actions.add(shown);
            if (type == UPLOAD) {
                at = upload(at, components, shown);
            } else if (type == BACKUP || type == PREPARE) {
                at += ACTION_BYTES;
            } else {
                throw new RefusedException("action type " + type + " is not known");
            }
        }
        if (actions.isEmpty()) {
            throw new RefusedException("there is no action record");
        }
        parse.put("actions", actions);
    }

    /** Reads the firmware record at {@code at}; returns where it ends. */
    private long upload(long at, int components, Map<String, Object> shown) throws IOException, RefusedException {
        if (Integer.bitCount(components) != 1) {
            throw new RefusedException(
                    "an upload action names " + Integer.bitCount(components) + " components instead of exactly one");
        }
        Fields record = Fields.read(image, at, UPLOAD_BYTES, end, "an upload action");
        long length = record.u32(UPLOAD_BYTES - 4);
        long offset = at + UPLOAD_BYTES;
        if (length > end - offset) {
            throw new RefusedException("truncated: " + length + " bytes of firmware do not fit before the MD5");
        }
        String version = revision(record.u8(ACTION_BYTES), record.hex(ACTION_BYTES + 1, 1));
        String description = record.text(ACTION_BYTES + VERSION_BYTES, DESCRIPTION_BYTES);
        shown.put("versionHex", record.hex(ACTION_BYTES, VERSION_BYTES));
        shown.put("description", description);
        shown.put("firmwareLength", length);
        shown.put("firmwareOffset", offset);
        uploads.add(new Upload(offset, length, version, description, shown));
        return offset + length;
    }

    /** Reads all bytes once, for the MD5 at the end and the digest of each firmware; returns the MD5. */
    private String digests() throws IOException, RefusedException {
        MessageDigest md5 = digest("MD5");
        long at = 0;
        for (Upload upload : uploads) {
            feed(at, upload.offset, md5, md5);
            MessageDigest sha256 = digest("SHA-256");
            feed(upload.offset, upload.offset + upload.size, md5, sha256);
            upload.shown.put("firmwareSha256", HexFormat.of().formatHex(sha256.digest()));
            at = upload.offset + upload.size;
        }
        feed(at, end, md5, md5);
        byte[] found = md5.digest();
        if (!MessageDigest.isEqual(found, image.read(end, TRAILER_BYTES))) {
            throw new RefusedException("the MD5 at the end does not match");
        }
        return HexFormat.of().formatHex(found);
    }

    private void feed(long from, long to, MessageDigest whole, MessageDigest part) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream bytes = image.stream(from, to - from)) {
            for (int count = bytes.read(buffer); count > 0; count = bytes.read(buffer)) {
                whole.update(buffer, 0, count);
                if (part != whole) {
                    part.update(buffer, 0, count);
                }
            }
        }
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
