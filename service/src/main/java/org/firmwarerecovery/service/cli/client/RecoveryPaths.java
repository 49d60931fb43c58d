package org.firmwarerecovery.service.cli.client;

/** Where the resources of firmware recovery stand on every node. */
public final class RecoveryPaths {
    /** The standard update service. */
    public static final String UPDATE_SERVICE = "/redfish/v1/UpdateService";
    /** Active images and banks. */
    public static final String INVENTORY = UPDATE_SERVICE + "/FirmwareInventory";
    /** The firmware recovery service. */
    public static final String SERVICE = UPDATE_SERVICE + "/Oem/FirmwareRecovery";
    /** Known peers. */
    public static final String PEERS = SERVICE + "/Peers";
    /** Recoveries, running and finished. */
    public static final String RECOVERIES = SERVICE + "/Recoveries";

    private RecoveryPaths() {}

    /** The active image of a component: the target of updates. */
    public static String component(String id) {
        return INVENTORY + "/" + id;
    }
}
