package org.firmwarerecovery.update.io.hook;

/**
 * Why a hook did not end well.
 *
 * @param started false when the program could not even be started, or was told to stop by somebody else before its end: then
 *     its end says nothing about the image
 * @param why what happened, for people
 */
record HookFailure(boolean started, String why) {
    /** It ran, and did not end well. */
    static HookFailure ran(String why) {
        return new HookFailure(true, why);
    }

    /** It did not run, or not to its own end. */
    static HookFailure notRun(String why) {
        return new HookFailure(false, why);
    }
}
