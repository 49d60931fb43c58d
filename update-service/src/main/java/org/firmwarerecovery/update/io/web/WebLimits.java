package org.firmwarerecovery.update.io.web;

import java.time.Duration;

/**
 * Bounds of one HTTP client by name.
 *
 * @param connectTimeout longest TCP connect, and longest TLS handshake
 * @param stallTimeout longest wait for the next byte of an answer
 * @param headerLineMax longest header line in characters
 * @param headersMax most header lines of an answer
 * @param rateMin slowest body in bytes per second that is put up with
 * @param rateGrace how long a body may be slower before that counts
 * @param connectionsMax most connections at once
 * @param connectionsPerHostMax most connections to one host
 * @param idleTimeout how long an unused connection is kept
 */
public record WebLimits(
        Duration connectTimeout,
        Duration stallTimeout,
        int headerLineMax,
        int headersMax,
        long rateMin,
        Duration rateGrace,
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
                4 * 1024,
                Duration.ofSeconds(10),
                64,
                4,
                Duration.ofSeconds(20));
    }

    /** The same limits with other times: the settings of section {@code transfer}. */
    public WebLimits timing(Duration connect, Duration stall) {
        return new WebLimits(
                connect,
                stall,
                headerLineMax,
                headersMax,
                rateMin,
                rateGrace,
                connectionsMax,
                connectionsPerHostMax,
                idleTimeout);
    }

    /** The same limits with another minimum rate. */
    public WebLimits slowest(long bytesPerSecond, Duration grace) {
        return new WebLimits(
                connectTimeout,
                stallTimeout,
                headerLineMax,
                headersMax,
                bytesPerSecond,
                grace,
                connectionsMax,
                connectionsPerHostMax,
                idleTimeout);
    }
}
