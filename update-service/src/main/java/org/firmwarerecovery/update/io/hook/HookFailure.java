package org.firmwarerecovery.update.io.hook;

/**
 * Why a hook did not end well.
 *
 * @param started false when the program could not even be started, so that nothing was tried
 * @param why what happened, for people
 */
record HookFailure(boolean started, String why) {
    /** It ran, and did not end well. */
    static HookFailure ran(String why) {
        return new HookFailure(true, why);
    }
}
