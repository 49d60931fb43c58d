package org.firmwarerecovery.service.endpoint;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.EventMessages;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.redfish.message.MessageCatalogue;
import org.firmwarerecovery.redfish.message.MessageRegistry;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.odata.Field;
import org.firmwarerecovery.redfish.odata.Health;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.resource.EventDestination;
import org.firmwarerecovery.redfish.resource.EventService;
import org.firmwarerecovery.service.event.DeliveryEvent;
import org.firmwarerecovery.service.event.DeliverySettings;
import org.firmwarerecovery.service.event.DeliveryState;
import org.firmwarerecovery.service.event.EventFact;
import org.firmwarerecovery.service.event.EventFilter;
import org.firmwarerecovery.service.event.EventFormat;
import org.firmwarerecovery.service.event.EventPaths;
import org.firmwarerecovery.service.event.EventStreams;
import org.firmwarerecovery.service.event.Subscription;
import org.firmwarerecovery.service.event.TestEvent;
import org.firmwarerecovery.service.resource.ActionDeclaration;
import org.firmwarerecovery.service.resource.Call;
import org.firmwarerecovery.service.resource.Reply;
import org.firmwarerecovery.service.resource.ResourceDeclaration;
import org.firmwarerecovery.update.io.file.DiskSpace;
import org.firmwarerecovery.update.io.journal.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/** EventService and its subscriptions (DSP0266, clause on eventing). */
public final class EventEndpoint {
    private static final String SERVICE = EventPaths.EVENT_SERVICE;
    private static final String SUBSCRIPTIONS = EventPaths.SUBSCRIPTIONS;
    private static final List<String> RESOURCE_TYPES = List.of(
            "EventDestination",
            "EventService",
            "FirmwareRecoveryRecord",
            "LogService",
            "Manager",
            "ManagerAccount",
            "Session",
            "SessionService",
            "SoftwareInventory",
            "Task");
    private static final String STREAM = "SSE";
    private static final int ID_BYTES = 6;

    private final NodeEvents events;
    private final List<EventFormat> formats;
    private final SubscriptionWishes wishes;
    private final Supplier<Instant> now;
    private final SecureRandom random = new SecureRandom();

    /** Shows and changes these subscriptions. */
    public EventEndpoint(
            NodeEvents events, Predicate<InetAddress> admits, List<EventFormat> formats, Supplier<Instant> now) {
        this.events = events;
        this.formats = List.copyOf(formats);
        this.wishes = new SubscriptionWishes(admits, formats);
        this.now = now;
    }

    /** Body of a PATCH of the service. */
    record Settings(
            Field<Boolean> serviceEnabled,
            Field<Long> deliveryRetryAttempts,
            Field<Long> deliveryRetryIntervalSeconds) {}

    /** Parameters of SubmitTestEvent. */
    record TestEventBody(
            @NotNull @Size(max = 256) @Nullable String messageId,
            @Size(max = 1_024) @Nullable String message,
            @Size(max = 16) @Nullable List<@NotNull @Size(max = 256) String> messageArgs,
            @Nullable String messageSeverity,
            @Nullable String severity,
            @Size(max = 64) @Nullable String eventType,
            @Size(max = 64) @Nullable String eventId,
            @Nullable String eventTimestamp,
            @Nullable Long eventGroupId,
            @Size(max = 1_024) @Nullable String originOfCondition) {}

    /** Parameters of actions without any. */
    record Nothing() {}

    /** EventService, Subscriptions and a subscription. */
    public List<ResourceDeclaration> declarations() {
        return List.of(
                ResourceDeclaration.of(EventService.ODATA_TYPE, SERVICE)
                        .name("Event Service")
                        .description("Tells receivers what happens; a POST to Subscriptions makes one.")
                        .read(call -> Optional.of(service()))
                        .patch(Settings.class, (call, body) -> change(body))
                        .action(ActionDeclaration.of(
                                        "SubmitTestEvent",
                                        "Sends an event with the given message to all subscribers.",
                                        TestEventBody.class,
                                        (call, body) -> submit(body))
                                .allowing("EventType", List.of("Alert", "StatusChange", "Other"))
                                .allowing("MessageSeverity", List.of("OK", "Warning", "Critical")))
                        .action(ActionDeclaration.of(
                                "TestEventSubscription",
                                "Sends a test message to all subscribers.",
                                Nothing.class,
                                (call, body) -> test()))
                        .build(),
                ResourceDeclaration.collection("EventDestinationCollection", SUBSCRIPTIONS)
                        .name("Event Subscriptions")
                        .description("Who is told what happens.")
                        .members(call -> Optional.of(Stream.concat(
                                        events.hub().state().subscribers().keySet().stream(),
                                        events.streams().all().stream().map(EventStreams.Shown::id))
                                .toList()))
                        .create(SubscriptionWishes.Creation.class, this::subscribe)
                        .build(),
                ResourceDeclaration.of(EventDestination.ODATA_TYPE, SUBSCRIPTIONS + "/{EventDestinationId}")
                        .name("Event Subscription")
                        .description("A receiver of events.")
                        .read(call -> find(call.id())
                                .map(EventEndpoint::shown)
                                .or(() -> events.streams().shown(call.id()).map(EventEndpoint::shown)))
                        .patch(SubscriptionWishes.Change.class, this::change)
                        .patchOnly(List.of("Context"), state -> !rests(state))
                        .remove(call -> events.streams().end(call.id())
                                ? Reply.done()
                                : done(new DeliveryEvent.Removed(call.id())))
                        .own(call -> isOwn(call))
                        .action(ActionDeclaration.of(
                                        "SuspendSubscription",
                                        "Sends nothing until it is resumed.",
                                        Nothing.class,
                                        (call, body) -> done(new DeliveryEvent.Suspended(call.id())))
                                .where(EventEndpoint::rests))
                        .action(ActionDeclaration.of(
                                        "ResumeSubscription",
                                        "Sends again.",
                                        Nothing.class,
                                        (call, body) -> done(new DeliveryEvent.Resumed(call.id())))
                                .where(EventEndpoint::rests))
                        .build());
    }

