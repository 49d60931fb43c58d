package org.firmwarerecovery.discovery.core;

import java.util.Locale;

/** Address literals as text: core never resolves anything, it only looks at spelling. */
final class AddressText {
    private AddressText() {}

    /** True for an IPv6 literal, with or without zone, in {@code fe80::/10}. */
    static boolean isIpv6LinkLocal(String address) {
        int colon = address.indexOf(':');
        if (colon != 4) {
            return false;
        }
        String first = address.substring(0, colon).toLowerCase(Locale.ROOT);
        return first.startsWith("fe") && "89ab".indexOf(first.charAt(2)) >= 0 && isHexDigit(first.charAt(3));
    }

    private static boolean isHexDigit(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
    }
}
