package org.firmwarerecovery.update.io.container.pldm;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One entry of ComponentImageInformation.
 *
 * @param index of the component, from 0
 * @param at offset of the entry
 * @param comparisonStamp unsigned 32 bits; 0xFFFFFFFF for none
 * @param requestedActivation RequestedComponentActivationMethod, bits
 * @param offset ComponentLocationOffset, from the first byte of the package
 * @param size ComponentSize, bytes
 * @param opaqueData in hexadecimal; empty before revision 3
 */
record ComponentEntry(
        int index,
        int at,
        int classification,
        int identifier,
        long comparisonStamp,
        int options,
        int requestedActivation,
        long offset,
        long size,
        TextField version,
        String opaqueData) {
    /** Bytes of an entry without its texts and data. */
    static final int BYTES_MIN = 22;

    private static final int RESERVED_FIRST = 0x000E;
    private static final int RESERVED_LAST = 0x7FFF;

    static ComponentEntry read(HeaderFields in, int index, PackageFormat format) throws MalformedPackageException {
        int at = in.offset();
        int classification = in.u16("ComponentClassification");
        if (classification >= RESERVED_FIRST && classification <= RESERVED_LAST) {
            throw new MalformedPackageException(
                    "component-classification",
                    String.format(
                            Locale.ROOT,
                            "ComponentClassification at offset %d of component %d is 0x%04X, which is not assigned",
                            at,
                            index,
                            classification));
        }
        return new ComponentEntry(
                index,
                at,
                classification,
                in.u16("ComponentIdentifier"),
                in.u32("ComponentComparisonStamp"),
                in.u16("ComponentOptions"),
                in.u16("RequestedComponentActivationMethod"),
                in.u32("ComponentLocationOffset"),
                in.u32("ComponentSize"),
                TextField.read(in, "ComponentVersionString"),
                format.hasOpaqueData() ? in.hex("ComponentOpaqueData", in.u32("ComponentOpaqueDataLength")) : "");
    }

    /** First byte behind the component. */
    long end() {
        return offset + size;
    }

    /** What it is called to people. */
    String name() {
        return "component " + index + " (identifier " + identifier + ")";
    }

    Map<String, Object> parse(String sha256) {
        Map<String, Object> parse = new LinkedHashMap<>();
        parse.put("classification", classification);
        parse.put("identifier", identifier);
        parse.put("comparisonStamp", comparisonStamp);
        parse.put("options", options);
        parse.put("requestedActivationMethod", requestedActivation);
        parse.put("locationOffset", offset);
        parse.put("size", size);
        parse.put("versionStringType", version.type());
        parse.put("versionString", version.text());
        parse.put("opaqueData", opaqueData);
        parse.put("sha256", sha256);
        return parse;
    }
}
