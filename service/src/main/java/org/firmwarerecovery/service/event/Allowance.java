package org.firmwarerecovery.service.event;

/** So many in a row, then one in so many milliseconds; counts the others. One thread at a time. */
final class Allowance {
    private final int burst;
    private final long refillMillis;
    private long tokens;
    private long refilledAt;
    private long leftOut;

    Allowance(int burst, long refillMillis, long now) {
        this.burst = burst;
        this.refillMillis = refillMillis;
        this.tokens = burst;
        this.refilledAt = now;
    }

    /** Whether one more may be. {@code now} is the wall clock in milliseconds, which may be set back. */
    boolean take(long now) {
        long earned = Math.max(0, (now - refilledAt) / refillMillis);
        tokens = Math.min(burst, tokens + earned);
        refilledAt = now < refilledAt ? now : refilledAt + earned * refillMillis;
        if (tokens == 0) {
            leftOut++;
            return false;
        }
        tokens--;
        return true;
    }

    /** How many might not since this was asked last. */
    long leftOut() {
        long count = leftOut;
        leftOut = 0;
        return count;
    }
}
