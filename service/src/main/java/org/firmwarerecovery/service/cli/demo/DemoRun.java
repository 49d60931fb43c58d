package org.firmwarerecovery.service.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.firmwarerecovery.service.cli.client.Answer;
import org.firmwarerecovery.service.cli.client.Inventory;
import org.firmwarerecovery.service.cli.client.Patience;
import org.firmwarerecovery.service.cli.client.RecoveryActions;
import org.firmwarerecovery.service.cli.client.RecoveryPaths;
import org.firmwarerecovery.service.cli.client.RecoveryWatch;
import org.firmwarerecovery.service.cli.client.RedfishClient;
import org.firmwarerecovery.service.cli.client.RefusedException;
import org.firmwarerecovery.service.cli.client.TaskWatch;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.io.store.BootReport;
import org.firmwarerecovery.update.io.store.BootReports;
import org.firmwarerecovery.update.node.BootResult;

/** One demo from the first file to the last process. Closing it stops what it started and removes what it wrote. */
final class DemoRun implements AutoCloseable {
    private static final Duration SETTLE_WITHIN = Duration.ofMinutes(3);
    private static final Duration HEAL_WITHIN = Duration.ofMinutes(10);
    private static final String GOOD = "Good";
    private static final int IN_USE = 409;
    private static final int UPDATES_MAX = 3;
    /** As many in a row as make a finding by default. */
    private static final int BOOT_FAILURES = 3;

    private final DemoPlan plan;
    private final Story story;
    private final DemoFolder folder;
    private final List<DemoNode> nodes = new CopyOnWriteArrayList<>();
    private final Thread hook = new Thread(this::cleanUp, "demo-end");

