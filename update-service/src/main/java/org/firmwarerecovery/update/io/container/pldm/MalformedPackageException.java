package org.firmwarerecovery.update.io.container.pldm;

import org.firmwarerecovery.update.io.container.Verdict;

/** A package breaks a rule; it ends the reading and never leaves this package. */
final class MalformedPackageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String rule;
    private final transient Verdict verdict;

    /**
     * A broken rule.
     *
     * @param rule its short name, such as {@code header-structure}
     * @param sentence field, offset and what is wrong
     */
    MalformedPackageException(String rule, String sentence) {
        this(rule, sentence, Verdict.REJECT);
    }

    MalformedPackageException(String rule, String sentence, Verdict verdict) {
        super(rule + ": " + sentence, null, false, false);
        this.rule = rule;
        this.verdict = verdict;
    }

    /** Short name of the rule. */
    String rule() {
        return rule;
    }

    Verdict verdict() {
        return verdict;
    }

    /** Rule and sentence. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
