package org.firmwarerecovery.service.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.regex.Pattern;

/** A listening address as the host of a URL that a client on the same machine can use. RFC 3986 section 3.2.2, RFC 6874. */
final class UrlHost {
    private static final String LOOPBACK_4 = "127.0.0.1";
    private static final String LOOPBACK_6 = "[::1]";

    /** Zones that {@code java.net.URI} reads; interfaces such as {@code br-lan} are named by their number instead. */
    private static final Pattern ZONE = Pattern.compile("[A-Za-z0-9_.]+");

    private UrlHost() {}

    /** The host for {@code address}; for "every address", which is none to connect to, the loopback address of its family. */
    static String of(InetAddress address) {
        if (address.isAnyLocalAddress()) {
            return address instanceof Inet6Address ? LOOPBACK_6 : LOOPBACK_4;
        }
        String text = address.getHostAddress();
        if (!(address instanceof Inet6Address six)) {
            return text;
        }
        int percent = text.indexOf('%');
        if (percent < 0) {
            return "[" + text + "]";
        }
        String zone = text.substring(percent + 1);
        String usable = ZONE.matcher(zone).matches() ? zone : Integer.toString(six.getScopeId());
        return "[" + text.substring(0, percent) + "%25" + usable + "]";
    }
}
