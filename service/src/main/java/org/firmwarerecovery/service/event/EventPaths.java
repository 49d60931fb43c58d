package org.firmwarerecovery.service.event;

/** Where the resources stand that events are about. */
public final class EventPaths {
    /** The manager. */
    public static final String MANAGER = "/redfish/v1/Managers/BMC";
    /** Its logs. */
    public static final String LOGS = MANAGER + "/LogServices";
    /** Tasks. */
    static final String TASKS = "/redfish/v1/TaskService/Tasks";
    /** Recoveries. */
    static final String RECOVERIES = "/redfish/v1/UpdateService/Oem/FirmwareRecovery/Recoveries";
    /** Components. */
    static final String INVENTORY = "/redfish/v1/UpdateService/FirmwareInventory";
    /** Accounts. */
    public static final String ACCOUNTS = "/redfish/v1/AccountService/Accounts";
    /** Where one logs in. */
    static final String SESSION_SERVICE = "/redfish/v1/SessionService";
    /** Sessions. */
    public static final String SESSIONS = SESSION_SERVICE + "/Sessions";

    /** The EventService. */
    public static final String EVENT_SERVICE = "/redfish/v1/EventService";
    /** Its subscriptions. */
    public static final String SUBSCRIPTIONS = EVENT_SERVICE + "/Subscriptions";
    /** How the id of a subscription begins that is an open stream. */
    public static final String STREAM_ID = "sse-";
    /** How the path of such a subscription begins. */
    public static final String STREAMS = SUBSCRIPTIONS + "/" + STREAM_ID;

    private EventPaths() {}

    /** One subscription. */
    public static String subscription(String id) {
        return SUBSCRIPTIONS + "/" + id;
    }

    /** One log. */
    public static String log(EventFact.Log log) {
        return LOGS + "/" + log.id();
    }
}
