package org.firmwarerecovery.update.io.container.capsule;

import java.io.IOException;
import java.util.ArrayList;
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
import org.firmwarerecovery.update.io.trust.VendorSignatures;

/** One capsule while it is read: capsule header, table of items, then each payload item. Embedded drivers are not read. */
final class Capsule {
    /** Most embedded drivers and payload items together. */
    static final int ITEMS_MAX = 256;

    /** Size of EFI_CAPSULE_HEADER; the field HeaderSize may be larger, and the body begins where it says. */
    private static final int HEADER_BYTES = 28;

    private static final int BODY_HEADER_BYTES = 8;
    private static final int OFFSET_BYTES = 8;
    private static final int BODY_VERSION = 1;
    private static final long PERSIST_ACROSS_RESET = 0x10000;
    private static final long POPULATE_SYSTEM_TABLE = 0x20000;
    private static final long INITIATE_RESET = 0x40000;
    private static final long OEM_FLAGS = 0xFFFF;

    private final ImageBytes image;
    private final VendorSignatures signatures;
    private final Map<String, Object> parse = new LinkedHashMap<>();

    Capsule(ImageBytes image, VendorSignatures signatures) {
        this.image = image;
        this.signatures = signatures;
    }

    Inspection read() throws IOException, RefusedException {
        long body = header();
        List<Payload> payloads = payloads(body);
        boolean signed = false;
        List<Map<String, Object>> shown = new ArrayList<>();
        List<Part> parts = new ArrayList<>();
        List<String> versions = new ArrayList<>();
        for (Payload payload : payloads) {
            Part part = payload.read();
            parts.add(part);
            shown.add(payload.shown());
            signed |= payload.isSigned();
            String version = part.version();
            if (version != null) {
                versions.add(version);
            }
        }
        parse.put("payloads", shown);
        Verdict verdict = signed ? Verdict.ACCEPT : Verdict.ACCEPT_UNSIGNED;
        String reason = signed ? "" : "no payload is signed";
        return new Inspection(
                ContainerKind.UEFI_CAPSULE,
                verdict,
                reason,
                parse,
                parts,
                new Inspection.Identity(versions, List.of()));
    }

    /** Reads EFI_CAPSULE_HEADER; returns where the body begins. */
    private long header() throws IOException, RefusedException {
        Fields header = Fields.read(image, 0, HEADER_BYTES, image.size(), "the capsule header");
        long headerSize = header.u32(16);
        long flags = header.u32(20);
        long imageSize = header.u32(24);
        if (headerSize < HEADER_BYTES || headerSize > image.size()) {
            throw new RefusedException("HeaderSize " + headerSize + " does not fit");
        }
        if (imageSize != image.size()) {
            throw new RefusedException(
                    "CapsuleImageSize is " + imageSize + ", the file has " + image.size() + " bytes");
        }
        parse.put("capsuleGuid", header.guid(0));
        parse.put("headerSize", HEADER_BYTES);
        parse.put("bodyOffset", headerSize);
        parse.put("oemFlags", flags & OEM_FLAGS);
        parse.put("persistAcrossReset", (flags & PERSIST_ACROSS_RESET) != 0);
        parse.put("populateSystemTable", (flags & POPULATE_SYSTEM_TABLE) != 0);
        parse.put("initiateReset", (flags & INITIATE_RESET) != 0);
        return headerSize;
    }

    /** Reads EFI_FIRMWARE_MANAGEMENT_CAPSULE_HEADER: items lie in ascending order, and each ends where the next begins. */
    private List<Payload> payloads(long body) throws IOException, RefusedException {
        long end = image.size();
        Fields header = Fields.read(image, body, BODY_HEADER_BYTES, end, "the header of the capsule's body");
        if (header.u32(0) != BODY_VERSION) {
            throw new RefusedException(
                    "version " + header.u32(0) + " of the capsule's body instead of " + BODY_VERSION);
        }
        int drivers = header.u16(4);
        int items = header.u16(6);
        if (items == 0) {
            throw new RefusedException("there is no payload item");
        }
        if (drivers + items > ITEMS_MAX) {
            throw new RefusedException((drivers + items) + " items, at most " + ITEMS_MAX + " are read");
        }
        int tableBytes = (drivers + items) * OFFSET_BYTES;
        Fields table = Fields.read(image, body + BODY_HEADER_BYTES, tableBytes, end, "the list of items");
        parse.put("embeddedDriverCount", drivers);
        long least = BODY_HEADER_BYTES + (long) tableBytes;
        List<Payload> payloads = new ArrayList<>();
        for (int i = 0; i < drivers + items; i++) {
            long offset = table.u64(i * OFFSET_BYTES);
            if (offset < least || offset >= end - body) {
                throw new RefusedException("item " + i + " begins at " + Long.toUnsignedString(offset)
                        + ", outside the capsule or inside the item before");
            }
            least = offset + 1;
            long next = i + 1 < drivers + items ? table.u64((i + 1) * OFFSET_BYTES) : end - body;
            if (i >= drivers) {
                payloads.add(new Payload(image, signatures, body + offset, body + Math.min(next, end - body)));
            }
        }
        return payloads;
    }
}
