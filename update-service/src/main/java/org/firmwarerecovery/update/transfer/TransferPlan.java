package org.firmwarerecovery.update.transfer;

import java.util.BitSet;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The chunks of one image: verified ones, those under way, and which to ask for next. Immutable.
 *
 * <p>In order for now, one donor at a time; what was verified stays verified whichever donor sent it.
 */
public final class TransferPlan {
    private final int count;
    private final BitSet have;
    private final TreeSet<Integer> underWay;

    private TransferPlan(int count, BitSet have, TreeSet<Integer> underWay) {
        this.count = count;
        this.have = have;
        this.underWay = underWay;
    }

    /** A plan for {@code count} chunks of which {@code verified} are in staging already. */
    public static TransferPlan of(int count, SortedSet<Integer> verified) {
        BitSet have = new BitSet(count);
        verified.stream().filter(index -> index >= 0 && index < count).forEach(have::set);
        return new TransferPlan(count, have, new TreeSet<>());
    }

    /** The lowest chunk neither here nor under way, unless {@code parallelMax} are under way. */
    public OptionalInt next(int parallelMax) {
        if (underWay.size() >= parallelMax) {
            return OptionalInt.empty();
        }
        int index = have.nextClearBit(0);
        while (index < count && underWay.contains(index)) {
            index = have.nextClearBit(index + 1);
        }
        return index < count ? OptionalInt.of(index) : OptionalInt.empty();
    }

    /** The plan after asking for a chunk. */
    public TransferPlan asked(int index) {
        TreeSet<Integer> more = new TreeSet<>(underWay);
        more.add(index);
        return new TransferPlan(count, have, more);
    }

    /** The plan after a chunk was verified and stored. */
    public TransferPlan stored(int index) {
        BitSet now = (BitSet) have.clone();
        now.set(index);
        return new TransferPlan(count, now, without(index));
    }

    /** The plan with nothing under way: the donor is gone. */
    public TransferPlan interrupted() {
        return new TransferPlan(count, have, new TreeSet<>());
    }

    /** True when every chunk is here. */
    public boolean complete() {
        return have.cardinality() == count;
    }

    /** Number of chunks. */
    public int count() {
        return count;
    }

    /** Number of verified chunks. */
    public int verified() {
        return have.cardinality();
    }

    private TreeSet<Integer> without(int index) {
        TreeSet<Integer> fewer = new TreeSet<>(underWay);
        fewer.remove(index);
        return fewer;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TransferPlan plan
                && count == plan.count
                && have.equals(plan.have)
                && underWay.equals(plan.underWay);
    }

    @Override
    public int hashCode() {
        return Objects.hash(count, have, underWay);
    }

    @Override
    public String toString() {
        return verified() + "/" + count + " chunks, under way " + underWay;
    }
}
