package org.firmwarerecovery.service.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The host that is only a state, and the rules that all hosts share. */
@Timeout(60)
class SimulatedHostTest {
    private static final BootOverride ONCE = new BootOverride("Once", "Pxe", Optional.of("UEFI"));

    private final SimulatedHost host = new SimulatedHost();

    @Test
    void it_runs_at_first_and_does_what_it_is_told() {
        assertEquals(Optional.of(true), host.on());
        for (ResetType type : host.resetTypes()) {
            host.reset(type);
            assertEquals(Optional.of(type.leavesOn()), host.on(), type.label());
        }
    }

    @Test
    void an_override_for_one_time_is_used_up_by_a_boot_only() {
        host.boot(old -> ONCE);
        host.reset(ResetType.ON);
        assertEquals(ONCE, host.boot(), "it ran already");
        host.reset(ResetType.FORCE_OFF);
        assertEquals(ONCE, host.boot());
        host.reset(ResetType.ON);
        assertEquals(BootOverride.none(Optional.of("UEFI")), host.boot());
    }

    @Test
    void two_changes_at_the_same_time_do_not_undo_each_other() throws InterruptedException {
        Thread other =
                new Thread(() -> host.boot(old -> new BootOverride(old.enabled(), "Hdd", old.mode())), "other client");
        host.boot(old -> {
            other.start();
            while (other.getState() != Thread.State.BLOCKED && other.isAlive()) {
                Thread.onSpinWait();
            }
            return new BootOverride("Once", old.target(), old.mode());
        });
        other.join();
        assertEquals(new BootOverride("Once", "Hdd", Optional.of("UEFI")), host.boot());
    }

    @Test
    void a_disabled_override_boots_in_the_own_order() {
        assertEquals("Pxe", ONCE.next());
        assertEquals("None", new BootOverride("Disabled", "Pxe", Optional.empty()).next());
    }

    @Test
    void shapes_of_smbios_are_translated_where_redfish_has_them() {
        assertEquals(Optional.of(ChassisType.RACK_MOUNT), ChassisType.ofSmbios("23"));
        assertEquals(Optional.of(ChassisType.STAND_ALONE), ChassisType.ofSmbios("3"));
        assertTrue(ChassisType.ofSmbios("2").isEmpty(), "unknown");
        assertTrue(ChassisType.ofSmbios("x").isEmpty());
    }
}
