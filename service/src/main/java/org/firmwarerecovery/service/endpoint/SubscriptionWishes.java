package org.firmwarerecovery.service.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.odata.Field;
import org.firmwarerecovery.service.event.EventFilter;
import org.firmwarerecovery.service.event.EventFormat;
import org.firmwarerecovery.service.event.Subscription;
import org.jspecify.annotations.Nullable;

/** What clients may say about subscriptions, checked: one message for each member that is wrong, all of them at once. */
final class SubscriptionWishes {
    private static final int CONTEXT_LENGTH_MAX = 1_024;
    private static final int TEXT_LENGTH_MAX = 256;
    private static final int ORIGIN_LENGTH_MAX = 1_024;
    private static final int HEADERS_MAX = 16;
    private static final int HEADER_LENGTH_MAX = 4_096;
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");
    /** The client decides these by the message itself; a second one would be a second request. */
    private static final List<String> RESERVED =
            List.of("content-length", "transfer-encoding", "host", "connection", "expect", "upgrade");

    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|\\[.*\\]");
    private static final List<String> SEVERITIES = List.of("OK", "Warning", "Critical");
    private static final List<String> EVENT_TYPES = List.of(
            "StatusChange", "ResourceUpdated", "ResourceAdded", "ResourceRemoved", "Alert", "MetricReport", "Other");

    private final Predicate<InetAddress> admits;
    private final List<EventFormat> formats;

    /**
     * Wishes by these rules.
     *
     * @param admits addresses that a destination may name as numbers; names are judged at each delivery
     * @param formats what there is to be sent
     */
    SubscriptionWishes(Predicate<InetAddress> admits, List<EventFormat> formats) {
        this.admits = admits;
        this.formats = List.copyOf(formats);
    }

    /** Body of a POST to the subscriptions. */
    record Creation(
            @NotNull @Size(max = 2_048) @Nullable String destination,
            @NotNull @Nullable String protocol,
            @Size(max = CONTEXT_LENGTH_MAX) @Nullable String context,
            @Nullable String subscriptionType,
            @Nullable String eventFormatType,
            @Size(max = 64) @Nullable List<@NotNull @Size(max = TEXT_LENGTH_MAX) String> eventTypes,
            @Size(max = 64) @Nullable List<@NotNull @Size(max = TEXT_LENGTH_MAX) String> registryPrefixes,
            @Size(max = 64) @Nullable List<@NotNull @Size(max = TEXT_LENGTH_MAX) String> excludeRegistryPrefixes,
            @Size(max = 64) @Nullable List<@NotNull @Size(max = TEXT_LENGTH_MAX) String> messageIds,
            @Size(max = 64) @Nullable List<@NotNull @Size(max = TEXT_LENGTH_MAX) String> excludeMessageIds,
            @Size(max = 64) @Nullable List<@NotNull @Size(max = TEXT_LENGTH_MAX) String> resourceTypes,
            @Size(max = 16) @Nullable List<@NotNull @Size(max = TEXT_LENGTH_MAX) String> severities,
            @Size(max = 64) @Nullable List<@NotNull JsonNode> metricReportDefinitions,
            @Size(max = 64) @Nullable List<@NotNull JsonNode> originResources,
            @Nullable Boolean subordinateResources,
            @Nullable Boolean includeOriginOfCondition,
            @Nullable JsonNode httpHeaders,
            @Nullable String deliveryRetryPolicy,
            @Nullable Boolean verifyCertificate) {
        /** Never the headers. */
        @Override
        public String toString() {
            return "Creation[" + destination + "]";
        }
    }

    /** Body of a PATCH of a subscription. */
    record Change(
            Field<String> context,
            Field<String> deliveryRetryPolicy,
            Field<JsonNode> httpHeaders,
            Field<Boolean> verifyCertificate) {
        /** Never the headers. */
        @Override
        public String toString() {
            return "Change[]";
        }
    }

