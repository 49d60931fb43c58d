package org.firmwarerecovery.update.io.trust;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Properties;

/**
 * When this program was built: the earliest time that can be now. A BMC's clock may start in 1970; one that shows less than
 * this is unset. It is also the start of validity of certificates that a node makes itself.
 */
public final class BuildTime {
    private static final Instant INSTANT = read();

    private BuildTime() {}

    /** Time of the build, to the second; the same in every build of the same sources. */
    public static Instant instant() {
        return INSTANT;
    }

    private static Instant read() {
        Properties properties = new Properties();
        try (InputStream resource = BuildTime.class.getResourceAsStream("build.properties")) {
            if (resource == null) {
                throw new IllegalStateException("build.properties is missing from the program");
            }
            properties.load(resource);
        } catch (IOException e) {
            throw new UncheckedIOException("build.properties can not be read", e);
        }
        return OffsetDateTime.parse(properties.getProperty("build.time", "")).toInstant();
    }
}
