package org.firmwarerecovery.service.network;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** How names and addresses are written. Nothing here asks a name server. */
public final class NetworkText {
    /** Longest name with its domain (RFC 1035, 2.3.4, without the root). */
    private static final int NAME_LENGTH_MAX = 253;

    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final Pattern OCTET = Pattern.compile("0|[1-9]\\d{0,2}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final Pattern DIGITS = Pattern.compile("\\d+");

    private NetworkText() {}

    /** An IPv4 address as four decimal numbers, nothing else. */
    public static Optional<Inet4Address> ipv4(String text) {
        List<String> octets = List.of(text.split("\\.", -1));
        byte[] bytes = new byte[4];
        if (octets.size() != bytes.length) {
            return Optional.empty();
        }
        for (int i = 0; i < bytes.length; i++) {
            if (!OCTET.matcher(octets.get(i)).matches() || Integer.parseInt(octets.get(i)) > 255) {
                return Optional.empty();
            }
            bytes[i] = (byte) Integer.parseInt(octets.get(i));
        }
        return of(bytes).map(Inet4Address.class::cast);
    }

    /** An IPv4 or IPv6 address without zone. */
    public static Optional<InetAddress> address(String text) {
        if (text.indexOf(':') < 0) {
            return ipv4(text).map(one -> one);
        }
        if (!IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            // With a colon it is a number or nothing: no name is looked up.
            InetAddress address = InetAddress.getByName(text);
            return address instanceof Inet6Address ? Optional.of(address) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Bits of a mask of which no zero comes before a one, 1 to 32. */
    public static OptionalInt prefix(Inet4Address mask) {
        int bits = bits(mask);
        int ones = Integer.bitCount(bits);
        return ones > 0 && bits == -1 << (32 - ones) ? OptionalInt.of(ones) : OptionalInt.empty();
    }

    /** An address as a number. */
    public static int bits(Inet4Address address) {
        byte[] bytes = address.getAddress();
        return (bytes[0] & 0xff) << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
    }

    /** A name without domain (RFC 1123, 2.1): letters, digits and inner hyphens, up to 63. */
    public static boolean isLabel(String text) {
        return LABEL.matcher(text).matches();
    }

    /** A name, with or without domain; what looks like an IPv4 address is none (RFC 1123, 2.1). */
    public static boolean isName(String text) {
        List<String> labels = List.of(text.split("\\.", -1));
        return text.length() <= NAME_LENGTH_MAX
                && labels.stream().allMatch(NetworkText::isLabel)
                && !DIGITS.matcher(labels.get(labels.size() - 1)).matches();
    }

    private static Optional<InetAddress> of(byte[] bytes) {
        try {
            return Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
        }
    }
}
