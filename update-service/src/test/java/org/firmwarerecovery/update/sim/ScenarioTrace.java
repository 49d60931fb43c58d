package org.firmwarerecovery.update.sim;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.recovery.Recovery;
import org.jspecify.annotations.Nullable;

/** What node 0 says, forces to its journal and does to its banks, as lines without times and random ids. */
final class ScenarioTrace implements BiConsumer<SimNode, NodeEffect> {
    private final SortedMap<String, SignedManifest> versions;
    private final StringBuilder lines = new StringBuilder();

    ScenarioTrace(SortedMap<String, SignedManifest> versions) {
        this.versions = versions;
    }

    void say(String text) {
        lines.append(text);
    }

    /** The lines since the last call. */
    String take() {
        String text = lines.toString();
        lines.setLength(0);
        return text;
    }

    @Override
    public void accept(SimNode node, NodeEffect effect) {
        if (node.index != 0) {
            return;
        }
        if (effect instanceof NodeEffect.Note note) {
            line(note.key() + " " + String.join(" | ", note.args()));
        } else if (effect instanceof NodeEffect.Persist persist) {
            ComponentRecord now = persist.record().of(SimFleet.BMC);
            ComponentRecord old = node.journal.of(SimFleet.BMC);
            if (now != null && !now.equals(old)) {
                line("force " + difference(old, now));
            }
        } else if (effect instanceof NodeEffect.WriteBank write) {
            line("write " + write.bank().label() + " with "
                    + write.manifest().digest().hex() + " from "
                    + write.from().getClass().getSimpleName());
        } else if (effect instanceof NodeEffect.Activate activate) {
            line("activate " + activate.bank().label());
        } else if (effect instanceof NodeEffect.StartSearch) {
            line("search");
        }
    }

    private void line(String text) {
        lines.append("  ").append(named(text)).append('\n');
    }

    private String named(String text) {
        String named = text;
        for (SignedManifest manifest : versions.values()) {
            String version = manifest.manifest().version();
            named = named.replace(manifest.digest().hex(), version)
                    .replace(manifest.manifest().image().digest().hex(), "image-" + version);
        }
        return named.replace("sha-256:", "")
                .replaceAll("00000000-0000-4000-8000-0*([0-9]+)", "node $1")
                .replaceAll("[0-9a-f]{64}", "(other)")
                .replaceAll("\\b0{10,16}\\b", "(digest)")
                .replaceAll("(RecoveryBackoff BMC \\| )[0-9]+", "$1(seconds)")
                .replaceAll("(RecoveryCompleted BMC \\| [0-9.]+ \\| )[0-9]+", "$1(millis)");
    }

    private static String difference(@Nullable ComponentRecord old, ComponentRecord now) {
        StringBuilder text = new StringBuilder();
        ComponentRecord was = old == null ? ComponentRecord.fresh(BankId.GOLDEN, -1) : old;
        if (was.active() != now.active()) {
            text.append("active=").append(now.active().label()).append(' ');
        }
        if (!Objects.equals(was.writing(), now.writing())) {
            text.append("writing=")
                    .append(
                            now.writing() == null
                                    ? "nothing"
                                    : now.writing().bank().label())
                    .append(' ');
        }
        if (!was.torn().equals(now.torn())) {
            text.append("torn=").append(now.torn()).append(' ');
        }
        if (!was.unproven().equals(now.unproven())) {
            text.append("unproven=").append(now.unproven()).append(' ');
        }
        if (!Objects.equals(was.trial(), now.trial())) {
            text.append("trial=")
                    .append(
                            now.trial() == null
                                    ? "none"
                                    : now.trial().bank().label() + "x"
                                            + now.trial().starts())
                    .append(' ');
        }
        if (was.floor() != now.floor()) {
            text.append("floor=").append(now.floor()).append(' ');
        }
        if (!was.bound().equals(now.bound())) {
            text.append("bound=");
            now.bound()
                    .forEach((bank, digest) -> text.append(bank.label())
                            .append(':')
                            .append(digest.hex())
                            .append(' '));
        }
        if (!was.quarantine().equals(now.quarantine())) {
            text.append("quarantine=").append(now.quarantine().size()).append(' ');
        }
        if (was.attempts().size() != now.attempts().size()) {
            text.append("attempts=").append(now.attempts().size()).append(' ');
        }
        return text.length() == 0 ? "the same intent again" : text.toString().trim();
    }

    /** What each donor sent in the recovery that began last. */
    static String bytes(SimNode node) {
        StringBuilder text = new StringBuilder();
        node.state.recoveries().values().stream()
                .max(Comparator.comparingLong(Recovery::startedUptime))
                .ifPresent(recovery -> recovery.story()
                        .bytesPerDonor()
                        .forEach((donor, bytes) -> text.append("  node ")
                                .append(Integer.parseInt(donor.substring(24)))
                                .append(" sent ")
                                .append(bytes)
                                .append('\n')));
        return text.toString();
    }

    /** How the recovery that began last stands, and why. */
    static String end(SimNode node) {
        return node.state.recoveries().values().stream()
                .max(Comparator.comparingLong(Recovery::startedUptime))
                .map(recovery -> "  " + recovery.phase().label() + " "
                        + recovery.story().result() + ": " + recovery.story().reason() + "\n")
                .orElse("  none\n");
    }

    /** Tasks, oldest first: who asked, how far it is or how it ended. */
    static String tasks(SimNode node) {
        StringBuilder text = new StringBuilder();
        node.state.jobs().values().stream()
                .sorted(Comparator.comparingLong(job -> job.report().startedUptime()))
                .forEach(job -> text.append("  task of ")
                        .append(job.origin().principal())
                        .append(' ')
                        .append(
                                job.end() == null
                                        ? job.phase().name()
                                        : job.end().outcome() + " " + job.end().reason())
                        .append('\n'));
        return text.toString().replaceAll(" +\n", "\n");
    }

    /** How the node stands. */
    static String state(SimNode node, SortedMap<String, SignedManifest> versions) {
        ComponentState component = node.component(SimFleet.BMC);
        ComponentRecord entry = Objects.requireNonNull(node.state.journal().of(SimFleet.BMC));
        Component spec = component.spec();
        StringBuilder text = new StringBuilder("  ");
        for (BankId id : spec.banks()) {
            Bank bank = component.bank(id);
            SignedManifest manifest = bank.manifest();
            text.append(id.label()).append('=').append(bank.condition().label());
            text.append(manifest == null ? "" : ":" + manifest.manifest().version())
                    .append(' ');
        }
        text.append("active=").append(entry.active().label());
        text.append(" running=")
                .append(
                        component.running() == null
                                ? "none"
                                : component.running().label());
        text.append(" floor=").append(entry.floor());
        List<String> held = versions.values().stream()
                .filter(manifest -> entry.quarantined(manifest.digest()))
                .map(manifest -> manifest.manifest().version())
                .toList();
        text.append(held.isEmpty() ? "" : " quarantine=" + held);
        node.state
                .recoveryOf(SimFleet.BMC)
                .ifPresent(recovery ->
                        text.append(" recovery=").append(recovery.phase().label()));
        return text.append('\n').toString();
    }
}
