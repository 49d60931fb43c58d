package org.firmwarerecovery.update.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TransferPlanTest {
    private static TransferPlan plan(int count, Integer... verified) {
        return TransferPlan.of(count, new TreeSet<>(List.of(verified)));
    }

    @Test
    void chunks_are_asked_for_in_order_and_never_twice() {
        TransferPlan plan = plan(3);
        assertEquals(OptionalInt.of(0), plan.next(2));
        plan = plan.asked(0);
        assertEquals(OptionalInt.of(1), plan.next(2));
        plan = plan.asked(1);
        assertEquals(OptionalInt.empty(), plan.next(2), "two are under way");
        plan = plan.stored(1);
        assertEquals(OptionalInt.of(2), plan.next(2));
        plan = plan.asked(2);
        assertEquals(OptionalInt.empty(), plan.next(5), "all are here or under way");
    }

    @Test
    void what_staging_holds_already_is_not_asked_for() {
        TransferPlan plan = plan(5, 0, 1, 3);
        assertEquals(3, plan.verified());
        assertEquals(OptionalInt.of(2), plan.next(1));
        assertEquals(OptionalInt.of(4), plan.asked(2).next(2));
    }

    @Test
    void indexes_that_the_image_does_not_have_do_not_count() {
        TransferPlan plan = plan(2, -1, 1, 2, 1000);
        assertEquals(1, plan.verified());
        assertFalse(plan.complete());
    }

    @Test
    void it_is_complete_when_every_chunk_is_here_and_not_before() {
        TransferPlan plan = plan(2).asked(0).asked(1).stored(0);
        assertFalse(plan.complete());
        assertTrue(plan.stored(1).complete());
        assertTrue(plan(0).complete());
    }

    @Test
    void a_chunk_that_is_stored_twice_counts_once() {
        TransferPlan plan = plan(2).asked(0).stored(0).stored(0);
        assertEquals(1, plan.verified());
    }

    @Test
    void when_the_donor_is_gone_what_was_under_way_is_asked_for_again() {
        TransferPlan plan = plan(3).asked(0).asked(1).stored(0).interrupted();
        assertEquals(OptionalInt.of(1), plan.next(1));
        assertEquals(1, plan.verified());
        assertEquals(3, plan.count());
    }

    @Test
    void a_plan_is_never_changed_by_what_follows_from_it() {
        TransferPlan plan = plan(2);
        plan.asked(0).stored(0);
        assertEquals(OptionalInt.of(0), plan.next(1));
        assertEquals("0/2 chunks, under way []", plan.toString());
    }

    @Test
    void plans_with_the_same_chunks_are_equal_whatever_way_they_came_about() {
        TransferPlan one =
                TransferPlan.of(4, new TreeSet<>(List.of(1))).asked(0).stored(0);
        TransferPlan other = TransferPlan.of(4, new TreeSet<>(List.of(0, 1)));
        assertEquals(one, other);
        assertEquals(one.hashCode(), other.hashCode());
        assertNotEquals(one, other.asked(2));
    }
}
