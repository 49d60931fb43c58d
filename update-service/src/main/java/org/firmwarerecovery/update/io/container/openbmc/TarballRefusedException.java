package org.firmwarerecovery.update.io.container.openbmc;

import java.io.IOException;
import org.firmwarerecovery.update.io.container.Verdict;

/**
 * Leaves the nested reading of a tarball at its first fault; an {@link IOException} so that it passes through streams. Never
 * leaves this package.
 */
final class TarballRefusedException extends IOException {
    private static final long serialVersionUID = 1;
    private final transient Verdict verdict;

    private TarballRefusedException(Verdict verdict, String reason) {
        super(reason);
        this.verdict = verdict;
    }

    /** A file that is wrong. */
    static TarballRefusedException wrong(String reason) {
        return new TarballRefusedException(Verdict.REJECT, reason);
    }

    /** A file that is made to harm its reader. */
    static TarballRefusedException unsafe(String reason) {
        return new TarballRefusedException(Verdict.REJECT_UNSAFE, reason);
    }

    Verdict verdict() {
        return verdict;
    }
}
