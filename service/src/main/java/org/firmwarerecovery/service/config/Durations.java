package org.firmwarerecovery.service.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as the configuration writes them: one number with a unit, {@code 250ms}, {@code 30s}, {@code 2m}, {@code 24h}, {@code 7d}. */
public final class Durations {
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

    /** Longest duration: about a hundred years, so that no sum of durations and times overflows. */
    private static final Duration MAX = Duration.ofDays(36_500);

    private Durations() {}

    /** Reads a duration; empty when {@code text} is none. A number without unit is none, because nobody could tell its unit. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration duration = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
        return duration.compareTo(MAX) > 0 ? Optional.empty() : Optional.of(duration);
    }

    /** The shortest exact spelling, {@code 2m} for 120 seconds. */
    public static String write(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 60 != 0) {
            return seconds + "s";
        }
        if (seconds % 3600 != 0) {
            return seconds / 60 + "m";
        }
        return seconds % 86_400 == 0 && seconds > 86_400 ? seconds / 86_400 + "d" : seconds / 3600 + "h";
    }
}
