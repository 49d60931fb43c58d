package org.firmwarerecovery.update.io.hook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The heartbeat of an image as this node sees it: a change of its file since the activation. Times of files are compared with
 * each other only, never with the clock, since a clock may jump while an image comes up (a controller's often starts in 1970);
 * how old a beat is, is counted in monotonic time between two looks. Not thread-safe.
 */
final class HeartbeatFile {
    private final Path file;
    private final long maxAgeNanos;
    private final LongSupplier nanoClock;
    private String seen;
    private long lookedAt;

    /** Watches {@code file} from now on: what is there already is from before the activation. */
    HeartbeatFile(Path file, Duration maxAge, LongSupplier nanoClock) {
        this.file = file;
        this.maxAgeNanos = maxAge.toNanos();
        this.nanoClock = nanoClock;
        this.seen = look();
        this.lookedAt = nanoClock.getAsLong();
    }

    /** Empty when there was a beat no older than the largest age; else what speaks against it. */
    Optional<String> probe() {
        String now = look();
        long at = nanoClock.getAsLong();
        long sinceLastLook = at - lookedAt;
        boolean changed = !now.equals(seen) && !now.isEmpty();
        lookedAt = at;
        seen = now;
        if (changed && sinceLastLook <= maxAgeNanos) {
            return Optional.empty();
        }
        if (changed) {
            return Optional.of("the last heartbeat may be older than the largest age");
        }
        return Optional.of(
                now.isEmpty() ? "there is no heartbeat: " + file : "there was no heartbeat since the activation");
    }

    /** What changes with every beat; empty for no file. */
    private String look() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException e) {
            return "";
        }
    }
}
