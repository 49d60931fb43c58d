package org.firmwarerecovery.service.endpoint;

import org.firmwarerecovery.service.resource.Call;

/** Where the resources stand that others link to (DESIGN.md section 5). */
final class TreePaths {
    static final String MANAGERS = "/redfish/v1/Managers";
    static final String MANAGER_ID = "BMC";
    static final String MANAGER = MANAGERS + "/" + MANAGER_ID;
    static final String ALL_CHASSIS = "/redfish/v1/Chassis";
    static final String CHASSIS_ID = "Chassis";
    static final String CHASSIS = ALL_CHASSIS + "/" + CHASSIS_ID;
    static final String SYSTEMS = "/redfish/v1/Systems";
    static final String HOST_ID = "Host";
    static final String HOST = SYSTEMS + "/" + HOST_ID;

    private TreePaths() {}

    /** Whether a call below a manager is about the one there is. */
    static boolean isManager(Call call) {
        return call.parameter("ManagerId").equals(MANAGER_ID);
    }

    /** Whether a call below a chassis is about the one there is. */
    static boolean isChassis(Call call) {
        return call.parameter("ChassisId").equals(CHASSIS_ID);
    }
}
