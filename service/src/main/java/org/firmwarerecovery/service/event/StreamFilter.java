package org.firmwarerecovery.service.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.query.Filter;

/**
 * What a reader of the stream wants ({@code $filter} of ServerSentEventUri; DSP0266, clause on the event stream): comparisons of
 * {@link #PROPERTIES} with a text, equal or not equal, combined at will. {@code SubordinateResources eq true} anywhere makes each
 * {@code OriginResource} include what is below it.
 */
public final class StreamFilter {
    /** What a comparison may name. */
    public static final List<String> PROPERTIES = List.of(
            "EventFormatType", "MessageId", "OriginResource", "RegistryPrefix", "ResourceType", "SubordinateResources");

    /** Lets everything pass. */
    public static final StreamFilter ALL = new StreamFilter(Optional.empty());

    private static final String SUBORDINATE = "SubordinateResources";

    private final Optional<Filter> condition;
    private final boolean subordinate;

    private StreamFilter(Optional<Filter> condition) {
        this.condition = condition;
        this.subordinate = condition.filter(StreamFilter::goesBelow).isPresent();
    }

    /** The filter with this condition; empty for one that compares something else or in another way. */
    public static Optional<StreamFilter> of(Filter condition) {
        return isKnown(condition) ? Optional.of(new StreamFilter(Optional.of(condition))) : Optional.empty();
    }

    /** Whether an event passes. */
    public boolean admits(EventRecord event) {
        return condition.map(filter -> admits(filter, event)).orElse(true);
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

    private static boolean goesBelow(Filter filter) {
        if (filter instanceof Filter.And and) {
            return goesBelow(and.left()) || goesBelow(and.right());
        }
        if (filter instanceof Filter.Or or) {
            return goesBelow(or.left()) || goesBelow(or.right());
        }
        if (filter instanceof Filter.Not not) {
            return goesBelow(not.inner());
        }
        Filter.Comparison comparison = (Filter.Comparison) filter;
        return name(comparison).equals(SUBORDINATE) && value(comparison).asBoolean();
    }

    private boolean admits(Filter filter, EventRecord event) {
        if (filter instanceof Filter.And and) {
            return admits(and.left(), event) && admits(and.right(), event);
        }
        if (filter instanceof Filter.Or or) {
            return admits(or.left(), event) || admits(or.right(), event);
        }
        if (filter instanceof Filter.Not not) {
            return !admits(not.inner(), event);
        }
        Filter.Comparison comparison = (Filter.Comparison) filter;
        if (name(comparison).equals(SUBORDINATE)) {
            // It says how to read the others, and is nothing that an event has.
            return true;
        }
        boolean equal = equals(name(comparison), value(comparison).asText(), event);
        return equal == (comparison.operator() == Filter.Operator.EQ);
    }

    private boolean equals(String name, String value, EventRecord event) {
        EventFact fact = event.fact();
        String messageId = fact.message().messageId();
        return switch (name) {
            case "EventFormatType" -> value.equals("Event");
            case "MessageId" -> EventFilter.names(List.of(value), messageId);
            case "OriginResource" -> EventFilter.isOrigin(List.of(value), subordinate, fact.origin());
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
