package org.firmwarerecovery.update.io.store;

/** What opening a stream as a bundle gave. */
public sealed interface BundleOutcome {
    /**
     * Manifest and signature were read; the image follows.
     *
     * @param bundle read its image, then call {@link Bundle#finish}
     */
    record Opened(Bundle bundle) implements BundleOutcome {}

    /**
     * It is not a bundle.
     *
     * @param fault why
     */
    record Malformed(BundleFault fault) implements BundleOutcome {}
}
