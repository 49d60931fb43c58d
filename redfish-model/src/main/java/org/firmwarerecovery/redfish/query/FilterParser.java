package org.firmwarerecovery.redfish.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value of {@code $filter}. Grammar, weakest binding first:
 *
 * <pre>
 *   or         = and *( "or" and )
 *   and        = not *( "and" not )
 *   not        = "not" not / "(" or ")" / comparison
 *   comparison = operand ( "eq" / "ne" / "gt" / "ge" / "lt" / "le" ) operand
 *   operand    = 'text' / number / date-time / "true" / "false" / "null" / property *( "/" property )
 * </pre>
 *
 * <p>A quote within a text is written twice. Everything is bounded: length, nesting, number of comparisons.
 */
final class FilterParser {
    /** Longest filter, in characters. */
    static final int LENGTH_MAX = 2_048;
    /** Deepest nesting of parentheses and negations. */
    static final int DEPTH_MAX = 32;
    /** Most comparisons. */
    static final int COMPARISONS_MAX = 64;

    private static final Pattern TOKEN = Pattern.compile("[ \\t]*(?:"
            + "(?<text>'(?:[^']|'')*+')"
            // A plus sign before the offset has become a space when the query was decoded.
            + "|(?<time>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,16}(?:Z|[+ -][0-9]{2}:[0-9]{2}))"
            + "|(?<number>-?[0-9]{1,30}(?:\\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,3})?)(?![A-Za-z0-9_.])"
            + "|(?<name>[A-Za-z_@#][A-Za-z0-9_@.#-]{0,127}(?:/[A-Za-z_@#][A-Za-z0-9_@.#-]{0,127}){0,15})"
            + "|(?<sign>[()]))");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String value;
    private final Matcher matcher;
    private int at;
    private int comparisons;
    private @Nullable String token;

    private FilterParser(String value) {
        this.value = value;
        this.matcher = TOKEN.matcher(value);
    }

    /** Why a text is no filter. */
    private static final class NoFilterException extends Exception {
        private static final long serialVersionUID = 1L;

        NoFilterException(String expected) {
            super(expected);
        }
    }

    /** The filter, or the message that says what is wrong with the value and where. */
    static QueryResult<Filter> parse(String value) {
        if (value.length() > LENGTH_MAX) {
            return refused(value, "It is longer than " + LENGTH_MAX + " characters.");
        }
        FilterParser parser = new FilterParser(value);
        try {
            parser.advance();
            Filter filter = parser.or(0);
            if (parser.token != null) {
                throw new NoFilterException("'and', 'or' or the end");
            }
            return new QueryResult.Done<>(filter);
        } catch (NoFilterException e) {
            return refused(value, "Expected " + e.getMessage() + " at character " + (parser.start() + 1) + ".");
        }
    }

    private static QueryResult<Filter> refused(String value, String why) {
        String shown = value.length() > 128 ? value.substring(0, 128) : value;
        Message message = BaseMessages.queryParameterValueFormatError(shown, "$filter");
        return new QueryResult.Refused<>(400, message.because(why));
    }

    private Filter or(int depth) throws NoFilterException {
        Filter left = and(depth);
        while (takeWord("or")) {
            left = new Filter.Or(left, and(depth));
        }
        return left;
    }

    private Filter and(int depth) throws NoFilterException {
        Filter left = not(depth);
        while (takeWord("and")) {
            left = new Filter.And(left, not(depth));
        }
        return left;
    }

    private Filter not(int depth) throws NoFilterException {
        if (depth == DEPTH_MAX) {
            throw new NoFilterException("at most " + DEPTH_MAX + " nested conditions");
        }
        if (takeWord("not")) {
            return new Filter.Not(not(depth + 1));
        }
        if (takeWord("(")) {
            Filter inner = or(depth + 1);
            if (!takeWord(")")) {
                throw new NoFilterException("a closing parenthesis");
            }
            return inner;
        }
        return comparison();
    }

    private Filter comparison() throws NoFilterException {
        comparisons++;
        if (comparisons > COMPARISONS_MAX) {
            throw new NoFilterException("at most " + COMPARISONS_MAX + " comparisons");
        }
        Filter.Operand left = operand("a property, a value, 'not' or '('");
        Filter.Operator operator = operator();
        Filter.Operand right = operand("a property or a value");
        if (operator.ordering() && (unordered(left) || unordered(right))) {
            throw new NoFilterException("'eq' or 'ne' for a value that has no order, before this");
        }
        return new Filter.Comparison(left, operator, right);
    }

    private static boolean unordered(Filter.Operand operand) {
        return operand instanceof Filter.Literal literal
                && (literal.value().isBoolean() || literal.value().isNull());
    }

    private Filter.Operator operator() throws NoFilterException {
        for (Filter.Operator candidate : Filter.Operator.values()) {
            if (takeWord(candidate.name().toLowerCase(Locale.ROOT))) {
                return candidate;
            }
        }
        throw new NoFilterException("'eq', 'ne', 'gt', 'ge', 'lt' or 'le'");
    }

    private Filter.Operand operand(String expected) throws NoFilterException {
        if (token == null) {
            throw new NoFilterException(expected);
        }
        Optional<JsonNode> literal = literal();
        if (literal.isPresent()) {
            advance();
            return new Filter.Literal(literal.get());
        }
        String name = matcher.group("name");
        if (name == null) {
            throw new NoFilterException(expected);
        }
        advance();
        return new Filter.Property(List.of(name.split("/", -1)));
    }

    private Optional<JsonNode> literal() {
        String text = matcher.group("text");
        if (text != null) {
            return Optional.of(
                    NODES.textNode(text.substring(1, text.length() - 1).replace("''", "'")));
        }
        String time = matcher.group("time");
        if (time != null) {
            return Optional.of(NODES.textNode(time.replace(' ', '+')));
        }
        String number = matcher.group("number");
        if (number != null) {
            return Optional.of(NODES.numberNode(new BigDecimal(number)));
        }
        return switch (String.valueOf(token)) {
            case "true" -> Optional.of(NODES.booleanNode(true));
            case "false" -> Optional.of(NODES.booleanNode(false));
            case "null" -> Optional.of(NODES.nullNode());
            default -> Optional.empty();
        };
    }

    private boolean takeWord(String word) throws NoFilterException {
        if (!word.equals(token)) {
            return false;
        }
        advance();
        return true;
    }

    /** Where the token at hand begins, for messages. */
    private int start() {
        return token == null ? at : at - token.length();
    }

    private void advance() throws NoFilterException {
        matcher.region(at, value.length());
        if (matcher.lookingAt()) {
            token = matcher.group().strip();
            at = matcher.end();
            return;
        }
        token = null;
        if (!value.substring(at).isBlank()) {
            throw new NoFilterException("a property, a value, an operator or a parenthesis");
        }
        at = value.length();
    }
}
