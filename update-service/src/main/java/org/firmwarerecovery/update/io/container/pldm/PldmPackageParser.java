package org.firmwarerecovery.update.io.container.pldm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.firmwarerecovery.update.io.container.ContainerKind;
import org.firmwarerecovery.update.io.container.ContainerParser;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.container.Inspection;
import org.firmwarerecovery.update.io.container.Inspection.Device;
import org.firmwarerecovery.update.io.container.Inspection.Identity;
import org.firmwarerecovery.update.io.container.Part;
import org.firmwarerecovery.update.io.container.Profile;
import org.firmwarerecovery.update.io.container.Verdict;

/**
 * Firmware update packages of DSP0267, versions 1.0 to 1.3. The versions of the whole are those of the package and of the
 * component image sets of its devices; it names no machine: a package is for devices, which its descriptors describe.
 */
public final class PldmPackageParser implements ContainerParser {
    @Override
    public ContainerKind kind() {
        return ContainerKind.PLDM;
    }

    @Override
    public boolean recognises(byte[] head) {
        return PackageFormat.isMeantBy(head);
    }

    @Override
    public Inspection inspect(ImageBytes image, Profile profile) throws IOException {
        try {
            return read(image, profile);
        } catch (MalformedPackageException broken) {
            return Inspection.refused(ContainerKind.PLDM, broken.verdict(), broken.reason());
        }
    }

    private static Inspection read(ImageBytes image, Profile profile) throws IOException, MalformedPackageException {
        if (image.size() < PackageHeader.FIXED_BYTES) {
            throw truncated(image.size(), PackageHeader.FIXED_BYTES + " bytes that begin every header");
        }
        PackageHeader.Start start = PackageHeader.start(image.read(0, PackageHeader.FIXED_BYTES));
        if (start.size() > image.size()) {
            refuseWrongSize(image, start);
            throw truncated(image.size(), start.size() + " bytes of PackageHeaderSize at offset 17");
        }
        byte[] bytes = image.read(0, start.size());
        int checksumAt = start.size() - start.format().checksumBytes();
        long checksum = checksumAt(bytes, checksumAt);
        long found = crc(bytes, checksumAt);
        if (checksum != found) {
            refuseWrongSize(image, start);
            throw wrong("header-checksum", "PackageHeaderChecksum", checksumAt, checksum, found);
        }
        Deviations deviations = new Deviations();
        HeaderFields fields = HeaderFields.of(bytes);
        PackageHeader header = PackageHeader.read(fields.record("the header", checksumAt), deviations);
        if (header.end() != checksumAt) {
            throw new MalformedPackageException(
                    "header-structure",
                    (checksumAt - header.end()) + " bytes lie between the last component entry at " + header.end()
                            + " and PackageHeaderChecksum at " + checksumAt);
        }
        header.demandApplicable();
        header.components().demandRanges(start.size(), image.size(), start.format(), deviations);
        if (profile == Profile.STRICT && !deviations.isEmpty()) {
            return Inspection.refused(ContainerKind.PLDM, Verdict.REJECT_STRICT, deviations.text());
        }
        return payload(image, header, checksum, fields, deviations);
    }

    private static Inspection payload(
            ImageBytes image, PackageHeader header, long checksum, HeaderFields behind, Deviations deviations)
            throws IOException, MalformedPackageException {
        boolean wholly = header.format().hasPayloadChecksum();
        PayloadPass pass =
                PayloadPass.over(image, header.size(), header.components().byOffset(), wholly);
        Map<String, Object> parse = new LinkedHashMap<>(header.parse(pass));
        behind.u32("PackageHeaderChecksum");
        parse.put("headerChecksum", hex(checksum));
        if (wholly) {
            int at = behind.offset();
            long expected = behind.u32("PackagePayloadChecksum");
            if (expected != pass.checksum()) {
                throw wrong("payload-checksum", "PackagePayloadChecksum", at, expected, pass.checksum());
            }
            parse.put("payloadChecksum", hex(expected));
        }
        List<Part> parts = parts(header);
        return new Inspection(
                ContainerKind.PLDM,
                deviations.isEmpty() ? Verdict.ACCEPT : Verdict.ACCEPT_LENIENT,
                deviations.text(),
                parse,
                parts,
                identity(header, parts));
    }

    private static List<Part> parts(PackageHeader header) {
        return header.components().entries().stream()
                .map(entry -> new Part(
                        entry.name(),
                        entry.offset(),
                        entry.size(),
                        entry.version().text()))
                .toList();
    }

    private static Identity identity(PackageHeader header, List<Part> parts) {
        LinkedHashSet<String> versions = new LinkedHashSet<>();
        versions.add(header.version().text());
        header.devices().forEach(device -> versions.add(device.version().text()));
        List<Device> devices = Stream.concat(header.devices().stream(), header.downstreamDevices().stream())
                .map(device -> new Device(
                        device.descriptors().list(),
                        device.applicable().stream().mapToObj(parts::get).toList()))
                .toList();
        return new Identity(new ArrayList<>(versions), List.of(), devices);
    }

    /**
     * Tells a wrong PackageHeaderSize from a file that was cut or damaged: with it, the fields before the checksum hold
     * together, and the checksum stands right behind them. Returns where that is not so.
     */
    private static void refuseWrongSize(ImageBytes image, PackageHeader.Start start)
            throws IOException, MalformedPackageException {
        byte[] bytes = image.read(0, (int) Math.min(PackageHeader.BYTES_MAX, image.size()));
        int end;
        try {
            end = PackageHeader.read(HeaderFields.of(bytes), new Deviations()).end();
        } catch (MalformedPackageException damaged) {
            return;
        }
        int size = end + start.format().checksumBytes();
        if (size <= bytes.length && size != start.size() && checksumAt(bytes, end) == crc(bytes, end)) {
            throw new MalformedPackageException(
                    "header-size",
                    "PackageHeaderSize at offset 17 is " + start.size() + ", and the header ends at " + size);
        }
    }

    private static long checksumAt(byte[] bytes, int at) throws MalformedPackageException {
        HeaderFields fields = HeaderFields.of(bytes);
        fields.record("the fields before the checksum", at);
        return fields.u32("PackageHeaderChecksum");
    }

    private static long crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return crc.getValue();
    }

    private static MalformedPackageException truncated(long size, String needed) {
        return new MalformedPackageException("truncated", "the file ends at " + size + ", before the " + needed);
    }

    private static MalformedPackageException wrong(String rule, String field, int at, long expected, long found) {
        return new MalformedPackageException(
                rule, field + " at offset " + at + " is " + hex(expected) + ", the bytes give " + hex(found));
    }

    private static String hex(long checksum) {
        return String.format(Locale.ROOT, "%08x", checksum);
    }
}
