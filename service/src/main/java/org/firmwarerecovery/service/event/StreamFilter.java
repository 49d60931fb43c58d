package org.firmwarerecovery.service.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.query.Filter;

/**
 * What a reader of the stream wants ({@code $filter} of ServerSentEventUri; DSP0266, clause on the event stream): comparisons of
 * {@link #PROPERTIES} with a text, equal or not equal, combined at will. The text of {@code EventFormatType} may stand without
 * quotes, as in that clause and as clients have it. What a notification does not have is equal to nothing.
 *
 * <p>{@code SubordinateResources} is nothing that an event has. It says how the {@code OriginResource} is meant that it stands
 * beside, joined by {@code and}: {@code true} includes what is below that resource. Anywhere else it would say nothing, and is
 * refused.
 */
public final class StreamFilter {
    private static final String FORMAT = "EventFormatType";
    private static final String DEFINITION = "MetricReportDefinition";
    private static final String ORIGIN = "OriginResource";
    private static final String SUBORDINATE = "SubordinateResources";

    /** What a comparison may name. */
    public static final List<String> PROPERTIES =
            List.of(FORMAT, "MessageId", DEFINITION, ORIGIN, "RegistryPrefix", "ResourceType", SUBORDINATE);

    /** Lets everything pass. */
    public static final StreamFilter ALL = new StreamFilter(Optional.empty());

    private final Optional<Filter> condition;

    private StreamFilter(Optional<Filter> condition) {
        this.condition = condition;
    }

    /**
     * The filter with this condition.
     *
     * @throws IllegalArgumentException when there is an {@link #objection}
     */
    public static StreamFilter of(Filter condition) {
        objection(condition).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        return new StreamFilter(Optional.of(condition));
    }

    /** Why a stream cannot be filtered by this condition, as a sentence; empty when it can. */
    public static Optional<String> objection(Filter condition) {
        if (!isKnown(condition)) {
            return Optional.of("A stream is filtered by 'eq' and 'ne' between one of " + String.join(", ", PROPERTIES)
                    + " and a text; by " + SUBORDINATE + " with 'eq' true or false.");
        }
        return isPlaced(condition, false)
                ? Optional.empty()
                : Optional.of(SUBORDINATE + " says whether " + ORIGIN
                        + " means the resources below it, too: the two are joined by 'and'.");
    }

    /** Whether a notification passes. */
    public boolean admits(Notification notification) {
        return condition.map(filter -> admits(filter, false, notification)).orElse(true);
    }

    /** The format of all that passes; empty when there may be several. */
    public Optional<EventFormat> format() {
        return condition.flatMap(StreamFilter::format);
    }

    private static Optional<EventFormat> format(Filter filter) {
        if (filter instanceof Filter.And and) {
            return format(and.left()).or(() -> format(and.right()));
        }
        if (filter instanceof Filter.Or or) {
            return format(or.left()).filter(left -> format(or.right()).equals(Optional.of(left)));
        }
        if (!(filter instanceof Filter.Comparison comparison) || comparison.operator() != Filter.Operator.EQ) {
            return Optional.empty();
        }
        return switch (name(comparison)) {
            case FORMAT ->
                Arrays.stream(EventFormat.values())
                        .filter(format -> format.word().equals(value(comparison).asText()))
                        .findFirst();
            case DEFINITION -> Optional.of(EventFormat.METRIC_REPORT);
            case SUBORDINATE -> Optional.empty();
            default -> Optional.of(EventFormat.EVENT);
        };
    }

    private static boolean isKnown(Filter filter) {
        if (filter instanceof Filter.And and) {
            return isKnown(and.left()) && isKnown(and.right());
        }
        if (filter instanceof Filter.Or or) {
            return isKnown(or.left()) && isKnown(or.right());
        }
        if (filter instanceof Filter.Not not) {
            return isKnown(not.inner());
        }
        Filter.Comparison comparison = (Filter.Comparison) filter;
        boolean equality = comparison.operator() == Filter.Operator.EQ || comparison.operator() == Filter.Operator.NE;
        if (!equality
                || !(comparison.left() instanceof Filter.Property property)
                || property.path().size() != 1) {
            return false;
        }
        String name = property.path().get(0);
        if (comparison.right() instanceof Filter.Property word) {
            return name.equals(FORMAT) && word.path().size() == 1;
        }
        JsonNode value = value(comparison);
        return PROPERTIES.contains(name)
                && (name.equals(SUBORDINATE)
                        ? value.isBoolean() && comparison.operator() == Filter.Operator.EQ
                        : value.isTextual());
    }

