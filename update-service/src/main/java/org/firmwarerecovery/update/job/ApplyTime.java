package org.firmwarerecovery.update.job;

/** When an update that an operator asked for is written: {@code OperationApplyTime} of Redfish. */
public enum ApplyTime {
    /** As soon as the image is verified. */
    IMMEDIATE("Immediate"),
    /** When what the component is the firmware of is reset. */
    ON_RESET("OnReset"),
    /** When an operator says so: action StartUpdate. */
    ON_START_UPDATE_REQUEST("OnStartUpdateRequest");

    private final String label;

    ApplyTime(String label) {
        this.label = label;
    }

    /** Its name in Redfish. */
    public String label() {
        return label;
    }
}
