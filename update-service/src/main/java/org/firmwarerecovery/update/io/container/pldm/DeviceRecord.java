package org.firmwarerecovery.update.io.container.pldm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One FirmwareDeviceIDRecord or DownstreamDeviceIDRecord: which device, and which components are for it. The two have the same
 * frame; the downstream one carries a minimum version for self-contained activation where the other has the version of the set.
 *
 * @param name what messages call it
 * @param downstream which of the two
 * @param updateOptionFlags bit 0: continue after a failure; downstream: a comparison stamp of the minimum version follows it
 * @param version of the set, or the minimum version
 * @param minVersionStamp unsigned 32 bits; 0 where there is none
 * @param applicable indexes of components
 * @param packageData in hexadecimal; given to the device as it is
 * @param referenceManifest in hexadecimal; not given to the device; empty before revision 4
 */
record DeviceRecord(
        String name,
        boolean downstream,
        long updateOptionFlags,
        TextField version,
        long minVersionStamp,
        BitSet applicable,
        String packageData,
        String referenceManifest,
        Descriptors descriptors) {
    private static final int LENGTH_BYTES = 2;
    private static final long STAMP_FOLLOWS = 1;

    /**
     * Reads a record.
     *
     * @param header stands at its RecordLength
     * @param bitmapBytes of ApplicableComponents
     */
    static DeviceRecord read(
            HeaderFields header,
            String name,
            boolean downstream,
            PackageFormat format,
            int bitmapBytes,
            Deviations deviations)
            throws MalformedPackageException {
        int begin = header.offset();
        int length = header.u16("RecordLength");
        if (length < LENGTH_BYTES) {
            throw new MalformedPackageException(
                    "header-structure", "RecordLength at offset " + begin + " of " + name + " is " + length);
        }
        int headerEnd = header.offset() + header.remaining();
        HeaderFields in = header.record(name + " at offset " + begin, length - LENGTH_BYTES);
        int descriptorCount = in.u8("DescriptorCount");
        long flags = in.u32(downstream ? "DownstreamDeviceUpdateOptionFlags" : "DeviceUpdateOptionFlags");
        TextField version = TextField.readLength(
                in, downstream ? "SelfContainedActivationMinVersionString" : "ComponentImageSetVersionString");
        int dataLength = in.u16(downstream ? "PackageDataLength" : "FirmwareDevicePackageDataLength");
        long manifestLength = format.hasReferenceManifests() ? in.u32("ReferenceManifestLength") : 0;
        byte[] bitmap = in.bytes("ApplicableComponents", bitmapBytes);
        boolean stamped = downstream && (flags & STAMP_FOLLOWS) != 0;
        demandVersion(version, downstream, name, deviations);
        long descriptorBytes =
                in.remaining() - (long) version.length() - (stamped ? 4 : 0) - dataLength - manifestLength;
        if (descriptorBytes < 0) {
            throw new MalformedPackageException(
                    "header-structure",
                    "the lengths in " + in.record() + " add up to " + -descriptorBytes + " bytes more than it has");
        }
        version.readText(in);
        long stamp = stamped ? in.u32("SelfContainedActivationMinVersionComparisonStamp") : 0;
        if (descriptorCount == 0) {
            throw new MalformedPackageException("descriptor-count", "DescriptorCount of " + in.record() + " is 0");
        }
        Descriptors descriptors = Descriptors.read(
                in.record("the descriptors of " + name, descriptorBytes), descriptorCount, headerEnd, deviations);
        String data = in.hex("package data", dataLength);
        String manifest = in.hex("ReferenceManifestData", manifestLength);
        in.end("header-structure");
        return new DeviceRecord(
                name, downstream, flags, version, stamp, BitSet.valueOf(bitmap), data, manifest, descriptors);
    }

    private static void demandVersion(TextField version, boolean downstream, String name, Deviations deviations)
            throws MalformedPackageException {
        if (!downstream) {
            version.demandText();
            return;
        }
        // Tools disagree here: the creator of OpenBMC writes type 0 and length 0 where there is no minimum version, and
        // libpldm refuses just that.
        version.allowNoText();
        if (version.length() == 0) {
            deviations.add(
                    "no-minimum-version",
                    name + " has no minimum version (string type " + version.type() + " at offset " + version.offset()
                            + ")");
        }
    }

    /** Demands that only components that exist are applicable. */
    void demandApplicableBelow(int componentCount) throws MalformedPackageException {
        if (applicable.length() > componentCount) {
            throw new MalformedPackageException(
                    "applicable-component-index",
                    "ApplicableComponents of " + name + " names component " + (applicable.length() - 1)
                            + ", and there are " + componentCount);
        }
    }

    Map<String, Object> parse() {
        Map<String, Object> parse = new LinkedHashMap<>();
        parse.put(downstream ? "updateOptionFlags" : "deviceUpdateOptionFlags", updateOptionFlags);
        if (downstream) {
            parse.put("minVersionStringType", version.type());
            parse.put("minVersionComparisonStamp", minVersionStamp);
            parse.put("minVersionString", version.text());
        } else {
            parse.put("componentImageSetVersionStringType", version.type());
            parse.put("componentImageSetVersionString", version.text());
        }
        List<Integer> components = new ArrayList<>();
        applicable.stream().forEach(components::add);
        parse.put("applicableComponents", components);
        parse.put(downstream ? "packageData" : "firmwareDevicePackageData", packageData);
        parse.put("referenceManifestData", referenceManifest);
        parse.put("descriptors", descriptors.parse());
        return parse;
    }
}
