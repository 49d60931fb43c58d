package org.firmwarerecovery.redfish.privilege;

import java.util.Optional;

/** A privilege that an authenticated caller holds. */
public enum Privilege {
    /** May log in and read. */
    LOGIN("Login", false),
    /** May configure managers, services and sessions. */
    CONFIGURE_MANAGER("ConfigureManager", false),
    /** May configure users. */
    CONFIGURE_USERS("ConfigureUsers", false),
    /** May configure components, which includes updates and recoveries. */
    CONFIGURE_COMPONENTS("ConfigureComponents", false),
    /** May change what is his own: password, sessions, subscriptions. Counts only for the caller's own resources. */
    CONFIGURE_SELF("ConfigureSelf", false),
    /** Our OEM privilege: a peer with a fleet certificate; it never comes with {@link #LOGIN} (design, section 4). */
    FIRMWARE_RECOVERY_PEER("FirmwareRecoveryPeer", true);

    private final String word;
    private final boolean oem;

    Privilege(String word, boolean oem) {
        this.word = word;
        this.oem = oem;
    }

    /** The name in JSON. */
    public String word() {
        return word;
    }

    /** True for a privilege that belongs into {@code OemPrivileges}. */
    public boolean isOem() {
        return oem;
    }

    /** The privilege of this name, or empty. */
    public static Optional<Privilege> of(String word) {
        for (Privilege privilege : values()) {
            if (privilege.word.equals(word)) {
                return Optional.of(privilege);
            }
        }
        return Optional.empty();
    }
}
