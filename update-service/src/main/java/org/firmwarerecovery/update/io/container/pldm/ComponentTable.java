package org.firmwarerecovery.update.io.container.pldm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.firmwarerecovery.update.io.container.Verdict;

/**
 * ComponentImageInformation: all components, and the rule that their ranges lie behind the header, inside the file and apart.
 *
 * @param entries in the order of the table
 */
record ComponentTable(List<ComponentEntry> entries) {
    /** Copies the list. */
    ComponentTable {
        entries = List.copyOf(entries);
    }

    static ComponentTable read(HeaderFields header, PackageFormat format, int bitmapBits)
            throws MalformedPackageException {
        int at = header.offset();
        int count = header.u16("ComponentImageCount");
        if (count == 0) {
            throw new MalformedPackageException("no-components", "ComponentImageCount at offset " + at + " is 0");
        }
        if ((long) count * ComponentEntry.BYTES_MIN > header.remaining()) {
            throw new MalformedPackageException(
                    "header-structure",
                    "ComponentImageCount at offset " + at + " is " + count + ", and the header has "
                            + header.remaining() + " bytes left for them");
        }
        List<ComponentEntry> entries = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            entries.add(ComponentEntry.read(header, index, format));
        }
        if (count > bitmapBits) {
            throw new MalformedPackageException(
                    "bitmap-length",
                    "ComponentBitmapBitLength is " + bitmapBits + ", and ComponentImageCount at offset " + at + " is "
                            + count);
        }
        return new ComponentTable(entries);
    }

    /** The components as they follow each other in the file. */
    List<ComponentEntry> byOffset() {
        List<ComponentEntry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(ComponentEntry::offset));
        return sorted;
    }

    /** Judges the ranges. */
    void demandRanges(int headerSize, long fileSize, PackageFormat format, Deviations deviations)
            throws MalformedPackageException {
        for (ComponentEntry entry : entries) {
            demandRange(entry, headerSize, fileSize);
        }
        long end = headerSize;
        String before = "the header";
        for (ComponentEntry entry : byOffset()) {
            if (entry.offset() < end) {
                throw new MalformedPackageException(
                        "component-overlap",
                        entry.name() + " begins at " + entry.offset() + ", and " + before + " ends at " + end);
            }
            if (entry.offset() > end) {
                deviations.add(
                        "padding",
                        (entry.offset() - end) + " bytes of padding lie before " + entry.name() + " at " + end);
            }
            end = entry.end();
            before = entry.name();
        }
        for (int i = 1; i < entries.size(); i++) {
            if (entries.get(i).offset() < entries.get(i - 1).offset()) {
                deviations.add(
                        "component-order",
                        entries.get(i).name() + " lies before "
                                + entries.get(i - 1).name());
                break;
            }
        }
        behind(end, fileSize, format, deviations);
    }

    private static void demandRange(ComponentEntry entry, int headerSize, long fileSize)
            throws MalformedPackageException {
        String range = "ComponentLocationOffset " + entry.offset() + " and ComponentSize " + entry.size() + " of "
                + entry.name() + " (entry at offset " + entry.at() + ")";
        if (entry.size() == 0) {
            throw new MalformedPackageException("component-empty", range + " leave nothing of it");
        }
        if (entry.offset() < headerSize) {
            throw new MalformedPackageException(
                    "component-inside-header", range + " begin inside the header of " + headerSize + " bytes");
        }
        if (entry.end() > fileSize) {
            throw new MalformedPackageException(
                    "component-out-of-bounds", range + " lead past the end of the file at " + fileSize);
        }
    }

    /** Bytes behind the last component: only the payload checksum of revision 4 covers them. */
    private static void behind(long end, long fileSize, PackageFormat format, Deviations deviations)
            throws MalformedPackageException {
        if (end == fileSize) {
            return;
        }
        String sentence = (fileSize - end) + " bytes follow the last component at " + end;
        if (!format.hasPayloadChecksum()) {
            throw new MalformedPackageException(
                    "trailing-bytes", sentence + ", covered by no checksum", Verdict.REJECT_STRICT);
        }
        deviations.add("padding", sentence);
    }
}
