package org.firmwarerecovery.update.engine;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Where an operator's update writes, for everything that can be known of two banks: nothing that may be the last good image goes. */
class PlacementTest {
    private static final SignedManifest ONE = Firmware.image(1, 1, 2);
    private static final SignedManifest OTHER = Firmware.image(2, 1, 2);

    /** One thing that may be known, and where an update goes then. */
    private record Known(Bank a, Bank b, List<BankId> unproven, Turn turn, Job.Install install) {
        Bank bank(BankId id) {
            return id == BankId.A ? a : b;
        }

        Bank target() {
            return bank(install.bank());
        }

        Bank beside() {
            return bank(install.bank() == BankId.A ? BankId.B : BankId.A);
        }

        boolean proven(Bank bank) {
            return bank.good() && !unproven.contains(bank.id());
        }

        boolean allowed() {
            return refusal() == null;
        }

        @Nullable
        String refusal() {
            return Placement.forbidden(turn, Firmware.BMC, install.bank(), false);
        }

        @Override
        public String toString() {
            return "A " + a.condition() + ", B " + b.condition() + ", unproven " + unproven + ", " + install + ": "
                    + refusal();
        }
    }

    private static List<Known> everything() {
        List<Known> all = new ArrayList<>();
        for (BankCondition a : BankCondition.values()) {
            for (BankCondition b : BankCondition.values()) {
                for (List<BankId> unproven :
                        List.of(List.<BankId>of(), List.of(BankId.A), List.of(BankId.B), List.of(BankId.A, BankId.B))) {
                    // Only the active bank is judged by its starts.
                    if (a != BankCondition.UNCHECKED && b != BankCondition.UNCHECKED && b != BankCondition.FAILING) {
                        all.add(known(a, b, unproven));
                    }
                }
            }
        }
        return all;
    }

    /** Bank A is the active one. */
    private static Known known(BankCondition a, BankCondition b, List<BankId> unproven) {
        Bank first = bank(BankId.A, a, ONE);
        Bank second = bank(BankId.B, b, OTHER);
        ComponentRecord entry = ComponentRecord.fresh(BankId.A, 0).confirmed(1, 1);
        for (Bank bank : List.of(first, second)) {
            SignedManifest manifest = bank.manifest();
            entry = manifest == null ? entry : entry.written(bank.id(), manifest.digest());
        }
        for (BankId bank : unproven) {
            entry = entry.withUnproven(bank, true);
        }
        Turn turn = KnownBanks.turn(List.of(first, second), entry);
        return new Known(first, second, unproven, turn, Placement.forOperator(turn, turn.component(Firmware.BMC)));
    }

    private static Bank bank(BankId id, BankCondition condition, SignedManifest image) {
        boolean known =
                condition == BankCondition.GOOD || condition.replaceable() && condition != BankCondition.MISSING;
        return new Bank(id, condition, known ? image : null, 0, "");
    }

    private static void each(Judge judge) {
        List<Known> all = everything();
        assertTrue(all.size() > 200, all.size() + " cases");
        List<Executable> cases = new ArrayList<>();
        all.forEach(known -> cases.add(() -> judge.judge(known)));
        assertAll(cases);
    }

    @FunctionalInterface
    private interface Judge {
        void judge(Known known);
    }

    @Test
    void a_good_bank_that_proved_itself_is_written_over_only_beside_another_one() {
        each(known -> {
            if (known.allowed() && known.proven(known.target())) {
                assertTrue(known.proven(known.beside()), known::toString);
            }
        });
    }

    @Test
    void a_good_bank_that_never_proved_itself_is_written_over_only_beside_one_that_works_or_may() {
        each(known -> {
            if (known.allowed() && known.target().good()) {
                boolean unnamed = known.beside().condition() == BankCondition.UNMANAGED;
                assertTrue(known.beside().good() || unnamed, known::toString);
            }
        });
    }

    @Test
    void a_bank_whose_manifest_cannot_be_read_is_written_over_only_beside_a_proven_one() {
        each(known -> {
            if (known.allowed() && known.target().condition() == BankCondition.UNREAD) {
                assertTrue(known.proven(known.beside()), known::toString);
            }
        });
    }

    @Test
    void a_bank_without_a_manifest_is_not_written_over_beside_an_image_that_cannot_run() {
        each(known -> {
            if (known.target().condition() == BankCondition.UNMANAGED) {
                BankCondition beside = known.beside().condition();
                assertTrue(!beside.replaceable() || beside == BankCondition.FAILING, known::toString);
            }
        });
    }

    @Test
    void where_every_bank_was_read_and_what_is_good_proved_itself_an_update_always_finds_a_place() {
        each(known -> {
            boolean read =
                    known.a().condition() != BankCondition.UNREAD && known.b().condition() != BankCondition.UNREAD;
            if (read && known.unproven().isEmpty()) {
                assertNull(known.refusal(), known::toString);
            }
        });
    }

    @Test
    void the_way_back_never_leads_to_what_was_not_verified_beside_an_image_that_cannot_run() {
        each(known -> {
            if (known.install().revertTo() != known.install().bank()) {
                boolean bad = known.a().condition().replaceable() && known.a().condition() != BankCondition.FAILING;
                boolean unnamed = known.beside().condition() == BankCondition.UNMANAGED
                        || known.beside().condition() == BankCondition.UNREAD;
                assertTrue(!(bad && unnamed), known::toString);
            }
        });
    }

    @Test
    void an_image_that_ran_without_a_manifest_gives_way_to_an_update_when_the_one_beside_it_is_the_last_good_one() {
        Known known = known(BankCondition.UNMANAGED, BankCondition.GOOD, List.of());
        assertEquals(BankId.A, known.install().bank());
        assertEquals(BankId.B, known.install().revertTo());
        Known factory = known(BankCondition.UNMANAGED, BankCondition.GOOD, List.of(BankId.B));
        assertNotEquals(BankId.A, factory.install().bank(), "what was written here once and never worked gives way");
    }
}
