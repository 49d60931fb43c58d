package org.firmwarerecovery.discovery.core;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The {@code USN} header: {@code uuid:<node uuid>::<target>}.
 *
 * @param uuid lower-case uuid of the service root in canonical form
 * @param target the search or notification target, not empty
 */
public record UniqueServiceName(String uuid, String target) {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final String PREFIX = "uuid:";
    private static final String SEPARATOR = "::";

    /** Refuses a uuid that is not canonical. */
    public UniqueServiceName {
        if (!isUuid(uuid)) {
            throw new IllegalArgumentException("not a lower-case uuid: " + uuid);
        }
        if (target.isEmpty()) {
            throw new IllegalArgumentException("no target");
        }
    }

    /** True when {@code uuid} is a uuid in canonical lower-case form. */
    public static boolean isUuid(String uuid) {
        return UUID.matcher(uuid).matches();
    }

    /** Reads a {@code USN}; upper case in the uuid is tolerated. Empty for anything else. */
    public static Optional<UniqueServiceName> parse(String usn) {
        int separator = usn.indexOf(SEPARATOR);
        if (separator < 0 || !usn.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
            return Optional.empty();
        }
        String target = usn.substring(separator + SEPARATOR.length());
        if (separator < PREFIX.length() || target.isEmpty()) {
            return Optional.empty();
        }
        String uuid = usn.substring(PREFIX.length(), separator).toLowerCase(Locale.ROOT);
        return isUuid(uuid) ? Optional.of(new UniqueServiceName(uuid, target)) : Optional.empty();
    }

    /** The header's value. */
    public String text() {
        return PREFIX + uuid + SEPARATOR + target;
    }
}
