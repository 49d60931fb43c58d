package org.firmwarerecovery.update.io.flash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Flash in memory that behaves as badly at a power cut as the {@link Flash} contract allows. Operations since the last force
 * are remembered; when the power goes, any subset of them happens, in any order as far as blocks go, programs torn at a 256-byte
 * page, erases leaving random bits. It programs like NOR: bits only go from 1 to 0, so a missing erase shows. One thread.
 */
public final class FaultyFlash implements Flash {
    /** Unit in which a program is torn. */
    public static final int PAGE_BYTES = 256;

    private final FaultyPower power;
    private final int eraseBlockSize;
    private final byte[] durable;
    private final byte[] seen;
    private final List<Operation> unforced = new ArrayList<>();
    private boolean closed;
    private boolean programsWrongly;

    /** An erased flash. */
    public FaultyFlash(FaultyPower power, int size, int eraseBlockSize) {
        this(power, erasedBytes(size), eraseBlockSize);
    }

    /** A flash that holds {@code content}, as after a restart. */
    public FaultyFlash(FaultyPower power, byte[] content, int eraseBlockSize) {
        this.power = power;
        this.eraseBlockSize = eraseBlockSize;
        this.durable = content.clone();
        this.seen = content.clone();
        power.attach(this);
    }

    /** What a restart finds: after a cut what it left, else what was forced. */
    public byte[] durableBytes() {
        return durable.clone();
    }

    /** From now on programs silently clear one bit too many: a worn cell that only a read-back finds. */
    public void programWrongly() {
        programsWrongly = true;
    }

    @Override
    public long size() {
        return seen.length;
    }

    @Override
    public int eraseBlockSize() {
        return eraseBlockSize;
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        checkOpen();
        FlashRange.check(this, offset, target.remaining());
        if (power.isOff()) {
            throw new PowerCutException();
        }
        target.put(seen, (int) offset, target.remaining());
    }

    @Override
    public void erase(long offset, long length) throws IOException {
        checkOpen();
        FlashRange.checkErase(this, offset, length);
        for (long at = offset; at < offset + length; at += eraseBlockSize) {
            power.count();
            int bytes = (int) Math.min(eraseBlockSize, size() - at);
            happen(new Operation((int) at, null, bytes));
        }
    }

    @Override
    public void program(long offset, ByteBuffer source) throws IOException {
        checkOpen();
        FlashRange.check(this, offset, source.remaining());
        if (!source.hasRemaining()) {
            return;
        }
        power.count();
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        if (programsWrongly) {
            bytes[bytes.length / 2] &= (byte) (bytes[bytes.length / 2] - 1);
        }
        happen(new Operation((int) offset, bytes, bytes.length));
    }

    @Override
    public void force() throws IOException {
        checkOpen();
        power.count();
        unforced.clear();
        System.arraycopy(seen, 0, durable, 0, seen.length);
    }

    @Override
    public void close() {
        closed = true;
    }

    /** The power goes: decides what the unforced operations left. */
    void settle(Random random) {
        List<Operation> left = new ArrayList<>(unforced);
        // In order and cut off, in order with gaps, in any order, or everything.
        int style = random.nextInt(4);
        if (style == 0) {
            left = left.subList(0, random.nextInt(left.size() + 1));
        } else if (style == 1) {
            left.removeIf(operation -> random.nextBoolean());
        } else if (style == 2) {
            Collections.shuffle(left, random);
            left = left.subList(0, random.nextInt(left.size() + 1));
        }
        for (int i = 0; i < left.size(); i++) {
            boolean torn = i == left.size() - 1 && random.nextBoolean();
            left.get(i).apply(durable, torn ? random : null);
        }
        System.arraycopy(durable, 0, seen, 0, seen.length);
        unforced.clear();
    }

    private void happen(Operation operation) {
        operation.apply(seen, null);
        unforced.add(operation);
    }

    private void checkOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    private static byte[] erasedBytes(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, ERASED);
        return bytes;
    }

    /** An erase ({@code bytes} null) or a program. */
    private static final class Operation {
        private final int offset;
        private final byte @Nullable [] bytes;
        private final int length;

        private Operation(int offset, byte @Nullable [] bytes, int length) {
            this.offset = offset;
            this.bytes = bytes;
            this.length = length;
        }

        /** Applies it wholly, or torn as {@code tear} says. */
        private void apply(byte[] memory, @Nullable Random tear) {
            int end = length;
            if (tear != null && bytes != null) {
                end = Math.min(length, tear.nextInt(length / PAGE_BYTES + 1) * PAGE_BYTES);
            }
            for (int i = 0; i < end; i++) {
                if (bytes != null) {
                    memory[offset + i] &= bytes[i];
                } else if (tear == null) {
                    memory[offset + i] = ERASED;
                } else {
                    memory[offset + i] |= (byte) tear.nextInt(256);
                }
            }
        }
    }
}
