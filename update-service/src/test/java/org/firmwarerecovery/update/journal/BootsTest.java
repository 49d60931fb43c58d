package org.firmwarerecovery.update.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.firmwarerecovery.update.component.Digest;
import org.junit.jupiter.api.Test;

class BootsTest {
    private static final Digest ONE = Digest.sha256("1".repeat(64));
    private static final Digest TWO = Digest.sha256("2".repeat(64));

    @Test
    void failures_count_in_a_row_and_a_good_start_ends_the_row() {
        Boots two = Boots.NONE.started().failed().started().failed();
        assertEquals(2, two.failures());
        assertEquals(0, two.counted().failures());
        assertEquals(1, two.counted().failed().failures());
    }

    @Test
    void a_start_followed_by_another_one_has_failed() {
        Boots one = Boots.NONE.started();
        assertEquals(0, one.failures());
        assertEquals(1, one.started().failures());
        assertEquals(2, one.started().started().failures());
        // Reported as failed, it is not counted again by the next start.
        assertEquals(1, one.failed().started().failures());
        assertFalse(one.counted().starting());
    }

    @Test
    void one_boot_that_the_node_begins_and_the_loader_reports_counts_once() {
        Boots twice = Boots.NONE.begun().started().begun().started();
        assertEquals(1, twice.failures());
        assertEquals(2, twice.cutOffs());
        assertEquals(2, twice.failedByCutOffs().failures());
        assertEquals(0, twice.failedByCutOffs().cutOffs());
    }

    @Test
    void a_start_whose_end_the_node_saw_was_not_cut_off() {
        Boots one = Boots.NONE.begun().begun().outlived();
        assertEquals(1, one.cutOffs());
        assertEquals(0, one.outlived().outlived().cutOffs());
        assertEquals(0, one.counted().cutOffs());
    }

    @Test
    void a_loader_says_nothing_about_the_end_of_the_nodes_own_hook() {
        Boots boots = Boots.NONE.begun().begun().failed().cameUp();
        assertEquals(0, boots.failures());
        assertEquals(2, boots.cutOffs());
    }

    @Test
    void findings_count_per_image_within_the_window() {
        long window = Boots.WINDOW.toMillis();
        Boots boots = Boots.NONE.finding(ONE, 0).finding(TWO, 10).finding(ONE, window - 1);
        assertEquals(2, boots.recent(ONE, window - 1));
        assertEquals(1, boots.recent(ONE, window));
        assertEquals(1, boots.recent(TWO, window));
        assertEquals(0, boots.recent(TWO, 2 * window));
    }

    @Test
    void what_is_remembered_is_bounded() {
        Boots boots = Boots.NONE;
        for (int i = 0; i < 10 * Boots.FINDINGS_MAX; i++) {
            boots = boots.finding(ONE, i);
        }
        assertEquals(Boots.FINDINGS_MAX, boots.findings().size());
        assertEquals(
                10 * Boots.FINDINGS_MAX - 1,
                boots.findings().get(Boots.FINDINGS_MAX - 1).at());
        Boots most = new Boots(Integer.MAX_VALUE, true, Integer.MAX_VALUE, boots.findings());
        assertEquals(Integer.MAX_VALUE, most.failed().failures());
        assertEquals(Integer.MAX_VALUE, most.begun().cutOffs());
    }
}
