package org.firmwarerecovery.discovery.io;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Address literals to addresses, never by asking a name server. */
final class AddressLiterals {
    private static final Pattern FOUR = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern SIX = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[0-9A-Za-z_.-]{1,32})?");

    private AddressLiterals() {}

    /** The address {@code literal} spells, with its zone if it has one; empty for names and for zones unknown here. */
    static Optional<InetAddress> parse(String literal) {
        if (!FOUR.matcher(literal).matches() && !SIX.matcher(literal).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(literal));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