    /**
     * Whether each {@code SubordinateResources} stands in a conjunction that names an origin.
     *
     * @param besideOrigin whether {@code filter} is a member of such a conjunction
     */
    private static boolean isPlaced(Filter filter, boolean besideOrigin) {
        if (filter instanceof Filter.And and) {
            boolean origin = besideOrigin || names(and, ORIGIN);
            return isPlaced(and.left(), origin) && isPlaced(and.right(), origin);
        }
        if (filter instanceof Filter.Or or) {
            return isPlaced(or.left(), false) && isPlaced(or.right(), false);
        }
        if (filter instanceof Filter.Not not) {
            return isPlaced(not.inner(), false);
        }
        return besideOrigin || !name((Filter.Comparison) filter).equals(SUBORDINATE);
    }

    private static boolean names(Filter filter, String property) {
        if (filter instanceof Filter.And and) {
            return names(and.left(), property) || names(and.right(), property);
        }
        if (filter instanceof Filter.Or or) {
            return names(or.left(), property) || names(or.right(), property);
        }
        if (filter instanceof Filter.Not not) {
            return names(not.inner(), property);
        }
        return name((Filter.Comparison) filter).equals(property);
    }

    /** Whether one of the members of a conjunction widens its origins. */
    private static boolean widens(Filter filter) {
        if (filter instanceof Filter.And and) {
            return widens(and.left()) || widens(and.right());
        }
        return filter instanceof Filter.Comparison comparison
                && name(comparison).equals(SUBORDINATE)
                && value(comparison).asBoolean();
    }

    private static boolean admits(Filter filter, boolean andBelow, Notification notification) {
        if (filter instanceof Filter.And and) {
            boolean wide = andBelow || widens(and);
            return admits(and.left(), wide, notification) && admits(and.right(), wide, notification);
        }
        if (filter instanceof Filter.Or or) {
            return admits(or.left(), andBelow, notification) || admits(or.right(), andBelow, notification);
        }
        if (filter instanceof Filter.Not not) {
            return !admits(not.inner(), andBelow, notification);
        }
        Filter.Comparison comparison = (Filter.Comparison) filter;
        if (name(comparison).equals(SUBORDINATE)) {
            // It says how to read its neighbours, which decide.
            return true;
        }
        boolean equal = equals(name(comparison), value(comparison).asText(), andBelow, notification);
        return equal == (comparison.operator() == Filter.Operator.EQ);
    }

    private static boolean equals(String name, String value, boolean andBelow, Notification notification) {
        if (name.equals(FORMAT)) {
            return value.equals(notification.format().word());
        }
        if (notification instanceof ReportRecord report) {
            return name.equals(DEFINITION) && value.equals(report.definition());
        }
        EventFact fact = ((EventRecord) notification).fact();
        String messageId = fact.message().messageId();
        return switch (name) {
            case "MessageId" -> EventFilter.names(List.of(value), messageId);
            case ORIGIN -> EventFilter.isOrigin(List.of(value), andBelow, fact.origin());
            case "RegistryPrefix" -> value.equals(EventFilter.prefix(messageId));
            case "ResourceType" -> value.equals(fact.resourceType());
            default -> false;
        };
    }

    private static String name(Filter.Comparison comparison) {
        return ((Filter.Property) comparison.left()).path().get(0);
    }

    private static JsonNode value(Filter.Comparison comparison) {
        return comparison.right() instanceof Filter.Property word
                ? JsonNodeFactory.instance.textNode(word.path().get(0))
                : ((Filter.Literal) comparison.right()).value();
    }
}