    DemoRun(DemoPlan plan, Story story) throws IOException {
        this.plan = plan;
        this.story = story;
        this.folder = DemoFolder.create();
        // Ctrl-C as well leaves neither a process nor a file behind.
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Tells the whole story; true when the recipient healed, from those who were to serve it. */
    boolean tell() throws IOException {
        Release first = folder.fill(plan);
        story.step("made a fleet, a firmware root and an image of " + plan.size() + " in "
                + first.manifest().image().chunks().count() + " chunks, signed, in " + folder.root());
        for (DemoPlan.Member member : plan.nodes()) {
            nodes.add(DemoNode.start(folder, member));
        }
        for (DemoNode node : nodes) {
            story.step(node.member().name() + " is ready at " + node.awaitReady() + ", uuid "
                    + node.member().uuid());
        }
        List<DemoNode> running =
                nodes.stream().filter(node -> !node.member().isConsole()).toList();
        for (DemoNode node : running) {
            install(node, node.member().equals(plan.recipient()) ? first : folder.wanted());
        }
        for (DemoNode node : running) {
            awaitBothBanks(node);
        }
        for (DemoNode node : nodes) {
            if (node.member().isConsole()) {
                stock(node);
            }
        }
        RedfishClient recipient = nodes.get(0).client(folder);
        Inventory before = Inventory.read(recipient);
        story.step("both banks of every node are good; inventory of the recipient before the damage:");
        story.lines(before.table());
        boolean healed = heal(recipient, before);
        story.step("inventory of the recipient after:");
        story.lines(Inventory.read(recipient).table());
        boolean equal = compare(recipient);
        return healed && equal;
    }

    private void install(DemoNode node, Release release) throws IOException {
        RedfishClient client = node.client(folder);
        TaskWatch.End end = update(node, client, release);
        for (int again = 1; again < UPDATES_MAX && !end.succeeded(); again++) {
            // An empty node heals from the first peer that has an image: what it fetches by itself is in the way.
            awaitBothBanks(node);
            end = update(node, client, release);
        }
        if (!end.succeeded()) {
            throw new IOException(node.member().name() + " did not install the image: " + end.text());
        }
        story.step("installed version " + release.manifest().version() + " on "
                + node.member().name() + " by multipart push: " + end.text());
    }

    private TaskWatch.End update(DemoNode node, RedfishClient client, Release release) throws IOException {
        String monitor = push(node, client, release)
                .location()
                .orElseThrow(() -> new IOException(node.member().name() + " named no task for the update"));
        return new TaskWatch(client, story.screen())
                .follow(monitor, node.member().name() + " update");
    }

    /** Fills the console's library once the other nodes are well, so that it is not what heals the empty ones. */
    private void stock(DemoNode console) throws IOException {
        boolean approve = plan.donating() != Donating.PEERS;
        String entry = folder.stock(console.member(), approve);
        RedfishClient client = console.client(folder);
        Patience patience = new Patience(SETTLE_WITHIN, "the console to verify " + entry);
        String wanted = approve ? "Approved" : "Waiting";
        String state = "";
        while (!state.equals(wanted)) {
            JsonNode entries = client.get(RecoveryPaths.SERVICE).path("Library").path("Entries");
            state = entries.path(0).path("State").asText("");
            if (state.equals("Broken")) {
                throw new IOException("the console refuses " + entry + ": "
                        + entries.path(0).path("Reason").asText(""));
            }
            if (!state.equals(wanted)) {
                patience.pause();
            }
        }
        story.step("library of " + console.member().name() + ": " + entry + " is " + state);
    }

    /** An empty node heals from the first peer that has an image; while it writes, an update has to wait. */
    private Answer push(DemoNode node, RedfishClient client, Release release) throws IOException {
        Patience patience = new Patience(SETTLE_WITHIN, node.member().name() + " to take the image");
        while (true) {
            try {
                return new RecoveryActions(client).update(release.bundle(), List.of(DemoPlan.COMPONENT));
            } catch (RefusedException busy) {
                if (busy.status() != IN_USE) {
                    throw busy;
                }
                patience.pause();
            }
        }
    }

    /** An update fills one bank; the node then mirrors it, since an empty bank is a finding. */
    private void awaitBothBanks(DemoNode node) throws IOException {
        RedfishClient client = node.client(folder);
        Patience patience =
                new Patience(SETTLE_WITHIN, "both banks of " + node.member().name() + " to be good");
        while (!allGood(Inventory.read(client))) {
            patience.pause();
        }
    }

    private static boolean allGood(Inventory inventory) {
        List<Inventory.Row> banks = inventory.banks(DemoPlan.COMPONENT);
        return banks.size() == 2 && banks.stream().allMatch(bank -> bank.state().equals(GOOD));
    }

    /** Damage in the middle of a scan would be half seen: the finding would depend on chance. */
    private static void awaitEndOfScan(RedfishClient recipient) throws IOException {
        Patience patience = new Patience(SETTLE_WITHIN, "the recipient's next scan");
        List<String> first = lastVerified(Inventory.read(recipient));
        List<String> now = first;
        while (now.stream().anyMatch(first::contains)) {
            patience.pause();
            now = lastVerified(Inventory.read(recipient));
        }
    }

    private static List<String> lastVerified(Inventory inventory) {
        return inventory.banks(DemoPlan.COMPONENT).stream()
                .map(bank -> bank.id() + " "
                        + bank.json()
                                .path("Oem")
                                .path("FirmwareRecovery")
                                .path("LastVerified")
                                .asText(""))
                .toList();
    }

    /** Damages the recipient and follows every recovery until both banks are good, or one is held. */
    private boolean heal(RedfishClient recipient, Inventory before) throws IOException {
        RecoveryWatch watch = new RecoveryWatch(recipient, story.screen());
        Set<String> told = new LinkedHashSet<>();
        watch.recoveriesOf(DemoPlan.COMPONENT).forEach(record -> told.add(uri(record)));
        awaitEndOfScan(recipient);
        String active =
                before.active(DemoPlan.COMPONENT).map(Inventory.Row::bank).orElse("A");
        long begin = System.nanoTime();
        story.step(harm(recipient, active));
        List<JsonNode> ended = new ArrayList<>();
        Patience patience = new Patience(HEAL_WITHIN, "the recipient to heal");
        while (ended.isEmpty() || !allGood(Inventory.read(recipient))) {
            for (JsonNode record : newRecoveries(watch, told)) {
                told.add(uri(record));
                story.step("recovery " + record.path("Id").asText() + " of bank "
                        + record.path("Bank").asText() + " because of "
                        + record.path("Finding").asText() + ":");
                JsonNode last = watch.follow(uri(record), HEAL_WITHIN);
                ended.add(last);
                if (!last.path("State").asText("").equals("Healthy")) {
                    story.step("not healed, " + last.path("State").asText() + ": "
                            + last.path("ResultReason").asText("no reason given"));
                    tellCandidates(last);
                    return false;
                }
            }
            patience.pause();
        }
        story.step("healthy again " + (System.nanoTime() - begin) / 1_000_000 + " ms after the damage");
        ended.forEach(this::tellCandidates);
        return servedAsPlanned(ended);
    }

    /** Does what the fault is and says what was done. */
    private String harm(RedfishClient recipient, String active) throws IOException {
        if (plan.fault() == Fault.BOOT_FAILURES) {
            BootReports reports = BootReports.of(folder.state(plan.recipient()));
            for (int i = 0; i < BOOT_FAILURES; i++) {
                reports.add(new BootReport(new ComponentId(DemoPlan.COMPONENT), BankId.of(active), BootResult.FAILED));
            }
            return "boot failures: " + BOOT_FAILURES + " reports say that the image in bank " + active
                    + " did not boot, while the recipient runs";
        }
        if (plan.fault() != Fault.OUTDATED) {
            return "damage: " + banks().damage(plan.fault(), active, plan.size().bytes())
                    + ", on disk, while the recipient runs";
        }
        ObjectNode patch = RedfishClient.object();
        patch.putObject("Policy")
                .putArray("Baseline")
                .addObject()
                .put("SoftwareId", DemoPlan.SOFTWARE_ID)
                .putArray("ManifestDigests")
                .add(folder.wanted().manifestDigest());
        recipient.patch(RecoveryPaths.SERVICE, patch);
        return "outdated: the baseline in the recipient's policy is now version "
                + folder.wanted().manifest().version() + ", manifest "
                + folder.wanted().manifestDigest();
    }

    /** Tells who served; false when it was not one of those who should. */
    private boolean servedAsPlanned(List<JsonNode> records) {
        boolean asPlanned = true;
        boolean served = false;
        for (JsonNode record : records) {
            for (JsonNode donor : record.path("BytesPerDonor")) {
                String uuid = donor.path("PeerUUID").asText("");
                String role = roleOf(record, uuid);
                served = true;
                asPlanned &= plan.donating().allows(role);
                story.step("recovery " + record.path("Id").asText() + " was served by " + plan.nameOf(uuid) + ", role "
                        + role + ": " + donor.path("Bytes").asLong() + " bytes");
            }
        }
        if (!asPlanned) {
            story.step("a donor served that should not have: only " + plan.donating() + " had an image to give");
        }
        return asPlanned && (served || !plan.fault().needsDonor());
    }

    private static String roleOf(JsonNode record, String uuid) {
        for (JsonNode candidate : record.path("Candidates")) {
            if (candidate.path("PeerUUID").asText("").equals(uuid)) {
                return candidate.path("Role").asText("unknown");
            }
        }
        return "unknown";
    }

    private void tellCandidates(JsonNode record) {
        if (!record.path("Candidates").isEmpty()) {
            story.step("candidates of recovery " + record.path("Id").asText() + " and why they rank so:");
            story.lines(RecoveryWatch.candidates(record));
        }
    }

    private static List<JsonNode> newRecoveries(RecoveryWatch watch, Set<String> told) throws IOException {
        List<JsonNode> records = new ArrayList<>(watch.recoveriesOf(DemoPlan.COMPONENT));
        records.removeIf(record -> told.contains(uri(record)));
        Collections.reverse(records);
        return records;
    }

    private static String uri(JsonNode record) {
        return record.path("@odata.id").asText();
    }

    /** The proof: the bytes in the banks against the bytes that were signed. */
    private boolean compare(RedfishClient recipient) throws IOException {
        boolean all = true;
        for (Inventory.Row bank : Inventory.read(recipient).banks(DemoPlan.COMPONENT)) {
            boolean equal = banks().holds(bank.bank(), folder.wanted().image());
            story.step(
                    "the payload in bank " + bank.bank() + (equal ? " equals" : " DIFFERS FROM") + " the signed image");
            all &= equal;
        }
        return all;
    }

    private BankFiles banks() {
        return new BankFiles(folder.state(plan.recipient()).resolve("banks").resolve(DemoPlan.COMPONENT));
    }

    /** Leaves the nodes running until the process is told to end. */
    void keep() throws IOException {
        story.step("the nodes stay up until Ctrl-C; try:");
        for (DemoNode node : nodes) {
            if (node.member().equals(plan.recipient()) || node.member().isConsole()) {
                String url = node.awaitReady().toString();
                story.lines(DemoPlan.curlCommands(folder.root().toString(), node.member(), url));
            }
        }
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The process is ending: the hook is doing this work already.
            return;
        }
        cleanUp();
    }

    private void cleanUp() {
        nodes.forEach(DemoNode::stop);
        nodes.forEach(DemoNode::awaitStop);
        try {
            folder.delete();
        } catch (IOException failed) {
            story.screen().note("could not remove " + folder.root() + ": " + failed.getMessage());
        }
    }
}
