package org.firmwarerecovery.service.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.oem.DonorBytes;
import org.firmwarerecovery.redfish.oem.FirmwareRecoveryRecord;
import org.firmwarerecovery.redfish.oem.RecoveryCandidate;
import org.firmwarerecovery.redfish.oem.RecoveryDonor;
import org.firmwarerecovery.redfish.oem.TimelineEntry;
import org.firmwarerecovery.service.resource.Call;
import org.firmwarerecovery.service.resource.Reply;
import org.firmwarerecovery.service.resource.ResourceDeclaration;
import org.firmwarerecovery.service.task.StoryMessages;
import org.firmwarerecovery.update.negotiation.DonorImage;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.policy.Candidate;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.Story;
import org.jspecify.annotations.Nullable;

/** Recoveries: why, how far, from whom and why from that one. A DELETE cancels a running one and removes a finished one. */
public final class RecoveryEndpoint {
    static final String RECOVERIES = RecoveryServiceEndpoint.SERVICE + "/Recoveries";

    private final NodeContext context;

    /** The recoveries of this node. */
    public RecoveryEndpoint(NodeContext context) {
        this.context = context;
    }

    /** The collection and a recovery. */
    public List<ResourceDeclaration> declarations() {
        return List.of(
                ResourceDeclaration.collection("FirmwareRecoveryRecordCollection", RECOVERIES)
                        .name("Recoveries")
                        .description("Running and finished recoveries of this node.")
                        .members(call -> Optional.of(
                                List.copyOf(context.state().recoveries().keySet())))
                        .build(),
                ResourceDeclaration.of(
                                "FirmwareRecoveryRecord.v1_0_0.FirmwareRecoveryRecord",
                                RECOVERIES + "/{FirmwareRecoveryRecordId}")
                        .name("Recovery")
                        .description("One recovery with its whole history.")
                        .volatileMembers("DurationMillis")
                        .read(call -> Optional.ofNullable(
                                        context.state().recoveries().get(call.id()))
                                .map(this::record))
                        .remove(this::remove)
                        .build());
    }

    private Reply remove(Call call) {
        context.commands().ask(id -> new NodeEvent.CancelRecovery(id, call.id(), operator(call)));
        return Reply.done();
    }

    /** The name that records carry for whoever calls. */
    static String operator(Call call) {
        return call.user()
                .map(user -> user.account().userName())
                .orElse(call.principal().label());
    }

    private FirmwareRecoveryRecord record(Recovery recovery) {
        Story story = recovery.story();
        ComponentState component = context.state().components().get(recovery.component());
        String reason = story.reason();
        return FirmwareRecoveryRecord.builder()
                .component(recovery.component().value())
                .bank(recovery.bank().label())
                .softwareId(component == null ? null : component.spec().softwareId())
                .finding(recovery.finding().label())
                .state(recovery.phase().label())
                .started(UptimeCalendar.whole(recovery.startedAt()))
                .ended(story.endedAt() == null ? null : UptimeCalendar.whole(story.endedAt()))
                .durationMillis(duration(recovery))
                .attempts((long) recovery.attempt())
                .nextAttempt(
                        recovery.active() && recovery.wakeAt() >= 0
                                ? context.calendar().at(recovery.wakeAt())
                                : null)
                .result(story.result().isEmpty() ? null : story.result())
                .resultReason(reason.isEmpty() ? null : reason)
                .donor(donor(story))
                .candidates(candidates(recovery))
                .bytesPerDonor(story.bytesPerDonor().entrySet().stream()
                        .map(entry -> new DonorBytes(entry.getKey(), entry.getValue()))
                        .toList())
                .task(recovery.jobId() == null ? null : Link.to(TaskEndpoint.TASKS + "/" + recovery.jobId()))
                .timeline(timeline(story))
                .build();
    }

    private long duration(Recovery recovery) {
        List<Story.Entry> entries = recovery.story().timeline();
        long end = recovery.active() || entries.isEmpty()
                ? context.node().uptimeMillis()
                : entries.get(entries.size() - 1).uptimeMillis();
        return Math.max(0, end - recovery.startedUptime());
    }

    private static @Nullable RecoveryDonor donor(Story story) {
        String uuid = story.donor();
        if (uuid == null) {
            return null;
        }
        Optional<Candidate> candidate = story.candidates().stream()
                .filter(one -> one.peer().uuid().equals(uuid))
                .findFirst();
        DonorImage image = candidate.map(Candidate::image).orElse(null);
        return new RecoveryDonor(
                uuid,
                candidate.map(RecoveryEndpoint::role).orElse(null),
                candidate.map(one -> one.peer().address()).orElse(null),
                image == null ? null : image.version(),
                image == null ? null : image.manifestDigest().hex());
    }

    private static List<RecoveryCandidate> candidates(Recovery recovery) {
        List<Candidate> judged = recovery.negotiation() == null
                ? recovery.story().candidates()
                : recovery.negotiation().candidates();
        List<RecoveryCandidate> shown = new ArrayList<>();
        long rank = 0;
        for (Candidate candidate : judged) {
            boolean eligible = candidate.phase() != Candidate.Phase.DROPPED;
            boolean ranked = eligible && candidate.offer() != null;
            rank += ranked ? 1 : 0;
            DonorImage image = candidate.image();
            PeerRef peer = candidate.peer();
            shown.add(RecoveryCandidate.builder()
                    .peerUUID(peer.uuid())
                    .role(role(candidate))
                    .address(peer.address())
                    .version(image == null ? null : image.version())
                    .manifestDigest(
                            image == null ? null : image.manifestDigest().hex())
                    .rank(ranked ? rank : null)
                    .chosen(peer.uuid().equals(recovery.story().donor()))
                    .eligible(eligible)
                    .reasons(candidate.reason().isEmpty() ? List.of() : List.of(candidate.reason()))
                    .build());
        }
        return shown;
    }

    private static @Nullable String role(Candidate candidate) {
        if (candidate.offer() == null) {
            return null;
        }
        boolean console = candidate.offer().roles().contains(PeerRole.CONSOLE);
        return (console ? PeerRole.CONSOLE : PeerRole.DONOR).label();
    }

    private static List<TimelineEntry> timeline(Story story) {
        List<TimelineEntry> lines = new ArrayList<>();
        long before = -1;
        for (Story.Entry entry : story.timeline()) {
            Message message = StoryMessages.of(entry.messageKey(), entry.args());
            lines.add(new TimelineEntry(
                    entry.phase(),
                    UptimeCalendar.whole(entry.at()),
                    before < 0 ? 0 : Math.max(0, entry.uptimeMillis() - before),
                    message.messageId(),
                    message.message(),
                    message.messageArgs()));
            before = entry.uptimeMillis();
        }
        return lines;
    }
}
