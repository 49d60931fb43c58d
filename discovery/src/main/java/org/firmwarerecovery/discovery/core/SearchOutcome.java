package org.firmwarerecovery.discovery.core;

/** Why a donor search ended. */
public enum SearchOutcome {
    /** Its time was over; donors found so far were reported. */
    COMPLETED,
    /** SSDP is switched off; nothing was sent. */
    SWITCHED_OFF,
    /** This node has no fleet key; nothing was sent. */
    NO_FLEET_KEY,
    /** No interface with an address to search on; nothing was sent. */
    NO_LINK,
    /** More searches at once, or more or other software ids in one search, than the limits allow; nothing was sent. */
    REFUSED,
    /** Discovery stopped first. */
    STOPPED
}
