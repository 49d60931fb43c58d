package org.firmwarerecovery.update.io.flash;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Erases blocks of an MTD device with {@code flash_erase} of mtd-utils, since the system call for it (MEMERASE) cannot be made
 * from Java 17. That program goes on after a block that does not erase and may still end with 0, so its end proves nothing:
 * whoever erases looks at the bytes afterwards.
 *
 * <p>Threads: any. Blocks as long as the erase takes, bounded by {@link #PER_BLOCK} for each block.
 *
 * @param command the program and its first arguments
 */
public record MtdErase(List<String> command) {
    /** As mtd-utils installs it; quiet. */
    public static final MtdErase MTD_UTILS = new MtdErase(List.of("flash_erase", "-q"));
    /** Longest erase of one block: data sheets of serial NOR say up to 3 s. */
    public static final Duration PER_BLOCK = Duration.ofSeconds(4);

    private static final Duration START = Duration.ofSeconds(30);
    private static final int OUTPUT_BYTES_MAX = 4096;

    /** Copies the list. */
    public MtdErase {
        command = List.copyOf(command);
    }

    /**
     * Erases {@code blocks} blocks from byte {@code offset} on.
     *
     * @throws IOException when the program cannot be started, fails or takes too long; part of it may be erased
     */
    void run(Path device, long offset, long blocks) throws IOException {
        if (blocks <= 0) {
            // To the program 0 blocks means all that follow.
            throw new IllegalArgumentException("no blocks to erase: " + blocks);
        }
        List<String> line = new ArrayList<>(command);
        line.add(device.toString());
        line.add(Long.toString(offset));
        line.add(Long.toString(blocks));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        boolean ended = false;
        try {
            process.getOutputStream().close();
            long within = START.plus(PER_BLOCK.multipliedBy(blocks)).toMillis();
            ended = process.waitFor(within, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("erasing " + device + " was interrupted", e);
        } finally {
            if (!ended) {
                process.destroyForcibly();
            }
        }
        String name = command.get(0);
        if (!ended) {
            throw new IOException(name + " did not erase " + blocks + " blocks of " + device + " in time");
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    name + " " + device + " ended with status " + process.exitValue() + ": " + output(process));
        }
    }

    private static String output(Process process) throws IOException {
        try (InputStream said = process.getInputStream()) {
            return new String(said.readNBytes(Math.min(OUTPUT_BYTES_MAX, said.available())), StandardCharsets.UTF_8)
                    .strip();
        }
    }
}
