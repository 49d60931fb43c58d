package org.firmwarerecovery.service.auth;

import java.util.Arrays;
import java.util.Optional;

/** {@code AccountService.HTTPBasicAuth}: what becomes of a name and password in the {@code Authorization} header. */
public enum BasicAuth {
    /** Taken. */
    ENABLED("Enabled"),
    /** Refused: people log in by session. Tickets for images, which only nodes get, stay good. */
    DISABLED("Disabled"),
    /** Taken, but {@code WWW-Authenticate} does not invite to it: browsers then ask nobody for a password. */
    UNADVERTISED("Unadvertised");

    private final String label;

    BasicAuth(String label) {
        this.label = label;
    }

    /** Its name in Redfish and in the configuration. */
    public String label() {
        return label;
    }

    /** The one with this name. */
    public static Optional<BasicAuth> of(String label) {
        return Arrays.stream(values())
                .filter(candidate -> candidate.label.equals(label))
                .findFirst();
    }
}
