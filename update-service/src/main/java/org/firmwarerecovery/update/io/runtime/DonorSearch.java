package org.firmwarerecovery.update.io.runtime;

import java.time.Duration;
import java.util.List;

/**
 * The multicast search for donors as the loop needs it. Calls come from the loop thread and must not block; donors heard and
 * the end of a search come back as events through the {@link EventInbox}.
 */
public interface DonorSearch extends AutoCloseable {
    /** Starts a search; exactly one {@code SearchEnded} with {@code searchId} follows. */
    void search(long searchId, String softwareId, Duration jitter);

    /** From now on exactly these SoftwareIds are donated. */
    void donates(List<String> softwareIds);

    /** Ends discovery; blocks until its sockets are closed. */
    @Override
    void close();
}
