package org.firmwarerecovery.update.policy;

import java.util.List;
import java.util.SortedMap;
import org.firmwarerecovery.update.component.Digest;

/** A policy of which a test changes what it is about. */
public final class ChangedPolicy {
    private final Policy known;
    private OnFinding onFinding;
    private List<SourceKind> sources;
    private List<Preference> preferences;
    private SortedMap<String, List<Digest>> baseline;
    private int slots;

    private ChangedPolicy(Policy known) {
        this.known = known;
        this.onFinding = known.onFinding();
        this.sources = known.sources();
        this.preferences = known.preferences();
        this.baseline = known.baseline();
        this.slots = known.slots();
    }

    /** Like {@code known} but for what follows. */
    public static ChangedPolicy of(Policy known) {
        return new ChangedPolicy(known);
    }

    /** Log, ask or repair. */
    public ChangedPolicy onFinding(OnFinding wanted) {
        onFinding = wanted;
        return this;
    }

    /** Allowed sources in their order. */
    public ChangedPolicy sources(List<SourceKind> wanted) {
        sources = wanted;
        return this;
    }

    /** Wishes about donors, first one first. */
    public ChangedPolicy preferences(List<Preference> wanted) {
        preferences = wanted;
        return this;
    }

    /** Manifests that the operator wants. */
    public ChangedPolicy baseline(SortedMap<String, List<Digest>> wanted) {
        baseline = wanted;
        return this;
    }

    /** Most images sent at once. */
    public ChangedPolicy slots(int wanted) {
        slots = wanted;
        return this;
    }

    /** The policy. */
    public Policy policy() {
        return new Policy(
                onFinding,
                sources,
                known.mirror(),
                preferences,
                known.allowDowngrade(),
                baseline,
                known.donateAfter(),
                known.offersMax(),
                slots,
                known.collect(),
                known.attempts(),
                known.writesPerDay());
    }
}
