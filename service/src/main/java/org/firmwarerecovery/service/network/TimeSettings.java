package org.firmwarerecovery.service.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the machine gets the time by NTP, as the operator's program reads it, in Redfish's names. What it does not say is null.
 *
 * @param protocolEnabled it asks time servers
 * @param port UDP port
 * @param ntpServers names or addresses of the servers
 */
public record TimeSettings(
        @Nullable Boolean protocolEnabled,
        @Nullable Integer port,
        @JsonProperty("NTPServers") @Nullable List<String> ntpServers)
        implements ReadSettings {
    private static final int PORT_MAX = 65_535;

    /** Copies the list. */
    public TimeSettings {
        ntpServers = ntpServers == null ? null : List.copyOf(ntpServers);
    }

    @Override
    public Optional<String> fault() {
        List<String> servers = ntpServers == null ? List.of() : ntpServers;
        if (servers.size() > ENTRIES_MAX) {
            return Optional.of("more than " + ENTRIES_MAX + " NTPServers");
        }
        if (port != null && (port < 1 || port > PORT_MAX)) {
            return Optional.of("Port is no port");
        }
        return servers.stream().allMatch(TimeSettings::isServer)
                ? Optional.empty()
                : Optional.of("NTPServers: neither a name nor an address");
    }

    /** Whether this can be a time server. */
    public static boolean isServer(String text) {
        return NetworkText.isName(text) || NetworkText.address(text).isPresent();
    }
}
