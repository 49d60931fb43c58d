package org.firmwarerecovery.update.io.web;

import java.io.IOException;

/** A server does not answer as it should; the message says how, for people. Never shows a secret. */
public final class AnswerException extends IOException {
    private static final long serialVersionUID = 1;

    /** Why the answer is refused. */
    public AnswerException(String why) {
        super(why);
    }
}