    /** A new subscription as the client wants it. */
    Subscription of(Creation body, String id, @Nullable String owner) {
        List<Message> problems = new ArrayList<>();
        String destination = String.valueOf(body.destination());
        destination(destination, problems);
        oneOf("Protocol", body.protocol(), List.of("Redfish"), problems);
        oneOf("SubscriptionType", body.subscriptionType(), List.of("RedfishEvent"), problems);
        EventFormat format = format(body.eventFormatType(), problems);
        oneOf("IncludeOriginOfCondition", text(body.includeOriginOfCondition()), List.of("false"), problems);
        allOf("Severities", body.severities(), SEVERITIES, problems);
        allOf("EventTypes", body.eventTypes(), EVENT_TYPES, problems);
        Subscription.RetryPolicy policy = policy(Optional.ofNullable(body.deliveryRetryPolicy()), problems)
                .orElse(Subscription.RetryPolicy.FOREVER);
        SortedMap<String, String> headers = headers(body.httpHeaders(), problems);
        List<String> origins = links("OriginResources", body.originResources(), problems);
        List<String> definitions = links("MetricReportDefinitions", body.metricReportDefinitions(), problems);
        require(problems);
        EventFilter filter = new EventFilter(
                list(body.registryPrefixes()),
                list(body.excludeRegistryPrefixes()),
                list(body.messageIds()),
                list(body.excludeMessageIds()),
                list(body.resourceTypes()),
                list(body.severities()),
                origins,
                Boolean.TRUE.equals(body.subordinateResources()),
                list(body.eventTypes()),
                format,
                definitions);
        String context = body.context() == null ? "" : body.context();
        boolean verify = !Boolean.FALSE.equals(body.verifyCertificate());
        return new Subscription(id, owner, destination, context, headers, policy, verify, filter, false);
    }

    /** A subscription after a change as the client wants it. */
    Subscription of(Change body, Subscription known) {
        List<Message> problems = new ArrayList<>();
        Optional<Subscription.RetryPolicy> policy =
                policy(body.deliveryRetryPolicy().toOptional(), problems);
        SortedMap<String, String> headers = body.httpHeaders().isPresent()
                ? headers(body.httpHeaders().toOptional().orElse(null), problems)
                : known.headers();
        boolean verify = body.verifyCertificate().orElse(known.verifyCertificate());
        // Null is what a client without a text of its own sends.
        String context = body.context().isPresent() ? body.context().orElse("") : known.context();
        if (context.length() > CONTEXT_LENGTH_MAX) {
            problems.add(BaseMessages.propertyValueError("Context").about("#/Context"));
        }
        require(problems);
        return known.with(context, headers, policy.orElse(known.policy()), verify);
    }

    /** The text of a stream after a change; nothing else of a stream can be changed. */
    String contextOf(Change body) {
        List<Message> problems = new ArrayList<>();
        fixed("DeliveryRetryPolicy", body.deliveryRetryPolicy(), problems);
        fixed("HttpHeaders", body.httpHeaders(), problems);
        fixed("VerifyCertificate", body.verifyCertificate(), problems);
        String context = body.context().orElse("");
        if (context.length() > CONTEXT_LENGTH_MAX) {
            problems.add(BaseMessages.propertyValueError("Context").about("#/Context"));
        }
        require(problems);
        return context;
    }

    private static void fixed(String name, Field<?> wish, List<Message> problems) {
        if (wish.isPresent()) {
            problems.add(BaseMessages.propertyNotWritable(name).about("#/" + name));
        }
    }

