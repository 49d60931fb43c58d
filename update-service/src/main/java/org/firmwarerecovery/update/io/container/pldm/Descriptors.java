package org.firmwarerecovery.update.io.container.pldm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.update.manifest.Manifest.Descriptor;

/**
 * RecordDescriptors: what identifies the device of a record.
 *
 * @param list at least one, in the order of the record
 */
record Descriptors(List<Descriptor> list) {
    static final int VENDOR_DEFINED = 0xFFFF;
    /** Copies the list. */
    Descriptors {
        list = List.copyOf(list);
    }

    /**
     * Reads all descriptors of a record.
     *
     * @param area exactly their bytes
     * @param headerEnd end of the header around it: a length that leaves even that is wrong beyond doubt
     */
    static Descriptors read(HeaderFields area, int count, long headerEnd, Deviations deviations)
            throws MalformedPackageException {
        List<Descriptor> list = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            if (area.remaining() == 0) {
                throw new MalformedPackageException(
                        "descriptor-count",
                        "DescriptorCount says " + count + " and " + area.record() + " end at offset " + area.offset()
                                + " after " + index);
            }
            list.add(one(area, index, headerEnd, deviations));
        }
        area.end("descriptor-count");
        return new Descriptors(list);
    }

    private static Descriptor one(HeaderFields area, int index, long headerEnd, Deviations deviations)
            throws MalformedPackageException {
        int at = area.offset();
        int type = area.u16("DescriptorType");
        int length = area.u16("DescriptorLength");
        String here = "the descriptor at offset " + at + " of type " + hex(type);
        if (index == 0 && type > DescriptorKind.INITIAL_TYPE_MAX) {
            throw new MalformedPackageException(
                    "initial-descriptor-type", here + " stands first, where the vendor has to be named");
        }
        if (area.offset() + (long) length > headerEnd) {
            throw new MalformedPackageException(
                    "descriptor-length", here + " has " + length + " bytes, past the end of the header");
        }
        Optional<DescriptorKind> kind = DescriptorKind.of(type);
        if (kind.isPresent() && kind.get().length() != length) {
            throw new MalformedPackageException(
                    "descriptor-length",
                    here + " has " + length + " bytes instead of " + kind.get().length());
        }
        HeaderFields data = area.record(here, length);
        Descriptor descriptor = new Descriptor(type, data.restHex());
        if (type == VENDOR_DEFINED) {
            vendorDefined(data, here);
        } else if (kind.isEmpty()) {
            deviations.add("descriptor-type", here + " is not assigned; it matches nothing");
        }
        return descriptor;
    }

    private static void vendorDefined(HeaderFields data, String here) throws MalformedPackageException {
        if (data.remaining() < 2) {
            throw new MalformedPackageException("descriptor-length", here + " is too short for a title");
        }
        TextField title = TextField.readLength(data, "VendorDefinedDescriptorTitleString");
        title.demandText();
        if (title.length() > data.remaining()) {
            throw new MalformedPackageException(
                    "descriptor-length",
                    here + " has " + data.remaining() + " bytes left for its title of " + title.length());
        }
        title.readText(data);
    }

    private static String hex(int type) {
        return String.format(Locale.ROOT, "0x%04X", type);
    }

    List<Map<String, Object>> parse() {
        List<Map<String, Object>> parse = new ArrayList<>();
        for (Descriptor descriptor : list) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("type", descriptor.type());
            one.put("data", descriptor.data());
            parse.add(one);
        }
        return parse;
    }
}
