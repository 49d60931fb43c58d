package org.firmwarerecovery.update.engine;

import java.time.Duration;
import java.util.List;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.node.NodeLimits;
import org.firmwarerecovery.update.node.NodeSettings;

/** The node under test, which is number 0, and its peers, which are the other numbers. */
final class Fleet {
    private Fleet() {}

    static String uuid(int number) {
        return String.format("00000000-0000-4000-8000-%012d", number);
    }

    /** A recipient with one component in these banks that searches by multicast and never scans. */
    static NodeSettings recipient(BankId... banks) {
        return recipient(true, Duration.ZERO, banks);
    }

    /** A recipient with one component in these banks; without a fleet key it searches for nobody. */
    static NodeSettings recipient(boolean fleetKey, Duration scanInterval, BankId... banks) {
        return new NodeSettings(
                uuid(0),
                List.of(PeerRole.RECIPIENT),
                List.of(Firmware.component(banks)),
                List.of(),
                true,
                fleetKey,
                false,
                scanInterval,
                NodeLimits.defaults());
    }

    /** A node that keeps the images it installed, and knows its peers from its configuration and no others. */
    static NodeSettings node(List<PeerRole> roles, List<Component> components, List<PeerRef> peers) {
        return new NodeSettings(
                uuid(0), roles, components, peers, true, false, true, Duration.ZERO, NodeLimits.defaults());
    }
}
