package org.firmwarerecovery.update.io.container.capsule;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.firmwarerecovery.update.io.container.Fields;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.container.Part;
import org.firmwarerecovery.update.io.container.RefusedException;
import org.firmwarerecovery.update.io.trust.VendorSignatures;
import org.firmwarerecovery.update.io.trust.VendorSignatures.Answer;
import org.firmwarerecovery.update.io.trust.VendorSignatures.Signer;
import org.jspecify.annotations.Nullable;

/** One payload item of a capsule (EFI_FIRMWARE_MANAGEMENT_CAPSULE_IMAGE_HEADER and what follows it) while it is read. */
final class Payload {
    /** Largest signature. */
    static final int SIGNATURE_BYTES_MAX = 64 * 1024;

    private static final int HEADER_BYTES = 48;
    /** Versions 1 and 2 do not say whether a signature is there. */
    private static final int VERSION = 3;

    private static final long AUTHENTICATION = 1;
    private static final long DEPENDENCY = 2;
    private static final int COUNT_BYTES = 8;
    /** WIN_CERTIFICATE_UEFI_GUID without its data. */
    private static final int CERTIFICATE_BYTES = 24;

    private static final int CERTIFICATE_REVISION = 0x0200;
    private static final int CERTIFICATE_EFI_GUID = 0x0EF1;
    private static final String PKCS7_GUID = "4AAFD29D-68DF-49EE-8AA9-347D375665A7";
    private static final int VERSIONS_BYTES = 16;
    /** "MSS1". */
    private static final long VERSIONS_SIGNATURE = 0x3153534DL;

    private final ImageBytes image;
    private final VendorSignatures signatures;
    private final long begin;
    private final long end;
    private final Map<String, Object> shown = new LinkedHashMap<>();
    private final Map<String, Object> versions = new LinkedHashMap<>();
    private @Nullable String firmwareVersion;
    private boolean isSigned;

    Payload(ImageBytes image, VendorSignatures signatures, long begin, long end) {
        this.image = image;
        this.signatures = signatures;
        this.begin = begin;
        this.end = end;
    }

    /** What was read, for people; complete after {@link #read}. */
    Map<String, Object> shown() {
        return shown;
    }

    /** True where a good signature was found; known after {@link #read}. */
    boolean isSigned() {
        return isSigned;
    }

    Part read() throws IOException, RefusedException {
        Fields header = Fields.read(image, begin, HEADER_BYTES, end, "the header of an item");
        if (header.u32(0) != VERSION) {
            throw new RefusedException("version " + header.u32(0) + " of an item instead of " + VERSION);
        }
        String type = header.guid(4);
        int index = header.u8(20);
        if (index == 0) {
            throw new RefusedException("UpdateImageIndex is 0");
        }
        if (header.u24(21) != 0) {
            throw new RefusedException("the reserved bytes of an item are not 0");
        }
        long imageSize = header.u32(24);
        long vendorCodeSize = header.u32(28);
        if (HEADER_BYTES + imageSize + vendorCodeSize != end - begin) {
            throw new RefusedException("the sizes of an item, " + imageSize + " and " + vendorCodeSize
                    + " bytes, do not fit the room of " + (end - begin - HEADER_BYTES));
        }
        long support = header.u64(40);
        shown.put("imageTypeId", type);
        shown.put("imageIndex", index);
        shown.put("hardwareInstance", header.number64(32));
        if (vendorCodeSize > 0) {
            shown.put("vendorCodeSize", vendorCodeSize);
        }
        long at = begin + HEADER_BYTES;
        long imageEnd = at + imageSize;
        boolean depends = (support & DEPENDENCY) != 0;
        Content content;
        if ((support & AUTHENTICATION) != 0) {
            content = signed(at, imageEnd, depends);
        } else {
            shown.put("signed", false);
            content = content(at, imageEnd, new byte[0], depends);
        }
        if (!versions.isEmpty()) {
            shown.put("fmpPayloadHeader", versions);
        }
        shown.put("payloadOffset", content.payload());
        shown.put("payloadSize", imageEnd - content.payload());
        shown.put("payloadSha256", content.sha256());
        return new Part(type, content.payload(), imageEnd - content.payload(), firmwareVersion);
    }

    /** Reads EFI_FIRMWARE_IMAGE_AUTHENTICATION and verifies what it signs: all that follows, then the count. */
    private Content signed(long at, long imageEnd, boolean depends) throws IOException, RefusedException {
        Fields header =
                Fields.read(image, at, COUNT_BYTES + CERTIFICATE_BYTES, imageEnd, "the authentication of an item");
        long length = header.u32(8);
        if (length <= CERTIFICATE_BYTES || length > imageEnd - at - COUNT_BYTES) {
            throw new RefusedException("dwLength " + length + " of the signature does not fit");
        }
        if (header.u16(12) != CERTIFICATE_REVISION || header.u16(14) != CERTIFICATE_EFI_GUID) {
            throw new RefusedException("the signature is no WIN_CERTIFICATE of type EFI GUID");
        }
        if (!header.guid(16).equals(PKCS7_GUID)) {
            throw new RefusedException("the signature is no PKCS#7 but " + header.guid(16));
        }
        if (length - CERTIFICATE_BYTES > SIGNATURE_BYTES_MAX) {
            throw new RefusedException("the signature has more than " + SIGNATURE_BYTES_MAX + " bytes");
        }
        byte[] signature = image.read(at + COUNT_BYTES + CERTIFICATE_BYTES, (int) (length - CERTIFICATE_BYTES));
        Content content = content(at + COUNT_BYTES + length, imageEnd, image.read(at, COUNT_BYTES), depends);
        Answer answer = signatures.check(signature, content);
        if (!answer.broken().isEmpty()) {
            throw new RefusedException(answer.broken());
        }
        isSigned = true;
        shown.put("signed", true);
        shown.put("monotonicCount", header.number64(0));
        shown.put("signers", signers(answer.signers()));
        if (signatures.hasRoots()) {
            shown.put("trusted", true);
        }
        return content;
    }

    private static List<Map<String, Object>> signers(List<Signer> signers) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Signer signer : signers) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("subject", signer.subject());
            one.put("issuer", signer.issuer());
            one.put("serialNumber", signer.serialNumber());
            one.put("fingerprintSha256", signer.fingerprint());
            if (!signer.signedAt().isEmpty()) {
                one.put("signedAt", signer.signedAt());
            }
            all.add(one);
        }
        return all;
    }

    /** What stands from {@code at} on: dependencies if there are any, the payload's own header if it has one, the payload. */
    private Content content(long at, long imageEnd, byte[] count, boolean depends)
            throws IOException, RefusedException {
        long payload = depends ? Dependencies.end(image, at, imageEnd) : at;
        if (depends) {
            shown.put("dependenciesSize", payload - at);
        }
        if (imageEnd - payload < VERSIONS_BYTES) {
            return new Content(image, at, payload, imageEnd, count);
        }
        Fields header = Fields.of(image.read(payload, VERSIONS_BYTES));
        if (header.u32(0) != VERSIONS_SIGNATURE) {
            return new Content(image, at, payload, imageEnd, count);
        }
        long size = header.u32(4);
        if (size < VERSIONS_BYTES || size > imageEnd - payload) {
            throw new RefusedException("the header of a payload, " + size + " bytes, does not fit");
        }
        firmwareVersion = String.valueOf(header.u32(8));
        versions.put("signature", header.text(0, 4));
        versions.put("fwVersion", header.u32(8));
        versions.put("lowestSupportedVersion", header.u32(12));
        return new Content(image, at, payload + size, imageEnd, count);
    }
}
