package org.firmwarerecovery.update.io.ingest;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Predicate;
import org.firmwarerecovery.update.io.web.AnswerException;

/**
 * Which address a name may lead to. Refused unless the operator allows it: loopback, link-local, multicast, unspecified and
 * what embeds an IPv4 address to hide one of these. The name is looked up once; the address it gave is the one used, so a
 * second answer of the name service can lead nowhere else.
 */
public final class AddressRule {
    private static final int OCTET = 0xFF;
    private static final int NAT64_PREFIX_0 = 0x00;
    private static final int NAT64_PREFIX_1 = 0x64;

    private final Predicate<InetAddress> allowed;
    private final String setting;

    /**
     * A rule.
     *
     * @param allowed special addresses that may be named nevertheless
     * @param setting name of the configuration key that says so, for messages
     */
    public AddressRule(Predicate<InetAddress> allowed, String setting) {
        this.allowed = allowed;
        this.setting = setting;
    }

    /** The first address of {@code host} that may be used. */
    InetAddress resolve(String host) throws AnswerException {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new AnswerException("the host " + host + " is not known");
        }
        for (InetAddress address : addresses) {
            if (admits(address)) {
                return address;
            }
        }
        throw new AnswerException(
                "the address " + addresses[0].getHostAddress() + " of " + host + " may not be named (" + setting + ")");
    }

    /** Whether an address may be used. */
    public boolean admits(InetAddress address) {
        return !isSpecial(address) || allowed.test(address);
    }

    private static boolean isSpecial(InetAddress address) {
        if (address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || address.isAnyLocalAddress()) {
            return true;
        }
        byte[] octets = address.getAddress();
        if (address instanceof Inet4Address) {
            // 0/8 is "this network" and 240/4 is reserved, with the broadcast address at its end (RFC 6890).
            int first = octets[0] & OCTET;
            return first == 0 || first >= 240;
        }
        boolean nat64 = octets[0] == NAT64_PREFIX_0
                && octets[1] == NAT64_PREFIX_1
                && (octets[2] & OCTET) == 0xFF
                && (octets[3] & OCTET) == 0x9B;
        return nat64 || (address instanceof Inet6Address six && six.isIPv4CompatibleAddress());
    }
}
