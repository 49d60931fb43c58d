package org.firmwarerecovery.update.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What must survive a power cut about one component.
 *
 * @param active the bank that boots
 * @param writing the write that is under way, null when none is
 * @param torn other banks whose last write never finished: another bank was written after it failed
 * @param unproven banks whose image was written here and has never been confirmed here
 * @param trial the unconfirmed activation, null when the active bank is confirmed
 * @param floor lowest security version that may be booted or installed
 * @param bound manifest digest of each bank that was written and read back, or adopted
 * @param quarantine manifests not to be tried again; at most {@link #QUARANTINE_MAX}, the oldest makes room
 * @param writes uptimes of the bank writes of the budget window, oldest first
 * @param attempts uptimes of the network attempts of the budget window, oldest first
 * @param boots what was reported about starts of the active bank
 * @param confirmedAt uptime at which the active image was confirmed, -1 when never
 * @param activating the bank to which the node went back or over and whose activation hook has not ended well yet, null
 *     when there is none; it is started again after a restart
 * @param undecided true while nobody knows which bank is the active one: the journal was lost, and the banks do not say
 * @param floorUnread banks whose manifests have yet to say how high the floor was, since the journal and both copies of it
 *     were lost; empty while the floor is known
 */
public record ComponentRecord(
        BankId active,
        @Nullable WriteIntent writing,
        List<BankId> torn,
        List<BankId> unproven,
        @Nullable Trial trial,
        long floor,
        SortedMap<BankId, Digest> bound,
        List<Quarantine> quarantine,
        List<Long> writes,
        List<Long> attempts,
        Boots boots,
        long confirmedAt,
        @Nullable BankId activating,
        boolean undecided,
        List<BankId> floorUnread) {
    /** Most manifests in quarantine per component. */
    public static final int QUARANTINE_MAX = 16;
    /** Most entries of a budget list: larger budgets are refused by the configuration. */
    public static final int BUDGET_MAX = 200;

    /** Copies the collections. */
    public ComponentRecord {
        torn = List.copyOf(torn);
        unproven = List.copyOf(unproven);
        floorUnread = List.copyOf(floorUnread);
        bound = Collections.unmodifiableSortedMap(new TreeMap<>(bound));
        quarantine = List.copyOf(quarantine);
        writes = List.copyOf(writes);
        attempts = List.copyOf(attempts);
    }

    /** The record of a component seen for the first time. */
    public static ComponentRecord fresh(BankId active, long floor) {
        return new ComponentRecord(
                active,
                null,
                List.of(),
                List.of(),
                null,
                floor,
                new TreeMap<>(),
                List.of(),
                List.of(),
                List.of(),
                Boots.NONE,
                -1,
                null,
                false,
                List.of());
    }

    /** True while nobody knows how high the floor was: it is at least {@link #floor()}. */
    public boolean floorUnknown() {
        return !floorUnread.isEmpty();
    }

    /** True when {@code manifestDigest} may not be installed on this component. */
    public boolean quarantined(Digest manifestDigest) {
        return quarantine.stream().anyMatch(entry -> entry.manifestDigest().equals(manifestDigest));
    }

    /** Before the first erase: the bank loses its binding, the write is counted. */
    public ComponentRecord aboutToWrite(WriteIntent intent, long now) {
        TreeMap<BankId, Digest> left = new TreeMap<>(bound);
        left.remove(intent.bank());
        List<BankId> others = new ArrayList<>(torn);
        if (writing != null && !others.contains(writing.bank())) {
            others.add(writing.bank());
        }
        others.remove(intent.bank());
        return copy(active, intent, trial, floor, left, quarantine, appended(writes, now), attempts, confirmedAt)
                .with(others, without(unproven, intent.bank()))
                .withFloorUnread(without(floorUnread, intent.bank()));
    }

    /** After read-back: the bank holds this manifest's image. */
    public ComponentRecord written(BankId bank, Digest manifestDigest) {
        TreeMap<BankId, Digest> more = new TreeMap<>(bound);
        more.put(bank, manifestDigest);
        WriteIntent left = writing != null && writing.bank() == bank ? null : writing;
        List<BankId> others = new ArrayList<>(torn);
        others.remove(bank);
        return copy(active, left, trial, floor, more, quarantine, writes, attempts, confirmedAt)
                .with(others, unproven);
    }

    /** The flip to an image that has yet to prove itself. */
    public ComponentRecord flippedOnTrial(Trial toProve) {
        return copy(toProve.bank(), writing, toProve, floor, bound, quarantine, writes, attempts, confirmedAt)
                .with(boots.counted())
                .withActivating(null);
    }

    /** The flip to a bank that was confirmed before; its activation hook has yet to end well. */
    public ComponentRecord switchedTo(BankId bank) {
        return copy(bank, writing, null, floor, bound, quarantine, writes, attempts, confirmedAt)
                .with(boots.counted())
                .withActivating(bank);
    }

    /** The same record with another activation under way. */
    public ComponentRecord withActivating(@Nullable BankId bank) {
        return with(active, torn, unproven, boots, bank, undecided, floorUnread);
    }

    /**
     * The journal was lost: which bank is active has to be found out, and the floor as well where it was lost with it.
     *
     * @param floorIn the banks whose manifests tell the floor, empty where it is known
     */
    public ComponentRecord lost(List<BankId> floorIn) {
        List<BankId> unread = new ArrayList<>(floorUnread);
        floorIn.stream().filter(bank -> !unread.contains(bank)).forEach(unread::add);
        return with(active, torn, unproven, boots, activating, true, unread);
    }

    /** It is known now which bank is active. */
    public ComponentRecord decided(BankId bank) {
        return with(bank, torn, unproven, boots, activating, false, floorUnread);
    }

    /** The same record with only these banks left that have yet to say how high the floor was. */
    public ComponentRecord withFloorUnread(List<BankId> banks) {
        return with(active, torn, unproven, boots, activating, undecided, banks);
    }

    /** After read-back: whether the image of a bank still has to prove itself when it is activated. */
    public ComponentRecord withUnproven(BankId bank, boolean toProve) {
        List<BankId> banks = new ArrayList<>(without(unproven, bank));
        if (toProve) {
            banks.add(bank);
        }
        return with(torn, banks);
    }

    /** The active image has proven itself, in whichever banks it is: only now the floor rises. */
    public ComponentRecord confirmed(long securityVersion, long now) {
        Digest image = bound.get(active);
        List<BankId> left = unproven.stream()
                .filter(bank -> bank != active && (image == null || !image.equals(bound.get(bank))))
                .toList();
        return copy(active, writing, null, Math.max(floor, securityVersion), bound, quarantine, writes, attempts, now)
                .with(boots.counted())
                .with(torn, left);
    }

    /** The manifest is not tried again on this component. */
    public ComponentRecord withQuarantine(Quarantine entry) {
        List<Quarantine> all = new ArrayList<>(quarantine);
        all.removeIf(old -> old.manifestDigest().equals(entry.manifestDigest()));
        all.add(entry);
        while (all.size() > QUARANTINE_MAX) {
            all.remove(0);
        }
        return copy(active, writing, trial, floor, bound, all, writes, attempts, confirmedAt);
    }

    /** The manifest may be tried again: an operator lifted its quarantine. What is known of its failed starts goes with it. */
    public ComponentRecord withoutQuarantine(Digest manifestDigest) {
        List<Quarantine> left = quarantine.stream()
                .filter(entry -> !entry.manifestDigest().equals(manifestDigest))
                .toList();
        return copy(active, writing, trial, floor, bound, left, writes, attempts, confirmedAt)
                .with(boots.forgiving(manifestDigest));
    }

    /** One more network attempt in the budget. */
    public ComponentRecord attempted(long now) {
        return copy(active, writing, trial, floor, bound, quarantine, writes, appended(attempts, now), confirmedAt);
    }

    /** The same record with the operator's budgets given back. */
    public ComponentRecord withFreshBudgets() {
        return copy(active, writing, trial, floor, bound, quarantine, List.of(), List.of(), confirmedAt);
    }

    /** The same record with the network attempts given back: a bank was written well. */
    public ComponentRecord withFreshAttempts() {
        return copy(active, writing, trial, floor, bound, quarantine, writes, List.of(), confirmedAt);
    }

    /** The same record without an interrupted write: the bank turned out to be complete. */
    public ComponentRecord withoutIntent() {
        return copy(active, null, trial, floor, bound, quarantine, writes, attempts, confirmedAt);
    }

    /** The same record with other news of starts. */
    public ComponentRecord with(Boots news) {
        return with(active, torn, unproven, news, activating, undecided, floorUnread);
    }

    /** The same record with another trial state. */
    public ComponentRecord withTrial(@Nullable Trial other) {
        return copy(active, writing, other, floor, bound, quarantine, writes, attempts, confirmedAt);
    }

    /** The same record with a floor that is at least {@code lowest}; it never sinks. */
    public ComponentRecord withFloorAtLeast(long lowest) {
        return copy(active, writing, trial, Math.max(floor, lowest), bound, quarantine, writes, attempts, confirmedAt);
    }

    /** Entries of {@code times} younger than {@code window} at uptime {@code now}. */
    public static int within(List<Long> times, Duration window, long now) {
        return (int) times.stream().filter(at -> at > now - window.toMillis()).count();
    }

    /** Manifest digest bound to {@code bank}, null when unknown. */
    public @Nullable Digest boundTo(BankId bank) {
        return bound.get(bank);
    }

    /** True when a write of {@code bank} was begun and never finished. */
    public boolean halfWritten(BankId bank) {
        return (writing != null && writing.bank() == bank) || torn.contains(bank);
    }

    private ComponentRecord with(
            BankId nowActive,
            List<BankId> nowTorn,
            List<BankId> nowUnproven,
            Boots nowBoots,
            @Nullable BankId nowActivating,
            boolean nowUndecided,
            List<BankId> nowFloorUnread) {
        return new ComponentRecord(
                nowActive,
                writing,
                nowTorn,
                nowUnproven,
                trial,
                floor,
                bound,
                quarantine,
                writes,
                attempts,
                nowBoots,
                confirmedAt,
                nowActivating,
                nowUndecided,
                nowFloorUnread);
    }

    private ComponentRecord with(List<BankId> nowTorn, List<BankId> nowUnproven) {
        return with(active, nowTorn, nowUnproven, boots, activating, undecided, floorUnread);
    }

    private static List<BankId> without(List<BankId> banks, BankId bank) {
        return banks.stream().filter(other -> other != bank).toList();
    }

    private static List<Long> appended(List<Long> times, long now) {
        List<Long> all = new ArrayList<>(times);
        all.add(now);
        while (all.size() > BUDGET_MAX) {
            all.remove(0);
        }
        return all;
    }

    private ComponentRecord copy(
            BankId nowActive,
            @Nullable WriteIntent nowWriting,
            @Nullable Trial nowTrial,
            long nowFloor,
            SortedMap<BankId, Digest> nowBound,
            List<Quarantine> nowQuarantine,
            List<Long> nowWrites,
            List<Long> nowAttempts,
            long nowConfirmedAt) {
        return new ComponentRecord(
                nowActive,
                nowWriting,
                torn,
                unproven,
                nowTrial,
                nowFloor,
                nowBound,
                nowQuarantine,
                nowWrites,
                nowAttempts,
                boots,
                nowConfirmedAt,
                activating,
                undecided,
                floorUnread);
    }
}
