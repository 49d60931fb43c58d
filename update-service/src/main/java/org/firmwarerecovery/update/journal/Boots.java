package org.firmwarerecovery.update.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.update.component.Digest;

/**
 * What was reported about the starts of the active bank's image.
 *
 * @param failures starts in a row that failed: reported as failed, or followed by another start without news
 * @param starting whether a start was reported of which nothing more is known
 * @param findings findings that followed from failures, oldest first; at most {@link #FINDINGS_MAX}
 */
public record Boots(int failures, boolean starting, List<Failing> findings) {
    /** Nothing was ever reported. */
    public static final Boots NONE = new Boots(0, false, List.of());
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
        return new Boots(starting ? more() : failures, true, findings);
    }

    /** The start was reported to have failed. */
    public Boots failed() {
        return new Boots(more(), false, findings);
    }

    /** The node outlived the start, however it ended: what is counted stays as it was. */
    public Boots outlived() {
        return new Boots(failures, false, findings);
    }

    private int more() {
        return failures == Integer.MAX_VALUE ? failures : failures + 1;
    }

    /** The image came up, or another one is to be started: counting begins anew. */
    public Boots counted() {
        return new Boots(0, false, findings);
    }

    /** One more finding about an image. */
    public Boots finding(Digest manifestDigest, long now) {
        List<Failing> all = new ArrayList<>(findings);
        all.add(new Failing(manifestDigest, now));
        while (all.size() > FINDINGS_MAX) {
            all.remove(0);
        }
        return new Boots(failures, starting, all);
    }

    /** The same without the findings about one image. */
    public Boots forgiving(Digest manifestDigest) {
        List<Failing> others = findings.stream()
                .filter(finding -> !finding.manifestDigest().equals(manifestDigest))
                .toList();
        return new Boots(failures, starting, others);
    }

    /** Findings about an image that are younger than the window. */
    public long recent(Digest manifestDigest, long now) {
        return findings.stream()
                .filter(finding ->
                        finding.manifestDigest().equals(manifestDigest) && finding.at() > now - WINDOW.toMillis())
                .count();
    }
}
