package org.firmwarerecovery.update.io.flash;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The power supply of some {@link FaultyFlash}es: it counts their operations and goes off before the one that a test chose.
 * What was not forced is then lost, kept, reordered or torn, as the seed says. One thread.
 */
public final class FaultyPower {
    private final long cutBefore;
    private final Random random;
    private final List<FaultyFlash> flashes = new ArrayList<>();
    private long operations;
    private boolean off;

    /**
     * A supply that fails.
     *
     * @param cutBefore number of operations that still happen; {@link Long#MAX_VALUE} for a good supply
     * @param seed of what happens to operations that were not forced
     */
    public FaultyPower(long cutBefore, long seed) {
        this.cutBefore = cutBefore;
        this.random = new Random(seed);
    }

    /** Operations (erase, program, force) so far: how many cut points a protocol has. */
    public long operations() {
        return operations;
    }

    /** True after the cut. */
    public boolean isOff() {
        return off;
    }

    /** Cuts the power now, also if the chosen operation was never reached: what was not forced is at risk. */
    public void cut() {
        if (!off) {
            off = true;
            flashes.forEach(flash -> flash.settle(random));
        }
    }

    void attach(FaultyFlash flash) {
        flashes.add(flash);
    }

    void count() throws PowerCutException {
        if (off || operations == cutBefore) {
            cut();
            throw new PowerCutException();
        }
        operations++;
    }
}