    private void destination(String text, List<Message> problems) {
        try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            String host = uri.getHost();
            boolean shaped = (scheme.equals("http") || scheme.equals("https"))
                    && host != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null;
            if (!shaped) {
                problems.add(BaseMessages.propertyValueFormatError(text, "Destination")
                        .about("#/Destination"));
            } else if (LITERAL.matcher(host).matches() && !admits.test(InetAddress.getByName(host))) {
                problems.add(BaseMessages.propertyValueError("Destination").about("#/Destination"));
            }
        } catch (URISyntaxException | UnknownHostException e) {
            problems.add(
                    BaseMessages.propertyValueFormatError(text, "Destination").about("#/Destination"));
        }
    }

    private static @Nullable String text(@Nullable Boolean value) {
        return value == null ? null : value.toString();
    }

    private static void oneOf(String name, @Nullable String value, List<String> known, List<Message> problems) {
        if (value != null && !known.contains(value)) {
            problems.add(BaseMessages.propertyValueNotInList(value, name).about("#/" + name));
        }
    }

    private static void allOf(String name, @Nullable List<String> values, List<String> known, List<Message> problems) {
        list(values).forEach(value -> oneOf(name, value, known, problems));
    }

    private EventFormat format(@Nullable String word, List<Message> problems) {
        oneOf("EventFormatType", word, formats.stream().map(EventFormat::word).toList(), problems);
        return formats.stream()
                .filter(format -> format.word().equals(word))
                .findFirst()
                .orElse(EventFormat.EVENT);
    }

    private static Optional<Subscription.RetryPolicy> policy(Optional<String> word, List<Message> problems) {
        Optional<Subscription.RetryPolicy> found =
                word.flatMap(wanted -> Arrays.stream(Subscription.RetryPolicy.values())
                        .filter(policy -> policy.word().equals(wanted))
                        .findFirst());
        if (word.isPresent() && found.isEmpty()) {
            problems.add(BaseMessages.propertyValueNotInList(word.get(), "DeliveryRetryPolicy")
                    .about("#/DeliveryRetryPolicy"));
        }
        return found;
    }

    /** An array of objects as the schema says, or one object, which clients like gofish send. */
    private static SortedMap<String, String> headers(@Nullable JsonNode node, List<Message> problems) {
        TreeMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (node == null || node.isNull()) {
            return headers;
        }
        List<JsonNode> objects = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(objects::add);
        } else {
            objects.add(node);
        }
        boolean good = true;
        for (JsonNode object : objects) {
            good &= object.isObject();
            for (Map.Entry<String, JsonNode> header : object.properties()) {
                String value = header.getValue().asText();
                good &= header.getValue().isTextual()
                        && HEADER_NAME.matcher(header.getKey()).matches()
                        && !RESERVED.contains(header.getKey().toLowerCase(Locale.ROOT))
                        && value.length() <= HEADER_LENGTH_MAX
                        && HEADER_VALUE.matcher(value).matches();
                headers.put(header.getKey(), value);
            }
        }
        if (!good || headers.size() > HEADERS_MAX) {
            // The value stays out of the message: it may be a password.
            problems.add(BaseMessages.propertyValueError("HttpHeaders").about("#/HttpHeaders"));
        }
        return headers;
    }

    private static List<String> links(String name, @Nullable List<JsonNode> links, List<Message> problems) {
        List<String> paths = new ArrayList<>();
        for (JsonNode link : links == null ? List.<JsonNode>of() : links) {
            JsonNode id = link.path("@odata.id");
            if (!id.isTextual() || !id.asText().startsWith("/") || id.asText().length() > ORIGIN_LENGTH_MAX) {
                String given = link.toString();
                String quoted = given.substring(0, Math.min(TEXT_LENGTH_MAX, given.length()));
                problems.add(BaseMessages.propertyValueFormatError(quoted, name).about("#/" + name));
            } else {
                String path = id.asText();
                paths.add(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
            }
        }
        return paths;
    }

    private static List<String> list(@Nullable List<String> values) {
        return values == null ? List.of() : values;
    }

    private static void require(List<Message> problems) {
        if (!problems.isEmpty()) {
            throw new RedfishException(400, problems, Map.of());
        }
    }
}
