package org.firmwarerecovery.service.host;

import java.util.Optional;

/** The shapes of {@code Chassis.ChassisType} that a machine with a management controller can have. */
public enum ChassisType {
    /** A server for a rack. */
    RACK_MOUNT("RackMount"),
    /** A server inside an enclosure. */
    BLADE("Blade"),
    /** A server in a tray. */
    SLED("Sled"),
    /** What blades or several systems are in. */
    ENCLOSURE("Enclosure"),
    /** A desktop or a tower. */
    STAND_ALONE("StandAlone"),
    /** A box beside another one. */
    EXPANSION("Expansion"),
    /** A box full of disks. */
    STORAGE_ENCLOSURE("StorageEnclosure"),
    /** A small board inside something else. */
    MODULE("Module"),
    /** A plug-in card. */
    CARD("Card"),
    /** None of these. */
    OTHER("Other");

    private final String label;

    ChassisType(String label) {
        this.label = label;
    }

    /** As Redfish spells it. */
    public String label() {
        return label;
    }

    /**
     * The shape for a number of SMBIOS, clause on System Enclosure or Chassis Types. What has no counterpart in Redfish, what
     * the machine does not know itself, and what is no number, is empty.
     */
    public static Optional<ChassisType> ofSmbios(String number) {
        ChassisType type = switch (number) {
            // desktop, low-profile desktop, mini tower, tower, all in one, sealed-case, mini, stick
            case "3", "4", "6", "7", "13", "24", "35", "36" -> STAND_ALONE;
            case "18" -> EXPANSION;
            case "22" -> STORAGE_ENCLOSURE;
            case "23" -> RACK_MOUNT;
            case "25", "29" -> ENCLOSURE;
            case "28" -> BLADE;
            default -> OTHER;
        };
        return type == OTHER ? Optional.empty() : Optional.of(type);
    }
}
