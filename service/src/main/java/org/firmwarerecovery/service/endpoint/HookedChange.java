package org.firmwarerecovery.service.endpoint;

import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RecoveryMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.service.network.HookedSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client is told of a change that a program of the operator made, or did not. */
final class HookedChange {
    private static final Logger LOG = LoggerFactory.getLogger(HookedChange.class);

    private HookedChange() {}

    /**
     * Refuses a request whose change was not made.
     *
     * @param what the interface, or ntp
     * @param who label of the client
     */
    static void require(HookedSettings.Outcome outcome, String what, String who) {
        if (outcome instanceof HookedSettings.Outcome.Busy) {
            throw new RedfishException(409, BaseMessages.resourceInUse());
        }
        if (outcome instanceof HookedSettings.Outcome.Failed failed) {
            LOG.error("network settings of {} could not be changed for {}: {}", what, who, failed.why());
            throw new RedfishException(500, RecoveryMessages.networkCommandFailed(what, failed.why()));
        }
        LOG.info("network settings of {} changed by {}", what, who);
    }
}
