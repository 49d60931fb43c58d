package org.firmwarerecovery.update.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.ComponentState;
import org.junit.jupiter.api.Test;

/** Whatever is in the banks: a floor that rises leaves an image that may run. Every case of up to three banks is tried. */
class FloorTest {
    private static final long VERSIONS = 3;
    private static final List<List<BankId>> LAYOUTS =
            List.of(List.of(BankId.A), List.of(BankId.A, BankId.B), List.of(BankId.A, BankId.B, BankId.GOLDEN));

    private int cases;

    @Test
    void the_image_that_is_confirmed_may_run_with_the_floor_it_raises() {
        for (List<BankId> layout : LAYOUTS) {
            everyContent(layout, new ArrayList<>(), this::confirm);
        }
        assertTrue(cases > 3_000, cases + " cases");
    }

    private void confirm(List<BankId> layout, List<Bank> banks) {
        for (long floor = 0; floor < VERSIONS; floor++) {
            for (BankId active : layout) {
                SignedManifest manifest = bank(banks, active).manifest();
                boolean mayRun = bank(banks, active).good() && manifest != null && manifest.securityVersion() >= floor;
                if (active == BankId.GOLDEN || !mayRun || manifest == null) {
                    continue;
                }
                cases++;
                Turn turn = KnownBanks.turn(banks, ComponentRecord.fresh(active, floor));
                ComponentId id = Firmware.BMC;
                turn.persist(id, turn.record(id).confirmed(manifest.securityVersion(), 1));
                Installs.sinkBelowFloor(turn, id);
                assertTrue(
                        turn.component(id).bank(active).good(), () -> banks + " active " + active + " is taken away");
                assertEquals(
                        Math.max(floor, manifest.securityVersion()),
                        turn.record(id).floor());
            }
        }
    }

    @Test
    void with_every_copy_of_the_floor_lost_a_good_bank_is_left_and_is_chosen_or_asked_for() {
        for (List<BankId> layout : LAYOUTS) {
            everyContent(layout, new ArrayList<>(), (ids, banks) -> lose(ids, banks, true));
        }
        assertTrue(cases > 1_000, cases + " cases");
    }

    @Test
    void with_only_the_journal_lost_no_bank_is_taken_away_and_no_floor_changes() {
        for (List<BankId> layout : LAYOUTS) {
            everyContent(layout, new ArrayList<>(), (ids, banks) -> lose(ids, banks, false));
        }
        assertTrue(cases > 1_000, cases + " cases");
    }

    private void lose(List<BankId> layout, List<Bank> banks, boolean floorToo) {
        cases++;
        Turn turn =
                KnownBanks.turn(banks, ComponentRecord.fresh(layout.get(0), 0).lost(floorToo ? layout : List.of()));
        LostJournal.open(turn, Firmware.BMC);
        ComponentState after = turn.component(Firmware.BMC);
        ComponentRecord entry = turn.record(Firmware.BMC);
        long good = banks.stream().filter(Bank::good).count();
        long left = layout.stream().filter(bank -> after.bank(bank).good()).count();
        assertTrue(good == 0 || left > 0, () -> "nothing of " + banks + " may run");
        if (!floorToo) {
            assertEquals(good, left, () -> banks.toString());
            assertEquals(0, entry.floor());
        }
        boolean writableGood = layout.stream()
                .anyMatch(bank -> bank != BankId.GOLDEN && after.bank(bank).good());
        if (writableGood && !entry.undecided()) {
            assertTrue(after.bank(entry.active()).good(), () -> entry + " of " + banks);
            assertTrue(entry.unproven().contains(entry.active()), "what is chosen has to prove itself");
        }
    }

    private static void everyContent(
            List<BankId> layout, List<Bank> chosen, BiConsumer<List<BankId>, List<Bank>> judge) {
        if (chosen.size() == layout.size()) {
            judge.accept(layout, List.copyOf(chosen));
            return;
        }
        BankId next = layout.get(chosen.size());
        for (BankCondition condition : BankCondition.values()) {
            if (condition == BankCondition.UNCHECKED) {
                continue;
            }
            boolean known = condition != BankCondition.UNMANAGED
                    && condition != BankCondition.UNREAD
                    && condition != BankCondition.MISSING;
            for (long version = 0; version < (known ? VERSIONS : 1); version++) {
                SignedManifest manifest = known ? Firmware.image((int) version + 1, version, 1) : null;
                chosen.add(new Bank(next, condition, manifest, 0, ""));
                everyContent(layout, chosen, judge);
                chosen.remove(chosen.size() - 1);
            }
        }
    }

    private static Bank bank(List<Bank> banks, BankId id) {
        return banks.stream().filter(bank -> bank.id() == id).findFirst().orElseThrow();
    }
}
