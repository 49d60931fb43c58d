package org.firmwarerecovery.service.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The bank files of one component of a running node, touched from outside as broken flash would be. */
final class BankFiles {
    private static final int BUFFER = 64 * 1024;

    private final Path folder;

    /** The banks in {@code folder}: {@code banks/<component>} of a state folder. */
    BankFiles(Path folder) {
        this.folder = folder;
    }

    /** The file of a bank, {@code A} or {@code B}. */
    Path file(String bank) {
        return folder.resolve(bank.toLowerCase(Locale.ROOT) + ".img");
    }

    /**
     * Does the damage and says what was done.
     *
     * @param fault what to do
     * @param active the active bank
     * @param imageSize bytes of the payload: damage behind it would not be damage
     */
    String damage(Fault fault, String active, long imageSize) throws IOException {
        return switch (fault) {
            case CORRUPT_BOTH -> {
                for (String bank : List.of("A", "B")) {
                    invert(file(bank), imageSize / 2, (int) Math.min(BUFFER, imageSize / 2));
                }
                yield "overwrote up to 64 KiB in the middle of both banks";
            }
            case CORRUPT_ACTIVE -> {
                invertBit(file(active), imageSize / 2);
                yield "flipped one bit in the active bank " + active;
            }
            case MISSING -> {
                for (String bank : List.of("A", "B")) {
                    Files.delete(file(bank));
                }
                yield "removed both banks";
            }
            case BOOT_FAILURES, OUTDATED -> throw new IllegalArgumentException(fault + " is no damage of banks");
        };
    }

    /** True when the first bytes of a bank are those of {@code image}, all of them. */
    boolean holds(String bank, Path image) throws IOException {
        if (!Files.exists(file(bank))) {
            return false;
        }
        try (InputStream wanted = Files.newInputStream(image);
                InputStream found = Files.newInputStream(file(bank))) {
            byte[] left = wanted.readNBytes(BUFFER);
            while (left.length > 0) {
                if (!Arrays.equals(left, found.readNBytes(left.length))) {
                    return false;
                }
                left = wanted.readNBytes(BUFFER);
            }
            return true;
        }
    }

    private static void invert(Path file, long offset, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            readFully(channel, bytes, offset);
            for (int index = 0; index < length; index++) {
                bytes.put(index, (byte) ~bytes.get(index));
            }
            write(channel, bytes.rewind(), offset);
        }
    }

    private static void invertBit(Path file, long offset) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            readFully(channel, one, offset);
            one.put(0, (byte) (one.get(0) ^ 1));
            write(channel, one.rewind(), offset);
        }
    }

    private static void readFully(FileChannel channel, ByteBuffer target, long offset) throws IOException {
        while (target.hasRemaining()) {
            if (channel.read(target, offset + target.position()) < 0) {
                throw new IOException("the bank ends before byte " + (offset + target.limit()));
            }
        }
    }

    private static void write(FileChannel channel, ByteBuffer source, long offset) throws IOException {
        int start = source.position();
        while (source.hasRemaining()) {
            channel.write(source, offset + source.position() - start);
        }
    }
}
