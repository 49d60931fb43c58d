package org.firmwarerecovery.update.io.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.flash.BankFile;
import org.firmwarerecovery.update.io.flash.Extent;
import org.firmwarerecovery.update.io.flash.FaultyFlash;
import org.firmwarerecovery.update.io.flash.FaultyPower;
import org.firmwarerecovery.update.io.flash.HashOutcome;
import org.firmwarerecovery.update.io.flash.Pace;
import org.firmwarerecovery.update.io.flash.PowerCutException;
import org.firmwarerecovery.update.io.flash.ReadBack;
import org.firmwarerecovery.update.io.flash.RunningDigest;
import org.firmwarerecovery.update.io.flash.WriteOutcome;
import org.junit.jupiter.api.Test;

/**
 * The commit protocol of DESIGN.md section 6 on flash whose power is cut at every operation: Writing forced before the first
 * erase, data forced before the read-back, Written, Flip. Whatever the cut leaves, the bank that the journal calls active holds
 * a whole image, and the node can finish the job after the restart.
 */
class WriteProtocolTest {
    private static final int BLOCK = 1024;
    private static final int BANK = 8 * BLOCK;
    private static final int OFFSET = 512;
    private static final byte[] OLD = noise(BANK, 1);
    private static final byte[] NEW = noise(5000, 2);
    private static final Digest OLD_DIGEST = RunningDigest.of(Digest.SHA_256, OLD);
    private static final Digest NEW_DIGEST = RunningDigest.of(Digest.SHA_256, NEW);
    private static final int SEEDS = 60;

    @Test
    void at_every_power_cut_the_active_bank_is_whole_and_the_job_can_be_finished() throws IOException {
        Node good = new Node(new FaultyPower(Long.MAX_VALUE, 0), fresh(), OLD);
        long start = good.power.operations();
        good.update();
        long end = good.power.operations();
        assertTrue(end - start > 15, () -> "only " + (end - start) + " cut points");

        for (long cut = 0; cut <= end - start; cut++) {
            for (long seed = 0; seed < SEEDS; seed++) {
                String where = "cut " + cut + " seed " + seed;
                FaultyPower power = new FaultyPower(cut, seed);
                Node node = new Node(power, fresh(), OLD);
                try {
                    node.update();
                    power.cut();
                } catch (PowerCutException expected) {
                    assertTrue(power.isOff(), where);
                }
                Node after = node.restarted();
                after.checkSafe(where);
                after.update();
                assertEquals("Flip", after.state(), where);
                after.checkSafe(where);
            }
        }
    }

    @Test
    void flipping_before_the_data_is_forced_is_caught_by_this_test() throws IOException {
        boolean caught = false;
        for (long cut = 0; cut < 40 && !caught; cut++) {
            for (long seed = 0; seed < SEEDS && !caught; seed++) {
                FaultyPower power = new FaultyPower(cut, seed);
                Node node = new Node(power, fresh(), OLD);
                try {
                    node.bank.erase();
                    node.bank.program(source(), OFFSET, NEW.length, NEW_DIGEST, Pace.free());
                    node.journal.write(text("Flip"));
                    node.bank.force();
                } catch (PowerCutException expected) {
                    assertTrue(power.isOff());
                }
                caught = node.restarted().activeBankIsBroken();
            }
        }
        assertTrue(caught, "the model is too kind");
    }

    /** Journal memory that already says: the old image in bank A is active. */
    private static byte[] fresh() throws IOException {
        FaultyFlash flash = new FaultyFlash(new FaultyPower(Long.MAX_VALUE, 0), 2 * BLOCK, BLOCK);
        new SlotJournal("journal", flash, BLOCK).write(text("Idle"));
        return flash.durableBytes();
    }

    private static java.nio.channels.ReadableByteChannel source() {
        return Channels.newChannel(new ByteArrayInputStream(NEW));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] noise(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** A journal and a bank B; bank A holds the old image and is never touched, so it needs no flash here. */
    private static final class Node {
        private final FaultyPower power;
        private final FaultyFlash journalFlash;
        private final FaultyFlash bankFlash;
        private final SlotJournal journal;
        private final BankFile bank;

        private Node(FaultyPower power, byte[] journalBytes, byte[] bankBytes) throws IOException {
            this.power = power;
            this.journalFlash = new FaultyFlash(power, journalBytes, BLOCK);
            this.bankFlash = new FaultyFlash(power, bankBytes, BLOCK);
            this.journal = new SlotJournal("journal", journalFlash, BLOCK);
            this.bank = new BankFile(bankFlash);
        }

        private Node restarted() throws IOException {
            return new Node(new FaultyPower(Long.MAX_VALUE, 0), journalFlash.durableBytes(), bankFlash.durableBytes());
        }

        /** Goes on from whatever the journal says to Flip. */
        private void update() throws IOException {
            if (state().equals("Flip")) {
                return;
            }
            if (!state().equals("Written")) {
                journal.write(text("Writing"));
                assertInstanceOf(
                        WriteOutcome.Written.class, bank.write(source(), OFFSET, NEW.length, NEW_DIGEST, Pace.free()));
                assertInstanceOf(ReadBack.Same.class, bank.readBack(OFFSET, NEW.length, NEW_DIGEST, Pace.free()));
                journal.write(text("Written"));
            }
            journal.write(text("Flip"));
        }

        private String state() {
            LastRecord.Recovered last = assertInstanceOf(LastRecord.Recovered.class, journal.read());
            return new String(last.bytes().array(), StandardCharsets.UTF_8);
        }

        private void checkSafe(String where) throws IOException {
            if (state().equals("Idle")) {
                assertArrayEquals(OLD, bankFlash.durableBytes(), where + ": erased before Writing was durable");
                assertEquals(OLD_DIGEST, digestOf(new Extent(0, BANK)), where);
            } else if (!state().equals("Writing")) {
                assertEquals(NEW_DIGEST, digestOf(new Extent(OFFSET, NEW.length)), where + ": " + state());
            }
        }

        private boolean activeBankIsBroken() throws IOException {
            return state().equals("Flip")
                    && !digestOf(new Extent(OFFSET, NEW.length)).equals(NEW_DIGEST);
        }

        private Digest digestOf(Extent extent) throws IOException {
            HashOutcome.Hashed hashed =
                    assertInstanceOf(HashOutcome.Hashed.class, bank.hash(List.of(extent), Pace.free()));
            return hashed.digest();
        }
    }
}
