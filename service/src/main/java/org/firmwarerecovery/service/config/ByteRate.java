package org.firmwarerecovery.service.config;

import java.util.Optional;

/**
 * A limit of bytes per second, written {@code 8MiB/s}.
 *
 * @param perSecond bytes per second, more than zero
 */
public record ByteRate(ByteSize perSecond) {
    private static final String SUFFIX = "/s";

    /** Refuses a standstill. */
    public ByteRate {
        if (perSecond.bytes() == 0) {
            throw new IllegalArgumentException("a rate of zero never ends");
        }
    }

    /** Reads {@code 8MiB/s}; empty when it is none. */
    public static Optional<ByteRate> parse(String text) {
        if (!text.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        return ByteSize.parse(text.substring(0, text.length() - SUFFIX.length()))
                .filter(size -> size.bytes() > 0)
                .map(ByteRate::new);
    }

    @Override
    public String toString() {
        return perSecond + SUFFIX;
    }
}
