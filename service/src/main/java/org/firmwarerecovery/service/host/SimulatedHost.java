package org.firmwarerecovery.service.host;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A host that is only a state: for trying clients, and for boards that have no host. It runs when the node starts. */
public final class SimulatedHost implements Host {
    private static final List<String> TARGETS = List.of(BootOverride.OWN_ORDER, "Pxe", "Hdd", "Cd", "Usb", "BiosSetup");

    private boolean on = true;
    private BootOverride boot = BootOverride.none(Optional.of("UEFI"));

    @Override
    public boolean simulated() {
        return true;
    }

    @Override
    public List<ResetType> resetTypes() {
        return Arrays.asList(ResetType.values());
    }

    @Override
    public List<String> bootTargets() {
        return TARGETS;
    }

    @Override
    public synchronized Optional<Boolean> on() {
        return Optional.of(on);
    }

    @Override
    public synchronized BootOverride boot() {
        return boot;
    }

    @Override
    public synchronized void boot(UnaryOperator<BootOverride> change) {
        boot = change.apply(boot);
    }

    @Override
    public synchronized Outcome reset(ResetType type) {
        boot = type.boots(on) ? boot.afterBoot() : boot;
        on = type.leavesOn();
        return new Outcome.Done();
    }

    @Override
    public void close() {
        // nothing is open
    }
}
