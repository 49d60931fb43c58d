package org.firmwarerecovery.update.policy;

import java.util.List;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a recovery needs, as far as donors are judged by it.
 *
 * @param softwareId SoftwareId of the component
 * @param bankSize size of a bank in bytes
 * @param floor lowest security version
 * @param wanted manifests wanted first, best first; others are accepted when {@code onlyWanted} is false
 * @param onlyWanted whether no other manifest will do
 * @param installedVersion version of the damaged image, null when unknown
 * @param record the component's journal entry, for its quarantine
 */
public record Need(
        String softwareId,
        long bankSize,
        long floor,
        List<Digest> wanted,
        boolean onlyWanted,
        @Nullable String installedVersion,
        ComponentRecord record) {
    /** Copies the list. */
    public Need {
        wanted = List.copyOf(wanted);
    }
}
