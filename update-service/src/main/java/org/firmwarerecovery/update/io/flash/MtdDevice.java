package org.firmwarerecovery.update.io.flash;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.firmwarerecovery.update.io.file.ByteText;

/**
 * What the kernel says of one MTD device, from {@code /sys/class/mtd/<device>/}.
 *
 * @param node its character device, such as {@code /dev/mtd4}
 * @param size bytes of the device
 * @param eraseSize bytes of an erase block
 * @param writeSize bytes in which it is programmed; 1 for most NOR
 */
public record MtdDevice(Path node, long size, int eraseSize, int writeSize) {
    /** Where the kernel shows its MTD devices. */
    public static final Path KERNEL = Path.of("/sys/class/mtd");
    /** Largest erase block that is believed. */
    private static final int ERASE_SIZE_MAX = 64 * 1024 * 1024;

    private static final int FACT_BYTES_MAX = 4096;
    // NAND has blocks that are bad from the start and pages that must not be programmed in parts: UBI is made for that.
    private static final List<String> KINDS = List.of("nor", "ram");

    /**
     * Reads the facts of {@code node}.
     *
     * @param kernel {@link #KERNEL}
     * @throws IOException when there is no such device, or it is of a kind that is not written like NOR; says what to do
     */
    public static MtdDevice of(Path node, Path kernel) throws IOException {
        Path facts = kernel.resolve(String.valueOf(node.getFileName()));
        if (!Files.isDirectory(facts) || !Files.exists(node)) {
            throw new IOException(node + " is no MTD device: the kernel knows none of that name in " + kernel);
        }
        String kind = text(facts.resolve("type"));
        if (!KINDS.contains(kind)) {
            throw new IOException(node + " is an MTD device of type " + kind + ", not one of " + KINDS
                    + ": put a file system on it (UBI for NAND) and use flash: file");
        }
        long size = number(facts.resolve("size"), Long.MAX_VALUE);
        int eraseSize = (int) number(facts.resolve("erasesize"), ERASE_SIZE_MAX);
        int writeSize = (int) number(facts.resolve("writesize"), eraseSize);
        if (size % eraseSize != 0 || eraseSize % writeSize != 0) {
            throw new IOException(
                    node + " does not consist of whole erase blocks: " + size + ", " + eraseSize + ", " + writeSize);
        }
        return new MtdDevice(node, size, eraseSize, writeSize);
    }

    /** Refuses a bank that is larger than the device. */
    void mustHold(long bytes, String sizeField) throws IOException {
        if (bytes > size) {
            throw new IOException(sizeField + " is " + ByteText.exact(bytes) + ", but " + node + " has "
                    + ByteText.exact(size) + ": set " + sizeField + " to " + size + " or less");
        }
    }

    private static long number(Path file, long most) throws IOException {
        String text = text(file);
        try {
            long number = Long.parseLong(text);
            if (number > 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IOException(file + " holds no number: " + text, e);
        }
        throw new IOException(file + " makes no sense: " + text);
    }

    private static String text(Path file) throws IOException {
        // The kernel gives every fact the size of a page, so what is read counts, not what the size says.
        try (InputStream stream = Files.newInputStream(file)) {
            return new String(stream.readNBytes(FACT_BYTES_MAX), StandardCharsets.US_ASCII).strip();
        }
    }
}
