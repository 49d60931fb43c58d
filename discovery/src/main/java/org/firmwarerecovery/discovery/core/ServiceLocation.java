package org.firmwarerecovery.discovery.core;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code AL} header: where a Redfish service root is. It carries no IPv6 zone, because a zone means something only
 * on the sender's machine; the receiver adds the interface it heard the message on ({@link #scopedHost}).
 *
 * @param uri the URI as received, {@code https://host[:port]/redfish/v1[/]}
 * @param host host name or address; an IPv6 address without brackets
 * @param port TCP port, 443 when the URI has none
 */
public record ServiceLocation(String uri, String host, int port) {
    /** Longest URI that is accepted. */
    public static final int URI_MAX = 256;

    private static final int DEFAULT_PORT = 443;
    private static final int PORT_MAX = 65_535;
    private static final Pattern SHAPE =
            Pattern.compile("https://(?:\\[(?<six>[0-9A-Fa-f:.]{2,45})\\]|(?<name>[0-9A-Za-z][0-9A-Za-z.-]{0,252}))"
                    + "(?::(?<port>[0-9]{1,5}))?/redfish/v1/?");

    /** Reads an {@code AL} value; empty when it is not an https URI of a service root, as peers need TLS. */
    public static Optional<ServiceLocation> parse(String uri) {
        if (uri.length() > URI_MAX) {
            return Optional.empty();
        }
        Matcher matcher = SHAPE.matcher(uri);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String port = matcher.group("port");
        int number = port == null ? DEFAULT_PORT : Integer.parseInt(port);
        if (number < 1 || number > PORT_MAX) {
            return Optional.empty();
        }
        String six = matcher.group("six");
        String host = six == null ? matcher.group("name") : six;
        return host == null ? Optional.empty() : Optional.of(new ServiceLocation(uri, host, number));
    }

    /** The location of the service root at {@code address} (IPv4 or IPv6 literal without zone) and {@code port}. */
    public static ServiceLocation at(String address, int port) {
        String host = address.indexOf(':') < 0 ? address : "[" + address + "]";
        return parse("https://" + host + ":" + port + "/redfish/v1/")
                .orElseThrow(() -> new IllegalArgumentException("not an address and port: " + address + " " + port));
    }

    /** True when the host is an IPv6 link-local address, which means nothing without an interface. */
    public boolean isLinkLocal() {
        return AddressText.isIpv6LinkLocal(host);
    }

    /** The host to connect to after hearing it on {@code interfaceName}: a link-local address gets its zone. */
    public String scopedHost(String interfaceName) {
        return isLinkLocal() ? host.toLowerCase(Locale.ROOT) + "%" + interfaceName : host;
    }
}
