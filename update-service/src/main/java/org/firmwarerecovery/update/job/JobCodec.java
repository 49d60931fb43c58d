package org.firmwarerecovery.update.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.update.negotiation.Grant;
import org.firmwarerecovery.update.text.BrokenTextException;
import org.firmwarerecovery.update.text.Fields;
import org.firmwarerecovery.update.text.PeerText;
import org.firmwarerecovery.update.text.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * A job as text, for the memory of Tasks over a restart: reading gives {@link Job#remembered} back. No secret is written:
 * a lease is worth nothing after a restart. Thread-safe.
 */
public final class JobCodec {
    /** Layout that this code reads and writes. */
    public static final int FORMAT_VERSION = 1;

    private static final int DONORS_MAX = 1_000;
    private static final int ARGUMENTS_MAX = 16;
    private static final int REQUEST_MAX = 64 * 1024;

    private JobCodec() {}

    /** The text of a job, at most {@link StrictJson#BYTES_MAX} bytes: the oldest messages make room. */
    public static byte[] write(Job job) {
        JobReport report = job.report();
        byte[] bytes = bytes(job, report);
        while (bytes.length > StrictJson.BYTES_MAX && !report.messages().isEmpty()) {
            report = report.withoutOlderHalf();
            bytes = bytes(job, report);
        }
        return bytes;
    }

    private static byte[] bytes(Job job, JobReport report) {
        ObjectNode root = StrictJson.layout(FORMAT_VERSION);
        String request = job.origin().request();
        root.put("id", job.id());
        root.putObject("origin")
                .put("principal", Fields.cut(job.origin().principal()))
                .put("recovery", job.origin().recoveryId())
                .put("request", request.length() > REQUEST_MAX ? "" : request);
        root.put("component", job.component() == null ? null : job.component().value());
        root.put("phase", job.phase().name());
        source(root.putObject("source"), job.source());
        Job.Install install = job.install();
        if (install == null) {
            root.putNull("install");
        } else {
            root.putObject("install")
                    .put("bank", install.bank().label())
                    .put("activate", install.activate())
                    .put("revertTo", install.revertTo().label());
        }
        root.putObject("options")
                .put("force", job.options().force())
                .put("keepImage", job.options().keepImage())
                .put("apply", job.options().apply().name());
        report(root.putObject("report"), report);
        JobEnd end = job.end();
        if (end == null) {
            root.putNull("end");
        } else {
            root.putObject("end").put("outcome", end.outcome().name()).put("reason", Fields.cut(end.reason()));
        }
        return StrictJson.bytes(root);
    }

    private static void source(ObjectNode node, ImageSource source) {
        if (source instanceof ImageSource.Peer peer) {
            PeerText.put(node, "peer", peer.peer());
            node.put("manifest", peer.manifestDigest().toString());
        } else if (source instanceof ImageSource.LocalBank bank) {
            node.put("bank", bank.bank().label());
        } else if (source instanceof ImageSource.Stored stored) {
            node.put("image", stored.image().toString());
        } else if (source instanceof ImageSource.Operator operator) {
            node.put("operator", Fields.cut(operator.description()));
        }
    }

    private static void report(ObjectNode node, JobReport report) {
        node.put("startedAt", report.startedAt().toString())
                .put("startedUptime", report.startedUptime())
                .put(
                        "endedAt",
                        report.endedAt() == null ? null : report.endedAt().toString())
                .put("bytesTotal", report.bytesTotal())
                .put("bytesDone", report.bytesDone());
        ObjectNode donors = node.putObject("bytesPerDonor");
        report.bytesPerDonor().forEach(donors::put);
        ArrayNode messages = node.putArray("messages");
        for (JobMessage message : report.messages()) {
            ObjectNode line = messages.addObject()
                    .put("key", message.key())
                    .put("at", message.at().toString())
                    .put("uptime", message.uptimeMillis());
            StrictJson.texts(line, "args", message.args());
        }
    }

    /** What {@code bytes} say. Never throws for any input. */
    public static JobText read(byte[] bytes) {
        try {
            JsonNode root = StrictJson.parse(bytes);
            long newer = StrictJson.newer(root, FORMAT_VERSION);
            return newer >= 0 ? new JobText.Newer(newer) : new JobText.Ok(job(Fields.of(root, "record")));
        } catch (BrokenTextException e) {
            return new JobText.Broken(e.why());
        }
    }

    private static Job job(Fields root) throws BrokenTextException {
        root.number(StrictJson.FORMAT_VERSION, FORMAT_VERSION, FORMAT_VERSION);
        String component = root.textOrNull("component");
        Job job = new Job(
                root.text("id"),
                origin(root.object("origin")),
                component == null ? null : Fields.component(component, "record.component"),
                root.one("phase", JobPhase.values(), JobPhase::name),
                source(root.object("source")),
                null,
                null,
                install(root.objectOrNull("install")),
                options(root.object("options")),
                report(root.object("report")),
                end(root.objectOrNull("end")));
        root.end();
        if (job.ended() != (job.end() != null)) {
            throw root.broken("end", "must be there exactly when the phase is ENDED");
        }
        return job;
    }

    private static JobOrigin origin(Fields node) throws BrokenTextException {
        JobOrigin origin = new JobOrigin(node.text("principal"), node.textOrNull("recovery"), node.longText("request"));
        node.end();
        return origin;
    }

    private static ImageSource source(Fields node) throws BrokenTextException {
        ImageSource source;
        if (node.has("peer")) {
            source = new ImageSource.Peer(PeerText.read(node, "peer"), Grant.FORGOTTEN, node.digest("manifest"));
        } else if (node.has("bank")) {
            source = new ImageSource.LocalBank(node.bank("bank"));
        } else if (node.has("image")) {
            source = new ImageSource.Stored(node.digest("image"));
        } else {
            source = new ImageSource.Operator(node.text("operator"));
        }
        node.end();
        return source;
    }

    private static Job.@Nullable Install install(@Nullable Fields node) throws BrokenTextException {
        if (node == null) {
            return null;
        }
        Job.Install install = new Job.Install(node.bank("bank"), node.flag("activate"), node.bank("revertTo"));
        node.end();
        return install;
    }

    private static Job.Options options(Fields node) throws BrokenTextException {
        // Records of the time before updates could wait do not say when.
        ApplyTime apply =
                node.has("apply") ? node.one("apply", ApplyTime.values(), ApplyTime::name) : ApplyTime.IMMEDIATE;
        Job.Options options = new Job.Options(node.flag("force"), node.flag("keepImage"), apply);
        node.end();
        return options;
    }

    private static JobReport report(Fields node) throws BrokenTextException {
        List<JobMessage> messages = new ArrayList<>();
        for (Fields line : node.objects("messages", JobReport.MESSAGES_MAX)) {
            messages.add(new JobMessage(
                    line.text("key"),
                    line.texts("args", ARGUMENTS_MAX),
                    line.time("at"),
                    line.number("uptime", 0, Long.MAX_VALUE)));
            line.end();
        }
        JobReport report = new JobReport(
                node.time("startedAt"),
                node.number("startedUptime", 0, Long.MAX_VALUE),
                node.timeOrNull("endedAt"),
                node.number("bytesTotal", 0, Long.MAX_VALUE),
                node.number("bytesDone", 0, Long.MAX_VALUE),
                node.numbers("bytesPerDonor", DONORS_MAX),
                messages);
        node.end();
        return report;
    }

    private static @Nullable JobEnd end(@Nullable Fields node) throws BrokenTextException {
        if (node == null) {
            return null;
        }
        JobEnd end =
                new JobEnd(node.one("outcome", JobEnd.Outcome.values(), JobEnd.Outcome::name), node.text("reason"));
        node.end();
        return end;
    }
}
