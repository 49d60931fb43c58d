package org.firmwarerecovery.discovery.core;

/** How far IPv6 multicasts travel, spelled as Redfish's {@code NotifyIPv6Scope}. */
public enum Ipv6Scope {
    /** One link, {@code ff02::c}. */
    Link("ff02::c"),
    /** One site, {@code ff05::c}. */
    Site("ff05::c"),
    /** The organisation, {@code ff08::c}. */
    Organization("ff08::c");

    private final String group;

    Ipv6Scope(String group) {
        this.group = group;
    }

    /** The SSDP group of this scope. */
    public String group() {
        return group;
    }
}
