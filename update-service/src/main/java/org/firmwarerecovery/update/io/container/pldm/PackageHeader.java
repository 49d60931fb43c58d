package org.firmwarerecovery.update.io.container.pldm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a package up to its checksums.
 *
 * @param identifier PackageHeaderIdentifier, in hexadecimal
 * @param size PackageHeaderSize: bytes of the whole header, checksums included
 * @param bitmapBits ComponentBitmapBitLength
 * @param version of the package
 * @param devices at least one
 * @param downstreamDevices none before revision 2
 * @param end offset at which the checksums are due by what was read, to be compared with {@code size}
 */
record PackageHeader(
        String identifier,
        PackageFormat format,
        int size,
        ReleaseTime released,
        int bitmapBits,
        TextField version,
        List<DeviceRecord> devices,
        List<DeviceRecord> downstreamDevices,
        ComponentTable components,
        int end) {
    /** Bytes before the version string, the same in all versions. */
    static final int FIXED_BYTES = 36;
    /** Most bytes of a header: its size has two of them. */
    static final int BYTES_MAX = 0xFFFF;

    private static final int BITS_PER_BYTE = 8;

    /** Copies the lists. */
    PackageHeader {
        devices = List.copyOf(devices);
        downstreamDevices = List.copyOf(downstreamDevices);
    }

    /** What the first bytes say of the rest. */
    record Start(PackageFormat format, int size) {}

    /** Reads the first {@link #FIXED_BYTES} bytes. */
    static Start start(byte[] fixed) throws MalformedPackageException {
        HeaderFields in = HeaderFields.of(fixed);
        PackageFormat format = PackageFormat.of(
                in.hex("PackageHeaderIdentifier", PackageFormat.IDENTIFIER_BYTES),
                in.u8("PackageHeaderFormatRevision"));
        int size = in.u16("PackageHeaderSize");
        int least = FIXED_BYTES + 1 + (format.hasDownstreamDevices() ? 1 : 0) + 2 + format.checksumBytes();
        if (size < least) {
            throw new MalformedPackageException(
                    "header-size",
                    "PackageHeaderSize at offset 17 is " + size + ", and the least header has " + least + " bytes");
        }
        return new Start(format, size);
    }

    /** Reads all fields before the checksums; {@code in} may hold more bytes than those. */
    static PackageHeader read(HeaderFields in, Deviations deviations) throws MalformedPackageException {
        String identifier = in.hex("PackageHeaderIdentifier", PackageFormat.IDENTIFIER_BYTES);
        PackageFormat format = PackageFormat.of(identifier, in.u8("PackageHeaderFormatRevision"));
        int size = in.u16("PackageHeaderSize");
        ReleaseTime released = ReleaseTime.read(in);
        if (!released.isTime() && !released.isAbsent()) {
            deviations.add("release-time", "PackageReleaseDateTime at offset 19 is no time: " + released.rawHex());
        }
        int bitmapBits = bitmapBits(in);
        TextField version = TextField.read(in, "PackageVersionString");
        int at = in.offset();
        int deviceCount = in.u8("DeviceIDRecordCount");
        if (deviceCount == 0) {
            throw new MalformedPackageException("no-device-records", "DeviceIDRecordCount at offset " + at + " is 0");
        }
        List<DeviceRecord> devices = records(in, deviceCount, false, format, bitmapBits, deviations);
        List<DeviceRecord> downstream = format.hasDownstreamDevices()
                ? records(in, in.u8("DownstreamDeviceIDRecordCount"), true, format, bitmapBits, deviations)
                : List.of();
        ComponentTable components = ComponentTable.read(in, format, bitmapBits);
        return new PackageHeader(
                identifier, format, size, released, bitmapBits, version, devices, downstream, components, in.offset());
    }

    /** Demands that no device names a component that is not there. */
    void demandApplicable() throws MalformedPackageException {
        int count = components.entries().size();
        for (DeviceRecord device : devices) {
            device.demandApplicableBelow(count);
        }
        for (DeviceRecord device : downstreamDevices) {
            device.demandApplicableBelow(count);
        }
    }

    private static int bitmapBits(HeaderFields in) throws MalformedPackageException {
        int at = in.offset();
        int bits = in.u16("ComponentBitmapBitLength");
        if (bits == 0 || bits % BITS_PER_BYTE != 0 || bits / BITS_PER_BYTE > in.remaining()) {
            throw new MalformedPackageException(
                    "bitmap-length",
                    "ComponentBitmapBitLength at offset " + at + " is " + bits
                            + ", and has to be a multiple of 8, above 0, that fits in the header");
        }
        return bits;
    }

    private static List<DeviceRecord> records(
            HeaderFields in, int count, boolean downstream, PackageFormat format, int bitmapBits, Deviations deviations)
            throws MalformedPackageException {
        String name = downstream ? "DownstreamDeviceIDRecord " : "FirmwareDeviceIDRecord ";
        List<DeviceRecord> records = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            records.add(
                    DeviceRecord.read(in, name + index, downstream, format, bitmapBits / BITS_PER_BYTE, deviations));
        }
        return records;
    }

    /** The fields as they stand, without checksums. */
    Map<String, Object> parse(Digests digests) {
        Map<String, Object> parse = new LinkedHashMap<>();
        parse.put("packageHeaderIdentifier", identifier);
        parse.put("packageHeaderFormatRevision", format.revision());
        parse.put("packageHeaderSize", size);
        parse.put("packageReleaseDateTimeRaw", released.rawHex());
        parse.put("packageReleaseDateTime", released.parse());
        parse.put("componentBitmapBitLength", bitmapBits);
        parse.put("packageVersionStringType", version.type());
        parse.put("packageVersionString", version.text());
        if (version.isEncoded()) {
            parse.put("packageVersionBytesHex", version.bytesHex());
        }
        parse.put(
                "firmwareDeviceIdRecords",
                devices.stream().map(DeviceRecord::parse).toList());
        parse.put(
                "downstreamDeviceIdRecords",
                downstreamDevices.stream().map(DeviceRecord::parse).toList());
        parse.put(
                "componentImageInformation",
                components.entries().stream()
                        .map(entry -> entry.parse(digests.sha256(entry)))
                        .toList());
        return parse;
    }

    /** Knows what the components hash to. */
    interface Digests {
        /** In hexadecimal. */
        String sha256(ComponentEntry entry);
    }
}
