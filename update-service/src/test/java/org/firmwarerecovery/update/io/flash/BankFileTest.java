package org.firmwarerecovery.update.io.flash;

import static org.firmwarerecovery.update.io.flash.FlashContract.erased;
import static org.firmwarerecovery.update.io.flash.FlashContract.noise;
import static org.firmwarerecovery.update.io.flash.FlashContract.read;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.firmwarerecovery.update.component.Digest;
import org.junit.jupiter.api.Test;

/** Operations on a bank, on flash that programs like NOR. */
class BankFileTest {
    private static final int SIZE = 1024 * 1024;
    private static final int BLOCK = 64 * 1024;

    private final FaultyPower power = new FaultyPower(Long.MAX_VALUE, 1);
    private final FaultyFlash flash = new FaultyFlash(power, SIZE, BLOCK);
    private final BankFile bank = new BankFile(flash);

    @Test
    void a_bank_is_erased_until_any_single_byte_differs() throws IOException {
        assertTrue(bank.erased());
        for (int at : new int[] {0, BankFile.BUFFER_BYTES - 1, BankFile.BUFFER_BYTES, SIZE - 1}) {
            bank.erase();
            flash.program(at, ByteBuffer.wrap(new byte[] {(byte) 0xFE}));
            assertFalse(bank.erased(), () -> "byte " + at);
        }
    }

    @Test
    void the_erased_check_stops_at_the_first_other_byte() throws IOException {
        AtomicLong bytesRead = new AtomicLong();
        Flash counting = new FlashWrapper(flash) {
            @Override
            public void read(long offset, ByteBuffer target) throws IOException {
                bytesRead.addAndGet(target.remaining());
                super.read(offset, target);
            }
        };
        flash.program(5, ByteBuffer.wrap(new byte[] {0}));

        assertFalse(new BankFile(counting).erased());
        assertEquals(BankFile.BUFFER_BYTES, bytesRead.get());
    }

    @Test
    void a_written_payload_reads_back_and_the_rest_stays_erased() throws IOException {
        byte[] payload = noise(300_001);
        Digest digest = RunningDigest.of(Digest.SHA_256, payload);
        flash.program(0, ByteBuffer.wrap(noise(SIZE)));

        WriteOutcome written = bank.write(channel(payload), 4096, payload.length, digest, Pace.free());

        assertEquals(new WriteOutcome.Written(digest), written);
        assertEquals(new ReadBack.Same(digest), bank.readBack(4096, payload.length, digest, Pace.free()));
        byte[] expected = erased(SIZE);
        System.arraycopy(payload, 0, expected, 4096, payload.length);
        assertArrayEquals(expected, read(flash, 0, SIZE));
        assertArrayEquals(expected, flash.durableBytes(), "forced before it returned");
    }

    @Test
    void other_algorithms_of_the_manifest_are_followed() throws IOException {
        byte[] payload = noise(1000);
        Digest digest = RunningDigest.of(Digest.SHA_384, payload);
        assertEquals(new WriteOutcome.Written(digest), bank.write(channel(payload), 0, 1000, digest, Pace.free()));
    }

    @Test
    void a_source_with_other_bytes_is_told_with_both_digests() throws IOException {
        Digest expected = RunningDigest.of(Digest.SHA_256, noise(999));
        WriteOutcome outcome = bank.write(channel(noise(1000)), 0, 1000, expected, Pace.free());
        assertEquals(new WriteOutcome.OtherDigest(expected, RunningDigest.of(Digest.SHA_256, noise(1000))), outcome);
    }

    @Test
    void a_source_that_ends_early_is_told() throws IOException {
        Digest digest = RunningDigest.of(Digest.SHA_256, noise(1000));
        assertEquals(
                new WriteOutcome.SourceEnded(1000, 1001),
                bank.write(channel(noise(1000)), 0, 1001, digest, Pace.free()));
    }

    @Test
    void a_payload_over_the_bank_erases_nothing() throws IOException {
        flash.program(0, ByteBuffer.wrap(noise(SIZE)));
        byte[] before = read(flash, 0, SIZE);
        Digest digest = RunningDigest.of(Digest.SHA_256, noise(10));

        assertEquals(
                new WriteOutcome.DoesNotFit(SIZE - 9, 10, SIZE),
                bank.write(channel(noise(10)), SIZE - 9, 10, digest, Pace.free()));
        assertInstanceOf(
                WriteOutcome.DoesNotFit.class, bank.write(channel(noise(10)), Long.MAX_VALUE, 10, digest, Pace.free()));
        assertInstanceOf(WriteOutcome.DoesNotFit.class, bank.write(channel(noise(10)), -1, 10, digest, Pace.free()));
        assertInstanceOf(ReadBack.DoesNotFit.class, bank.readBack(0, SIZE + 1L, digest, Pace.free()));

        assertArrayEquals(before, read(flash, 0, SIZE));
    }

