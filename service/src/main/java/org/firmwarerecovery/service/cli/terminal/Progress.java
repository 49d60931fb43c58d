package org.firmwarerecovery.service.cli.terminal;

/** Progress of one thing in percent. */
public interface Progress extends AutoCloseable {
    /**
     * Shows that {@code percent} (0 to 100) is done.
     *
     * @param percent how much
     * @param now what is being done
     */
    void at(int percent, String now);

    @Override
    void close();
}
