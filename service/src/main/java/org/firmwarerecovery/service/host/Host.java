package org.firmwarerecovery.service.host;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A host as its resource shows it. Thread-safe. */
public interface Host extends AutoCloseable {
    /** Whether there is no real machine behind it. */
    boolean simulated();

    /** What {@link #reset} takes. Empty: it cannot be reset. */
    List<ResetType> resetTypes();

    /** Where it can be told to boot from, {@code None} first. Empty: it cannot be told. */
    List<String> bootTargets();

    /** Whether it runs; empty while that is not known. Does not block. */
    Optional<Boolean> on();

    /** What it boots from. */
    BootOverride boot();

    /**
     * Changes what it boots from; nothing else changes it meanwhile, neither another client nor a reset. The change checks
     * its values, must not block, and changes nothing when it throws.
     */
    void boot(UnaryOperator<BootOverride> change);

    /** Resets it. Blocks for a bounded time. */
    Outcome reset(ResetType type);

    @Override
    void close();

    /** What became of a reset. */
    sealed interface Outcome {
        /** It was done. */
        record Done() implements Outcome {}

        /** Another one is being done. */
        record Busy() implements Outcome {}

        /**
         * It did not work.
         *
         * @param why for people
         */
        record Failed(String why) implements Outcome {}
    }
}
