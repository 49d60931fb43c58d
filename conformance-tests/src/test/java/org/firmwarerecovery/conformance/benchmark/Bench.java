package org.firmwarerecovery.conformance.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.conformance.site.Await;
import org.firmwarerecovery.conformance.site.Distribution;
import org.firmwarerecovery.conformance.site.FirmwareVendor;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Operator;
import org.firmwarerecovery.conformance.site.Site;

/** A donor and a recipient with banks of 64 MiB, as installed; the recipient keeps no image besides its banks. */
final class Bench {
    static final int IMAGE_BYTES = 64 << 20;
    static final Duration LIMIT = Duration.ofMinutes(3);
    static final String UPLOADED = "BMC";

    private static final Duration LOOK = Duration.ofMillis(400);
    private static final String VERIFY = Operator.RECOVERY_SERVICE + "/Actions/FirmwareRecoveryService.VerifyImages";

    private final NodeProcess donor;
    private final NodeProcess recipient;
    private final FirmwareVendor.Release release;

    private Bench(NodeProcess donor, NodeProcess recipient, FirmwareVendor.Release release) {
        this.donor = donor;
        this.recipient = recipient;
        this.release = release;
    }

    /** Two nodes; not started. */
    static Bench of(Lab lab, String name) throws Exception {
        FirmwareVendor.Release release = lab.release("bench", FirmwareVendor.Facts.first(IMAGE_BYTES));
        return new Bench(node(lab, name + "-donor"), node(lab, name + "-recipient"), release);
    }

    private static NodeProcess node(Lab lab, String name) throws Exception {
        return lab.node(name)
                .with("components", Site.component("64MiB"))
                .with("scan", "{ interval: 20s, bandwidth: 512MiB/s }");
    }

    /** Starts both from an installation. */
    Bench start(Distribution installed, Map<String, String> environment) throws Exception {
        for (NodeProcess node : both()) {
            node.installed(installed);
            environment.forEach(node::environment);
            node.launch();
        }
        for (NodeProcess node : both()) {
            node.awaitReady();
        }
        return this;
    }

    /** Puts the release into all banks. */
    void install() throws Exception {
        for (NodeProcess node : both()) {
            Operator operator = node.operator();
            String task = Await.until(
                    LIMIT,
                    LOOK,
                    () -> node.name() + " takes no update\n" + node.logText(),
                    () -> operator.tryUpload(release.bundle(), UPLOADED));
            operator.finished(task, LIMIT);
        }
        settle();
    }

    /** Waits until all banks are good and nothing runs. */
    void settle() throws Exception {
        for (NodeProcess node : both()) {
            node.operator().awaitHealthy(LIMIT);
        }
    }

    /** Breaks both banks of the recipient, has them verified, and waits; gives the record of the recovery. */
    JsonNode recover() throws Exception {
        Operator operator = recipient.operator();
        List<String> known = operator.recoveryIds();
        recipient.damageBothBanks();
        operator.post(VERIFY, "{}");
        return Await.until(
                LIMIT,
                LOOK,
                () -> "not healed\n" + recipient.logText(),
                () -> operator.recoveries().stream()
                        .filter(record -> !known.contains(record.path("Id").asText()))
                        .filter(record -> record.path("State").asText().equals("Healthy"))
                        .findFirst());
    }

    NodeProcess donor() {
        return donor;
    }

    NodeProcess recipient() {
        return recipient;
    }

    List<NodeProcess> both() {
        return List.of(donor, recipient);
    }

    /** The image that is installed. */
    Path image() {
        return release.image();
    }

    void stop() throws Exception {
        for (NodeProcess node : both()) {
            node.stop();
        }
    }

    /** Waits without asking anybody anything. */
    static void idle(Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        Await.until(
                time.plusSeconds(5),
                LOOK,
                () -> "time stands still",
                () -> System.nanoTime() >= end ? Optional.of(true) : Optional.empty());
    }

    /** A line of the printed table. */
    static void line(String form, Object... values) {
        System.out.println(String.format(Locale.ROOT, form, values));
    }
}
