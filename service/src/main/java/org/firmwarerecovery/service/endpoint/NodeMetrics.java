package org.firmwarerecovery.service.endpoint;

import static org.firmwarerecovery.service.telemetry.Metric.Kind.COUNTER;
import static org.firmwarerecovery.service.telemetry.Metric.Kind.GAUGE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.firmwarerecovery.redfish.oem.RecoveryCounters;
import org.firmwarerecovery.service.event.EventFormat;
import org.firmwarerecovery.service.event.EventHub;
import org.firmwarerecovery.service.telemetry.Metric;
import org.firmwarerecovery.service.telemetry.ProcessFigures;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.recovery.Recovery;
import org.jspecify.annotations.Nullable;

/** The figures that a node's metric report has: the process, its connections, its recoveries, discovery and deliveries. */
public final class NodeMetrics {
    private static final String COUNTERS = RecoveryServiceEndpoint.SERVICE + "#/Counters/";
    private static final long MILLIS = 1_000;

    private final NodeContext context;
    private final EventHub hub;
    private final long startedAt;

    private NodeMetrics(NodeContext context, EventHub hub) {
        this.context = context;
        this.hub = hub;
        this.startedAt = context.node().uptimeMillis();
    }

    /** The figures of this node, which counts as started now. */
    public static List<Metric> of(NodeContext context, EventHub hub) {
        NodeMetrics node = new NodeMetrics(context, hub);
        return Stream.of(node.process(), node.connections(), node.firmware(), node.exchange())
                .flatMap(List::stream)
                .toList();
    }

    private List<Metric> process() {
        return List.of(
                Metric.of(
                        "Uptime",
                        "Uptime",
                        "Time since the node was started.",
                        COUNTER,
                        "s",
                        () -> OptionalLong.of((context.node().uptimeMillis() - startedAt) / MILLIS)),
                Metric.of(
                        "ProcessorTime",
                        "Processor Time",
                        "Time that the node spent on processors since it was started.",
                        COUNTER,
                        "ms",
                        ProcessFigures::processorMillis),
                Metric.of(
                                "HeapUsed",
                                "Heap Used",
                                "Part of the Java heap that is in use or not collected yet.",
                                GAUGE,
                                "By",
                                ProcessFigures::heapUsed)
                        .upTo(ProcessFigures::heapLimit),
                Metric.of(
                        "ResidentMemory",
                        "Resident Memory",
                        "Memory that the node occupies, with heap, code and stacks.",
                        GAUGE,
                        "By",
                        ProcessFigures::residentBytes));
    }

    private List<Metric> connections() {
        return List.of(
                Metric.of(
                                "OpenConnections",
                                "Open Connections",
                                "Connections of clients and peers that are open.",
                                GAUGE,
                                "{connection}",
                                () -> OptionalLong.of(context.network().load().connections()))
                        .upTo(() -> OptionalLong.of(context.network().load().connectionsMax())),
                Metric.of(
                        "RequestsAnswered",
                        "Requests Answered",
                        "Requests of clients and peers that were answered since the start.",
                        COUNTER,
                        "{request}",
                        () -> OptionalLong.of(context.network().load().requestsAnswered())));
    }

    private List<Metric> firmware() {
        return List.of(
                counter(
                        "RecoveriesStarted",
                        "Recoveries Started",
                        "{recovery}",
                        "Recoveries that began since the start.",
                        RecoveryCounters::recoveriesStarted),
                counter(
                        "RecoveriesCompleted",
                        "Recoveries Completed",
                        "{recovery}",
                        "Recoveries that ended well since the start.",
                        RecoveryCounters::recoveriesCompleted),
                counter(
                        "RecoveriesHeld",
                        "Recoveries Held",
                        "{recovery}",
                        "Recoveries since the start that wait for an operator or another finding.",
                        RecoveryCounters::recoveriesHeld),
                Metric.of(
                        "RecoveriesRunning",
                        "Recoveries Running",
                        "Recoveries that are under way.",
                        GAUGE,
                        "{recovery}",
                        () -> OptionalLong.of(running(context.state()))),
                Metric.of(
                        "BanksNotGood",
                        "Banks Not Good",
                        "Banks that were read and hold no image that was verified and may run.",
                        GAUGE,
                        "{bank}",
                        () -> OptionalLong.of(notGood(context.state()))));
    }

    private List<Metric> exchange() {
        return List.of(
                Metric.of(
                                "ImageStoreFree",
                                "Image Store Free",
                                "Room for further images.",
                                GAUGE,
                                "By",
                                this::storeFree)
                        .shownAt(ImagePaths.UPDATE_SERVICE + "#/LocalImageStoreAvailableCapacityBytes"),
                counter(
                        "LeasesCompleted",
                        "Leases Completed",
                        "{lease}",
                        "Images since the start that peers got from this node and verified.",
                        RecoveryCounters::leasesCompleted),
                counter(
                        "SearchesIgnored",
                        "Searches Ignored",
                        "{search}",
                        "Searches of others that were not answered since the start: without proof, repeated or above a limit.",
                        RecoveryCounters::searchesIgnored),
                Metric.of(
                        "EventsDropped",
                        "Events Dropped",
                        "Events that the present subscriptions missed because too many waited for their receivers.",
                        GAUGE,
                        "{event}",
                        () -> OptionalLong.of(hub.state().lost(EventFormat.EVENT))));
    }

    private Metric counter(
            String id,
            String name,
            String units,
            String description,
            Function<RecoveryCounters, @Nullable Long> member) {
        Supplier<OptionalLong> reading = () -> {
            Long value = member.apply(CounterDocument.of(
                    context.state().counters(), context.network().counters()));
            return value == null ? OptionalLong.empty() : OptionalLong.of(value);
        };
        return Metric.of(id, name, description, COUNTER, units, reading).shownAt(COUNTERS + id);
    }

    private static long running(NodeState state) {
        return state.recoveries().values().stream().filter(Recovery::active).count();
    }

    private static long notGood(NodeState state) {
        return state.components().values().stream()
                .flatMap(component -> component.spec().banks().stream()
                        .map(bank -> component.bank(bank).condition()))
                .filter(condition -> condition != BankCondition.GOOD && !condition.unknown())
                .count();
    }

    private OptionalLong storeFree() {
        try {
            return OptionalLong.of(context.store().space().availableBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the image store does not tell its room", e);
        }
    }
}
