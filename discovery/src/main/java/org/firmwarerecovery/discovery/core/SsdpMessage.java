package org.firmwarerecovery.discovery.core;

import java.util.Locale;
import java.util.Optional;

/**
 * One SSDP message (UPnP Device Architecture 1.1 chapter 1, as DSP0266 uses it for Redfish): a search, the answer to
 * one, or a notification. Each carries all its header lines, known or not.
 */
public sealed interface SsdpMessage {
    /** All header lines of the message. */
    SsdpHeaders headers();

    /** The uuid and target that the sender calls itself by, when the message has a well-formed {@code USN}. */
    default Optional<UniqueServiceName> serviceName() {
        return headers().first(HeaderNames.USN).flatMap(UniqueServiceName::parse);
    }

    /** Where the sender's service root is, when the message has a well-formed {@code AL} header. */
    default Optional<ServiceLocation> location() {
        return headers().first(HeaderNames.AL).flatMap(ServiceLocation::parse);
    }

    /** A copy of the quoted or plain value, lower case; only for the few headers whose values are words. */
    private static String word(SsdpHeaders headers, String name) {
        return headers.first(name).orElse("").replace("\"", "").trim().toLowerCase(Locale.ROOT);
    }

    /** {@code M-SEARCH}: who is there? Has {@code MAN: "ssdp:discover"} and a search target. */
    record Search(SsdpHeaders headers) implements SsdpMessage {
        /** Longest wait that is honoured, in seconds (UPnP Device Architecture 1.1, 1.3.2). */
        public static final int MX_MAX = 5;

        private static final String DISCOVER = "ssdp:discover";

        /** Refuses headers that make no search. */
        public Search {
            if (!isSearch(headers)) {
                throw new IllegalArgumentException("a search needs MAN: \"ssdp:discover\" and ST");
            }
        }

        static boolean isSearch(SsdpHeaders headers) {
            return word(headers, HeaderNames.MAN).equals(DISCOVER)
                    && headers.first(HeaderNames.ST).isPresent();
        }

        /** The search target. */
        public String target() {
            return headers.first(HeaderNames.ST).orElseThrow();
        }

        /**
         * Within how many seconds to answer: {@code MX} clamped to 1..{@value #MX_MAX}. An absent or unreadable one
         * counts as 1, as in a unicast search, since a receiver on the wildcard address cannot tell the two apart.
         */
        public int waitSeconds() {
            String mx = word(headers, HeaderNames.MX);
            if (mx.isEmpty() || !mx.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return 1;
            }
            return mx.length() > 2 ? MX_MAX : Math.max(1, Math.min(MX_MAX, Integer.parseInt(mx)));
        }
    }

    /** {@code HTTP/1.1 200 OK}: the unicast answer to a search. */
    record Answer(SsdpHeaders headers) implements SsdpMessage {
        /** The target that is answered; empty when the sender left it out. */
        public String target() {
            return headers.first(HeaderNames.ST).orElse("");
        }
    }

    /** {@code NOTIFY}: somebody comes, stays or goes. */
    sealed interface Notify extends SsdpMessage {
        /** The notified target; empty when the sender left it out. */
        default String target() {
            return headers().first(HeaderNames.NT).orElse("");
        }
    }

    /** {@code NTS: ssdp:alive}. */
    record Alive(SsdpHeaders headers) implements Notify {
        private static final String ALIVE = "ssdp:alive";

        /** Refuses headers that announce something else. */
        public Alive {
            if (!isAlive(headers)) {
                throw new IllegalArgumentException("needs NTS: ssdp:alive");
            }
        }

        static boolean isAlive(SsdpHeaders headers) {
            return word(headers, HeaderNames.NTS).equals(ALIVE);
        }
    }

    /** {@code NTS: ssdp:byebye}. */
    record Byebye(SsdpHeaders headers) implements Notify {
        private static final String BYEBYE = "ssdp:byebye";

        /** Refuses headers that announce something else. */
        public Byebye {
            if (!isByebye(headers)) {
                throw new IllegalArgumentException("needs NTS: ssdp:byebye");
            }
        }

        static boolean isByebye(SsdpHeaders headers) {
            return word(headers, HeaderNames.NTS).equals(BYEBYE);
        }
    }
}
