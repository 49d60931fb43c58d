package org.firmwarerecovery.update.manifest;

/** Carries the first broken rule from the depth of the reader to {@link ManifestCodec}, which turns it into a value. */
final class RuleBrokenException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Rejection.ManifestRuleBroken broken;

    RuleBrokenException(String member, String rule) {
        super(member + ": " + rule, null, false, false);
        this.broken = new Rejection.ManifestRuleBroken(member, rule);
    }

    Rejection.ManifestRuleBroken broken() {
        return broken;
    }
}
