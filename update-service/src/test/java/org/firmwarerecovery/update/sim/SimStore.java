package org.firmwarerecovery.update.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.manifest.SignedManifest;

/** Image store and staging of one node; both survive restarts. */
final class SimStore {
    private final TreeMap<Digest, SignedManifest> complete = new TreeMap<>();
    private final TreeMap<Digest, TreeSet<Integer>> staging = new TreeMap<>();

    void add(SignedManifest manifest) {
        complete.put(manifest.manifest().image().digest(), manifest);
    }

    void drop(Digest image) {
        complete.remove(image);
    }

    boolean holds(SignedManifest manifest) {
        return complete.containsKey(manifest.manifest().image().digest());
    }

    List<SignedManifest> images() {
        return new ArrayList<>(complete.values());
    }

    /** The chunks of an image that are here and truly good. */
    TreeSet<Integer> chunks(SignedManifest manifest) {
        TreeSet<Integer> staged =
                staging.computeIfAbsent(manifest.manifest().image().digest(), image -> new TreeSet<>());
        if (holds(manifest)) {
            for (int i = 0; i < manifest.manifest().image().chunks().count(); i++) {
                staged.add(i);
            }
        }
        return staged;
    }

    /** How many of the next images rot in staging before they are complete. */
    int rot;

    /** Moves a staged image into the store; false when chunks are missing or wrong. */
    boolean finish(SignedManifest manifest) {
        if (rot-- > 0) {
            staging.remove(manifest.manifest().image().digest());
            return false;
        }
        if (chunks(manifest).size() < manifest.manifest().image().chunks().count()) {
            return false;
        }
        add(manifest);
        return true;
    }
}
