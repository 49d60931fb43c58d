package org.firmwarerecovery.redfish.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code $filter}: which members of a collection are wanted (DSP0266, clause on the filter query parameter). Made by
 * {@link FilterParser}, which bounds its size.
 *
 * <p>A property that a member does not have is {@code null}: equal to {@code null} only, and neither before nor after
 * anything. Of an array any element may match. Two strings that both are date-times are compared as times.
 */
public sealed interface Filter {
    /** Whether this member is wanted. */
    boolean matches(JsonNode member);

    /** Both are true. */
    record And(Filter left, Filter right) implements Filter {
        @Override
        public boolean matches(JsonNode member) {
            return left.matches(member) && right.matches(member);
        }
    }

    /** At least one is true. */
    record Or(Filter left, Filter right) implements Filter {
        @Override
        public boolean matches(JsonNode member) {
            return left.matches(member) || right.matches(member);
        }
    }

    /** It is false. */
    record Not(Filter inner) implements Filter {
        @Override
        public boolean matches(JsonNode member) {
            return !inner.matches(member);
        }
    }

    /** A comparison of two values. */
    record Comparison(Operand left, Operator operator, Operand right) implements Filter {
        @Override
        public boolean matches(JsonNode member) {
            if (operator == Operator.NE) {
                return !any(member, Operator.EQ);
            }
            return any(member, operator);
        }

        private boolean any(JsonNode member, Operator test) {
            for (JsonNode one : left.values(member)) {
                for (JsonNode other : right.values(member)) {
                    if (test.holds(one, other)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /** How two values are compared. */
    enum Operator {
        /** Equal. */
        EQ,
        /** Not equal. */
        NE,
        /** Greater. */
        GT,
        /** Greater or equal. */
        GE,
        /** Less. */
        LT,
        /** Less or equal. */
        LE;

        boolean ordering() {
            return this != EQ && this != NE;
        }

        private boolean holds(JsonNode one, JsonNode other) {
            if (!ordering()) {
                return same(one, other);
            }
            Optional<Integer> order = order(one, other);
            return order.filter(sign -> switch (this) {
                        case GT -> sign > 0;
                        case GE -> sign >= 0;
                        case LT -> sign < 0;
                        default -> sign <= 0;
                    })
                    .isPresent();
        }

        private static boolean same(JsonNode one, JsonNode other) {
            boolean nothing = absent(one) || absent(other);
            return nothing
                    ? absent(one) && absent(other)
                    : order(one, other).map(sign -> sign == 0).orElseGet(() -> one.equals(other));
        }

        private static boolean absent(JsonNode node) {
            return node.isNull() || node.isMissingNode();
        }

        private static Optional<Integer> order(JsonNode one, JsonNode other) {
            if (one.isNumber() && other.isNumber()) {
                BigDecimal number = one.decimalValue();
                return Optional.of(number.compareTo(other.decimalValue()));
            }
            if (!one.isTextual() || !other.isTextual()) {
                return Optional.empty();
            }
            Optional<Instant> time = time(one.asText());
            Optional<Instant> otherTime = time.isPresent() ? time(other.asText()) : Optional.empty();
            return otherTime.isPresent()
                    ? Optional.of(time.get().compareTo(otherTime.get()))
                    : Optional.of(one.asText().compareTo(other.asText()));
        }

        private static Optional<Instant> time(String text) {
            // Most strings are no times: an exception for each of them would cost more than all the rest.
            if (text.length() < 16 || text.charAt(4) != '-' || text.charAt(10) != 'T') {
                return Optional.empty();
            }
            try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
    }

    /** One side of a comparison. */
    sealed interface Operand {
        /** The values to compare, at least one. */
        List<JsonNode> values(JsonNode member);
    }

    /** A value that stands in the query. */
    record Literal(JsonNode value) implements Operand {
        @Override
        public List<JsonNode> values(JsonNode member) {
            return List.of(value);
        }
    }

    /** A property of the member, by the names on the way to it. */
    record Property(List<String> path) implements Operand {
        /** Copies the path. */
        public Property {
            path = List.copyOf(path);
        }

        @Override
        public List<JsonNode> values(JsonNode member) {
            List<JsonNode> found = List.of(member);
            for (String name : path) {
                List<JsonNode> below = new ArrayList<>();
                for (JsonNode node : found) {
                    elements(node).forEach(element -> below.add(element.path(name)));
                }
                found = below;
            }
            List<JsonNode> values = new ArrayList<>();
            found.forEach(node -> values.addAll(elements(node)));
            // An empty array has no value that could be equal to anything.
            return values.isEmpty() ? List.of(MissingNode.getInstance()) : values;
        }

        private static List<JsonNode> elements(JsonNode node) {
            List<JsonNode> elements = new ArrayList<>();
            if (node instanceof ArrayNode array) {
                array.forEach(elements::add);
            } else {
                elements.add(node);
            }
            return elements;
        }
    }
}
