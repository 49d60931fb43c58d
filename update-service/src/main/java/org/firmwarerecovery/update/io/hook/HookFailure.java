package org.firmwarerecovery.update.io.hook;

import java.util.OptionalInt;

/**
 * Why a hook did not end well.
 *
 * @param started false when the program could not even be started, or was told to stop by somebody else before its end: then
 *     its end says nothing about the image
 * @param why what happened, for people
 * @param status exit status, where it ended by itself
 */
record HookFailure(boolean started, String why, OptionalInt status) {
    /** It ran, and did not end well. */
    static HookFailure ran(String why) {
        return new HookFailure(true, why, OptionalInt.empty());
    }

    /** It ran to its own end, which was not 0. */
    static HookFailure ended(String name, int status) {
        return new HookFailure(true, name + " ended with status " + status, OptionalInt.of(status));
    }

    /** The same with what it said about it, in one line. */
    HookFailure saying(String text) {
        String plain = text.strip().replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "?");
        return plain.isEmpty() ? this : new HookFailure(started, why + ": " + plain, status);
    }

    /** It did not run, or not to its own end. */
    static HookFailure notRun(String why) {
        return new HookFailure(false, why, OptionalInt.empty());
    }
}