    @Test
    void read_back_finds_what_the_flash_did_wrong() throws IOException {
        byte[] payload = noise(200_000);
        Digest digest = RunningDigest.of(Digest.SHA_256, payload);
        flash.programWrongly();

        assertEquals(new WriteOutcome.Written(digest), bank.write(channel(payload), 0, 200_000, digest, Pace.free()));
        assertInstanceOf(ReadBack.Different.class, bank.readBack(0, 200_000, digest, Pace.free()));
    }

    @Test
    void several_payloads_are_programmed_after_one_erase() throws IOException {
        byte[] one = noise(1000);
        byte[] two = noise(2000);
        bank.erase();
        bank.program(channel(one), 0, 1000, RunningDigest.of(Digest.SHA_256, one), Pace.free());
        bank.program(channel(two), 5000, 2000, RunningDigest.of(Digest.SHA_256, two), Pace.free());
        bank.force();

        byte[] both = Arrays.copyOf(one, 3000);
        System.arraycopy(two, 0, both, 1000, 2000);
        HashOutcome hash = bank.hash(List.of(new Extent(0, 1000), new Extent(5000, 2000)), Pace.free());
        assertEquals(new HashOutcome.Hashed(RunningDigest.of(Digest.SHA_256, both), 3000), hash);
    }

    @Test
    void a_cancelled_hash_stops_at_the_next_buffer() throws IOException {
        AtomicLong asked = new AtomicLong();
        Pace pace = Pace.free().cancelledBy(() -> asked.incrementAndGet() > 2);
        HashOutcome outcome = bank.hash(List.of(new Extent(0, SIZE)), pace);
        assertEquals(new HashOutcome.Cancelled(3L * BankFile.BUFFER_BYTES), outcome);
    }

    @Test
    void a_cancelled_write_says_how_far_it_came() throws IOException {
        Digest digest = RunningDigest.of(Digest.SHA_256, noise(SIZE));
        WriteOutcome outcome =
                bank.write(channel(noise(SIZE)), 0, SIZE, digest, Pace.free().cancelledBy(() -> true));
        assertEquals(new WriteOutcome.Cancelled(BankFile.BUFFER_BYTES), outcome);
    }

    @Test
    void an_interrupted_thread_counts_as_cancelled_and_stays_interrupted() throws IOException {
        Thread.currentThread().interrupt();
        HashOutcome outcome = bank.hash(List.of(new Extent(0, SIZE)), Pace.free());
        assertTrue(Thread.interrupted());
        assertInstanceOf(HashOutcome.Cancelled.class, outcome);
    }

    @Test
    void progress_is_told_after_each_buffer() throws IOException {
        List<Long> progress = new ArrayList<>();
        bank.hash(List.of(new Extent(0, 300_000)), Pace.free().reportingTo(progress::add));
        assertEquals(List.of(131_072L, 262_144L, 300_000L), progress);
    }

    @Test
    void a_rate_limit_makes_the_operation_wait_as_long_as_it_says() throws IOException {
        AtomicLong nanos = new AtomicLong();
        List<Long> naps = new ArrayList<>();
        Pace pace = Pace.limitedTo(SIZE).withClock(nanos::get, nap -> {
            naps.add(nap);
            nanos.addAndGet(nap);
        });

        bank.hash(List.of(new Extent(0, SIZE)), pace);

        assertEquals(1_000_000_000L, nanos.get(), "1 MiB at 1 MiB/s");
        assertTrue(naps.stream().allMatch(nap -> nap <= 100_000_000), "cancelling never waits longer than 100 ms");
    }

    @Test
    void cancelling_ends_a_wait_for_the_rate_limit() throws IOException {
        AtomicLong nanos = new AtomicLong();
        Pace slow = Pace.limitedTo(1)
                .withClock(nanos::get, nanos::addAndGet)
                .cancelledBy(() -> nanos.get() >= 1_000_000_000L);

        assertInstanceOf(HashOutcome.Cancelled.class, bank.hash(List.of(new Extent(0, SIZE)), slow));
        assertEquals(1_000_000_000L, nanos.get());
    }

    private static ReadableByteChannel channel(byte[] bytes) {
        return Channels.newChannel(new ByteArrayInputStream(bytes));
    }
}
