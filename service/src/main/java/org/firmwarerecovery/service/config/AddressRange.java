package org.firmwarerecovery.service.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of IP addresses in CIDR notation, or one address. Literals only: a name is never looked up here.
 *
 * @param network an address of the range
 * @param prefixLength number of leading bits that count
 */
public record AddressRange(InetAddress network, int prefixLength) {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9_.-]+)?");
    private static final Pattern PREFIX = Pattern.compile("\\d{1,3}");

    /** Reads {@code 10.0.0.0/8}, {@code fd00::/8} or one address; empty when it is none. */
    public static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return address(text).map(one -> new AddressRange(one, one.getAddress().length * 8));
        }
        String prefix = text.substring(slash + 1);
        if (!PREFIX.matcher(prefix).matches()) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(prefix);
        return address(text.substring(0, slash))
                .filter(network -> bits <= network.getAddress().length * 8)
                .map(network -> new AddressRange(network, bits));
    }

    /** Reads an IPv4 or IPv6 literal, with a scope when link-local; empty when it is none. */
    public static Optional<InetAddress> address(String text) {
        boolean literal = IPV4.matcher(text).matches() || IPV6.matcher(text).matches();
        if (!literal) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException refused) {
            // Malformed, or scoped to an interface that does not exist here: no address of this machine.
            return Optional.empty();
        }
    }

    /** True when {@code address} lies in this range; addresses of the other family never do. */
    public boolean contains(InetAddress address) {
        byte[] ours = network.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        String literal = network.getHostAddress();
        return prefixLength == network.getAddress().length * 8 ? literal : literal + "/" + prefixLength;
    }
}
