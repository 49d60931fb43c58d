package org.firmwarerecovery.service.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.query.Filter;

/**
 * What a reader of the stream wants ({@code $filter} of ServerSentEventUri; DSP0266, clause on the event stream): comparisons of
 * {@link #PROPERTIES} with a text, equal or not equal, combined at will.
 *
 * <p>{@code SubordinateResources} is nothing that an event has. It says how the {@code OriginResource} is meant that it stands
 * beside, joined by {@code and}: {@code true} includes what is below that resource. Anywhere else it would say nothing, and is
 * refused.
 */
public final class StreamFilter {
    /** What a comparison may name. */
    public static final List<String> PROPERTIES = List.of(
            "EventFormatType", "MessageId", "OriginResource", "RegistryPrefix", "ResourceType", "SubordinateResources");

    /** Lets everything pass. */
    public static final StreamFilter ALL = new StreamFilter(Optional.empty());

    private static final String ORIGIN = "OriginResource";
    private static final String SUBORDINATE = "SubordinateResources";

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

    /** Whether an event passes. */
    public boolean admits(EventRecord event) {
        return condition.map(filter -> admits(filter, false, event)).orElse(true);
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
                || !(comparison.right() instanceof Filter.Literal literal)
                || property.path().size() != 1) {
            return false;
        }
        String name = property.path().get(0);
        return PROPERTIES.contains(name)
                && (name.equals(SUBORDINATE)
                        ? literal.value().isBoolean() && comparison.operator() == Filter.Operator.EQ
                        : literal.value().isTextual());
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

    private static boolean admits(Filter filter, boolean andBelow, EventRecord event) {
        if (filter instanceof Filter.And and) {
            boolean wide = andBelow || widens(and);
            return admits(and.left(), wide, event) && admits(and.right(), wide, event);
        }
        if (filter instanceof Filter.Or or) {
            return admits(or.left(), andBelow, event) || admits(or.right(), andBelow, event);
        }
        if (filter instanceof Filter.Not not) {
            return !admits(not.inner(), andBelow, event);
        }
        Filter.Comparison comparison = (Filter.Comparison) filter;
        if (name(comparison).equals(SUBORDINATE)) {
            // It says how to read its neighbours, which decide.
            return true;
        }
        boolean equal = equals(name(comparison), value(comparison).asText(), andBelow, event);
        return equal == (comparison.operator() == Filter.Operator.EQ);
    }

    private static boolean equals(String name, String value, boolean andBelow, EventRecord event) {
        EventFact fact = event.fact();
        String messageId = fact.message().messageId();
        return switch (name) {
            case "EventFormatType" -> value.equals("Event");
            case "MessageId" -> EventFilter.names(List.of(value), messageId);
            case ORIGIN -> EventFilter.isOrigin(List.of(value), andBelow, fact.origin());
            case "RegistryPrefix" -> value.equals(EventFilter.prefix(messageId));
            default -> value.equals(fact.resourceType());
        };
    }

    private static String name(Filter.Comparison comparison) {
        return ((Filter.Property) comparison.left()).path().get(0);
    }

    private static JsonNode value(Filter.Comparison comparison) {
        return ((Filter.Literal) comparison.right()).value();
    }
}