    private Optional<DeliveryState.Subscriber> find(String id) {
        return Optional.ofNullable(events.hub().state().subscribers().get(id));
    }

    private boolean isOwn(Call call) {
        return call.user()
                .flatMap(user -> find(call.id())
                        .map(one -> Optional.ofNullable(one.subscription().owner()))
                        .orElseGet(() -> events.streams().shown(call.id()).map(EventStreams.Shown::owner))
                        .map(user.account().id()::equals))
                .orElse(false);
    }

    private EventService service() {
        DeliverySettings settings = events.hub().state().settings();
        return EventService.builder()
                .serviceEnabled(settings.enabled())
                .status(settings.enabled() ? Status.enabled() : new Status("Disabled", Health.OK, null))
                .deliveryRetryAttempts((long) settings.retryAttempts())
                .deliveryRetryIntervalSeconds((long) settings.retryIntervalSeconds())
                .eventFormatTypes(formats.stream().map(EventFormat::word).toList())
                .registryPrefixes(MessageCatalogue.standard().registries().stream()
                        .map(MessageRegistry::prefix)
                        .filter(prefix -> !prefix.equals("Base"))
                        .toList())
                .resourceTypes(RESOURCE_TYPES)
                .severities(Arrays.stream(Health.values()).map(Health::word).toList())
                .subordinateResourcesSupported(true)
                .originResourcesSupported(true)
                .includeOriginOfConditionSupported(false)
                .excludeRegistryPrefix(true)
                .excludeMessageId(true)
                .serverSentEventUri(StreamRoute.PATH)
                .sseFilterPropertiesSupported(new EventService.SseFilterProperties(
                        true, true, formats.contains(EventFormat.METRIC_REPORT), true, true, true, true))
                .subscriptions(Link.to(SUBSCRIPTIONS))
                .build();
    }

    private Reply change(Settings body) {
        try {
            events.hub().set(known -> settings(body, known));
        } catch (IOException e) {
            throw unwritable(e);
        }
        if (!events.hub().state().settings().enabled()) {
            events.streams().endAll();
        }
        return Reply.changed(SERVICE);
    }

    private static DeliverySettings settings(Settings body, DeliverySettings known) {
        Wishes wishes = new Wishes();
        boolean enabled = wishes.flag(body.serviceEnabled(), "ServiceEnabled", known.enabled());
        long attempts = wishes.number(
                body.deliveryRetryAttempts(),
                "DeliveryRetryAttempts",
                0,
                DeliverySettings.ATTEMPTS_MAX,
                known.retryAttempts());
        long interval = wishes.number(
                body.deliveryRetryIntervalSeconds(),
                "DeliveryRetryIntervalSeconds",
                1,
                DeliverySettings.INTERVAL_SECONDS_MAX,
                known.retryIntervalSeconds());
        wishes.require();
        return new DeliverySettings(enabled, (int) attempts, (int) interval);
    }

