package org.firmwarerecovery.redfish.odata;

import com.fasterxml.jackson.annotation.JsonProperty;

/** {@code Resource.Health}: how bad something is; also the severity of a message. The order is from good to bad. */
public enum Health {
    /** Normal. */
    @JsonProperty("OK")
    OK("OK"),
    /** A condition that needs attention. */
    @JsonProperty("Warning")
    WARNING("Warning"),
    /** A condition that needs immediate attention. */
    @JsonProperty("Critical")
    CRITICAL("Critical");

    private final String word;

    Health(String word) {
        this.word = word;
    }

    /** The word as it stands in JSON. */
    public String word() {
        return word;
    }

    /** The worse of the two, for roll-ups. */
    public Health worse(Health other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
