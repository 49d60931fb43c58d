package org.firmwarerecovery.update.io.web;

import java.time.Duration;
import org.firmwarerecovery.update.transfer.MinimumRate;

/**
 * Bounds of one HTTP client by name.
 *
 * @param connectTimeout longest TCP connect, and longest TLS handshake
 * @param stallTimeout longest wait for the next byte of an answer
 * @param headerLineMax longest header line in characters
 * @param headersMax most header lines of an answer
 * @param rate slowest body that is put up with
 * @param connectionsMax most connections at once
 * @param connectionsPerHostMax most connections to one host
 * @param idleTimeout how long an unused connection is kept
 */
public record WebLimits(
        Duration connectTimeout,
        Duration stallTimeout,
        int headerLineMax,
        int headersMax,
        MinimumRate rate,
        int connectionsMax,
        int connectionsPerHostMax,
        Duration idleTimeout) {
    /** Figures for servers and hosts of usual speed. */
    public static WebLimits defaults() {
        return new WebLimits(
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                8 * 1024,
                64,
                MinimumRate.defaults(),
                64,
                4,
                Duration.ofSeconds(20));
    }

    /** The same limits with other times: the settings of section {@code transfer}. */
    public WebLimits timing(Duration connect, Duration stall) {
        return new WebLimits(
                connect, stall, headerLineMax, headersMax, rate, connectionsMax, connectionsPerHostMax, idleTimeout);
    }

    /** The same limits with another minimum rate. */
    public WebLimits slowest(MinimumRate other) {
        return new WebLimits(
                connectTimeout,
                stallTimeout,
                headerLineMax,
                headersMax,
                other,
                connectionsMax,
                connectionsPerHostMax,
                idleTimeout);
    }
}