    private Reply subscribe(Call call, SubscriptionWishes.Creation body) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        String owner = call.user().map(user -> user.account().id()).orElse(null);
        Subscription subscription = wishes.of(body, HexFormat.of().formatHex(id), owner);
        try {
            if (!events.hub().subscribe(subscription)) {
                throw new RedfishException(503, BaseMessages.eventSubscriptionLimitExceeded());
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
        return Reply.created(SUBSCRIPTIONS + "/" + subscription.id());
    }

    private Reply change(Call call, SubscriptionWishes.Change body) {
        if (events.streams().shown(call.id()).isPresent()) {
            events.streams().say(call.id(), wishes.contextOf(body));
            return Reply.changed(call.path());
        }
        try {
            events.hub().amend(call.id(), known -> wishes.of(body, known));
        } catch (IOException e) {
            throw unwritable(e);
        }
        return Reply.changed(call.path());
    }

    /** Whoever wants no more of a stream closes it. */
    private static boolean rests(Object state) {
        return state instanceof EventDestination one && !STREAM.equals(one.subscriptionType());
    }

    private Reply done(DeliveryEvent event) {
        try {
            events.hub().change(event);
        } catch (IOException e) {
            throw unwritable(e);
        }
        return Reply.done();
    }

    private static RuntimeException unwritable(IOException e) {
        if (e instanceof RecordTooLargeException) {
            // Every member keeps its limit, but all of them together are too much.
            return new RedfishException(413, BaseMessages.payloadTooLarge());
        }
        return DiskSpace.saysFull(e)
                ? new RedfishException(507, BaseMessages.insufficientStorage())
                : new UncheckedIOException("the subscriptions cannot be written", e);
    }

    private Reply submit(TestEventBody body) {
        Health severity = severity(body);
        String id = String.valueOf(body.messageId());
        String text = body.message() == null ? "Test message." : body.message();
        List<String> args = body.messageArgs() == null ? List.of() : body.messageArgs();
        Message message = new Message(id, text, args, severity, severity, null, List.of());
        TestEvent given = new TestEvent(body.eventType(), body.eventId(), body.eventGroupId());
        events.desk()
                .publish(new EventFact(
                        EventFact.Log.NONE,
                        message,
                        timestamp(body),
                        body.originOfCondition() == null ? SERVICE : body.originOfCondition(),
                        "EventService",
                        null,
                        given,
                        EventFact.Cause.TRUSTED));
        return Reply.done();
    }

    private static Health severity(TestEventBody body) {
        String word = body.messageSeverity() == null ? body.severity() : body.messageSeverity();
        String name = body.messageSeverity() == null ? "Severity" : "MessageSeverity";
        return word == null
                ? Health.OK
                : Arrays.stream(Health.values())
                        .filter(health -> health.word().equals(word))
                        .findFirst()
                        .orElseThrow(() -> new RedfishException(
                                400,
                                BaseMessages.actionParameterValueNotInList(word, name, "SubmitTestEvent")
                                        .about("#/" + name)));
    }

    private Instant timestamp(TestEventBody body) {
        String text = body.eventTimestamp();
        try {
            return text == null ? now.get() : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new RedfishException(
                    400,
                    BaseMessages.actionParameterValueFormatError(
                                    String.valueOf(text), "EventTimestamp", "SubmitTestEvent")
                            .about("#/EventTimestamp"));
        }
    }

    private Reply test() {
        events.desk()
                .publish(new EventFact(
                        EventFact.Log.NONE, EventMessages.testMessage(), now.get(), SERVICE, "EventService", null));
        return Reply.done();
    }

    private static EventDestination shown(EventStreams.Shown stream) {
        return EventDestination.builder()
                .context(stream.context())
                .protocol("Redfish")
                .subscriptionType(STREAM)
                .eventFormatType(stream.format().map(EventFormat::word).orElse(null))
                .status(Status.enabled())
                .build();
    }

    private static EventDestination shown(DeliveryState.Subscriber one) {
        Subscription it = one.subscription();
        EventFilter filter = it.filter();
        boolean failing = !one.lastFailure().isEmpty();
        return EventDestination.builder()
                .destination(it.destination())
                .context(it.context())
                .protocol("Redfish")
                .subscriptionType("RedfishEvent")
                .eventFormatType(filter.format().word())
                .metricReportDefinitions(
                        filter.format() == EventFormat.METRIC_REPORT
                                ? filter.reportDefinitions().stream()
                                        .map(Link::to)
                                        .toList()
                                : null)
                .eventTypes(filter.eventTypes().isEmpty() ? null : filter.eventTypes())
                .deliveryRetryPolicy(it.policy().word())
                .httpHeaders(List.of())
                .registryPrefixes(filter.registryPrefixes())
                .excludeRegistryPrefixes(filter.excludeRegistryPrefixes())
                .messageIds(filter.messageIds())
                .excludeMessageIds(filter.excludeMessageIds())
                .resourceTypes(filter.resourceTypes())
                .severities(filter.severities())
                .originResources(filter.originResources().stream().map(Link::to).toList())
                .subordinateResources(filter.subordinateResources())
                .includeOriginOfCondition(false)
                .verifyCertificate(it.verifyCertificate())
                .status(new Status(it.suspended() ? "Disabled" : "Enabled", failing ? Health.WARNING : Health.OK, null))
                .build();
    }
}
