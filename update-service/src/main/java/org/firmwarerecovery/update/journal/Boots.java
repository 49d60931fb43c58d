package org.firmwarerecovery.update.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.update.component.Digest;

/**
 * What is known about the starts of the active bank's image. What boot loaders report and what the node itself begins are
 * two ways to see the same boot, so they are counted apart, and neither adds to the other.
 *
 * @param failures starts in a row that failed: reported as failed, or followed by another start without news
 * @param starting whether a start was reported of which nothing more is known
 * @param cutOffs starts the node itself began with the activation hook and whose end it never saw
 * @param findings findings that followed from failures, oldest first; at most {@link #FINDINGS_MAX}
 */
public record Boots(int failures, boolean starting, int cutOffs, List<Failing> findings) {
    /** Nothing was ever reported. */
    public static final Boots NONE = new Boots(0, false, 0, List.of());
    /** Most findings that are remembered. */
    public static final int FINDINGS_MAX = 16;
    /** Two findings about one manifest within this uptime put it into quarantine. */
    public static final Duration WINDOW = Duration.ofDays(7);

    /**
     * An image failed to boot so often that it was a finding.
     *
     * @param manifestDigest its manifest
     * @param at uptime in milliseconds
     */
    public record Failing(Digest manifestDigest, long at) {}

    /** Copies the list. */
    public Boots {
        findings = List.copyOf(findings);
    }

    /** A start was reported; one before it of which nothing more came to be known has failed. */
    public Boots started() {
        return new Boots(starting ? more(failures) : failures, true, cutOffs, findings);
    }

    /** The start was reported to have failed. */
    public Boots failed() {
        return new Boots(more(failures), false, cutOffs, findings);
    }

    /** The start was reported to have gone well; what the node itself begins it also has to see the end of. */
    public Boots cameUp() {
        return new Boots(0, false, cutOffs, findings);
    }

    /** The node itself begins to start the image: a start that is cut off until its end is seen. */
    public Boots begun() {
        return new Boots(failures, starting, more(cutOffs), findings);
    }

    /** The node outlived the start it had begun, however it ended: that one does not count. */
    public Boots outlived() {
        return new Boots(failures, starting, Math.max(0, cutOffs - 1), findings);
    }

    /** The node was cut off so often that the image counts as one that fails to boot. */
    public Boots failedByCutOffs() {
        return new Boots(Math.max(failures, cutOffs), false, 0, findings);
    }

    private static int more(int count) {
        return count == Integer.MAX_VALUE ? count : count + 1;
    }

    /** The image runs, or another one is to be started: counting begins anew. */
    public Boots counted() {
        return new Boots(0, false, 0, findings);
    }

    /** One more finding about an image. */
    public Boots finding(Digest manifestDigest, long now) {
        List<Failing> all = new ArrayList<>(findings);
        all.add(new Failing(manifestDigest, now));
        while (all.size() > FINDINGS_MAX) {
            all.remove(0);
        }
        return new Boots(failures, starting, cutOffs, all);
    }

    /** The same without the findings about one image. */
    public Boots forgiving(Digest manifestDigest) {
        List<Failing> others = findings.stream()
                .filter(finding -> !finding.manifestDigest().equals(manifestDigest))
                .toList();
        return new Boots(failures, starting, cutOffs, others);
    }

    /** Findings about an image that are younger than the window. */
    public long recent(Digest manifestDigest, long now) {
        return findings.stream()
                .filter(finding ->
                        finding.manifestDigest().equals(manifestDigest) && finding.at() > now - WINDOW.toMillis())
                .count();
    }
}
