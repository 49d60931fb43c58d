package org.firmwarerecovery.redfish.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterParserTest {
    private static final List<String> MEMBERS = List.of(
            "{'Id':'A','Size':5,'On':true,'Name':'It''s','Status':{'State':'Enabled'},'Made':'2026-01-02T03:04:05Z',"
                    + "'Tags':['x','y'],'Parts':[{'N':1},{'N':2}]}",
            "{'Id':'B','Size':12.5,'On':false,'Status':{'State':'Absent'},'Made':'2026-01-02T05:04:05+02:00','Tags':[]}",
            "{'Id':'C','Size':null,'Status':{'State':'Enabled','Health':'OK'},'Made':'2025-12-31T23:59:59Z','Tags':'x'}");

    private static Filter accepted(String text) {
        QueryResult<Filter> result = FilterParser.parse(text);
        assertInstanceOf(
                QueryResult.Done.class,
                result,
                () -> result instanceof QueryResult.Refused<Filter> refused
                        ? refused.message().message()
                        : text);
        return ((QueryResult.Done<Filter>) result).value();
    }

    private static String matching(String text) throws JsonProcessingException {
        Filter filter = accepted(text);
        StringBuilder ids = new StringBuilder();
        for (String member : MEMBERS) {
            String json = member.replace("''", "\u0001").replace('\'', '"').replace('\u0001', '\'');
            JsonNode node = RedfishMapper.lenient().readTree(json);
            if (filter.matches(node)) {
                ids.append(node.path("Id").asText());
            }
        }
        return ids.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Id eq 'A'|A",
                "Id ne 'A'|BC",
                "'A' eq Id|A",
                "Size gt 5|B",
                "Size ge 5|AB",
                "Size lt 12.5|A",
                "Size le 12.50|AB",
                "Size eq null|C",
                "Size ne null|AB",
                "Size eq 5.0|A",
                "Size gt -1e2|AB",
                "On eq true|A",
                "On ne true|BC",
                "Health eq null|ABC",
                "Status/State eq 'Enabled'|AC",
                "Status/Health eq 'OK'|C",
                "Status/Health ne 'OK'|AB",
                "Name eq 'It''s'|A",
                "Id ge 'B'|BC",
                "Made eq 2026-01-02T03:04:05Z|AB",
                "Made lt 2026-01-01T00:00:00Z|C",
                "Made gt '2026-01-01T01:00:00+01:00'|AB",
                "Made ge 2026-01-02T05:04:05 02:00|AB",
                "Tags eq 'x'|AC",
                "Tags ne 'x'|B",
                "Tags eq null|B",
                "Parts/N eq 2|A",
                "Size eq '5'|\"\"",
                "Id eq Id|ABC",
                "not (Id eq 'A')|BC",
                "not Id eq 'A' and Status/State eq 'Enabled'|C",
                "not not (Id eq 'A')|A",
                "Id eq 'A' or Id eq 'B' and Size gt 100|A",
                "(Id eq 'A' or Id eq 'B') and Size gt 6|B",
                "(((Id eq 'A')))|A",
                "  Id\teq  'A' |A"
            })
    void a_filter_picks_members(String filter, String ids) throws JsonProcessingException {
        assertEquals(ids, matching(filter));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\"|a property, a value",
                "Id|'eq', 'ne'",
                "Id eq|a property or a value",
                "Id = 'A'|a property, a value, an operator",
                "Id eq 'A|a property, a value, an operator",
                "Id eq Enabled'|a property, a value, an operator",
                "Id eq 'A' Id eq 'B'|the end",
                "(Id eq 'A'|closing parenthesis",
                "Id eq 'A')|the end",
                "Id like 'A'|'eq', 'ne'",
                "Id EQ 'A'|'eq', 'ne'",
                "On gt true|no order",
                "Size lt null|no order",
                "a//b eq 1|an operator",
                "/a eq 1|an operator",
                "Size eq 5x|an operator",
                "contains(Id,'A')|'eq', 'ne'",
                "and|'eq', 'ne'"
            })
    void what_is_no_filter_is_400_and_says_what_was_expected(String filter, String expected) {
        QueryResult<Filter> result = FilterParser.parse(filter);
        assertInstanceOf(QueryResult.Refused.class, result, filter);
        QueryResult.Refused<Filter> refused = (QueryResult.Refused<Filter>) result;
        assertEquals(400, refused.status());
        assertEquals("QueryParameterValueFormatError", refused.message().key());
        assertTrue(
                refused.message().message().contains(expected),
                refused.message().message());
        assertTrue(refused.message().message().contains("at character "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "not ", "not("})
    void nesting_is_bounded(String opening) {
        accepted(opening.repeat(3) + "Id eq 'A'" + (opening.contains("(") ? ")".repeat(3) : ""));
        assertInstanceOf(QueryResult.Refused.class, FilterParser.parse(opening.repeat(500)));
        String closing = opening.contains("(") ? ")".repeat(33) : "";
        assertInstanceOf(QueryResult.Refused.class, FilterParser.parse(opening.repeat(33) + "Id eq 1" + closing));
    }

    @Test
    void length_and_comparisons_are_bounded() {
        String sixtyFour = "Id eq 1" + " or Id eq 1".repeat(63);
        accepted(sixtyFour);
        assertInstanceOf(QueryResult.Refused.class, FilterParser.parse(sixtyFour + " or Id eq 1"));
        accepted("Id eq '" + "x".repeat(2_000) + "'");
        assertInstanceOf(QueryResult.Refused.class, FilterParser.parse("Id eq '" + "x".repeat(2_048) + "'"));
    }

    @Property(tries = 3000)
    void any_text_is_read_or_refused_with_400(
            @ForAll
                    @StringLength(max = 80)
                    @Chars({
                        'a', 'e', 'q', 'n', 'o', 't', 'r', 'd', ' ', '(', ')', '\'', '1', '-', '.', '/', ':', 'T', 'Z'
                    })
                    String text) {
        if (FilterParser.parse(text) instanceof QueryResult.Refused<Filter> refused) {
            assertEquals(400, refused.status());
        }
    }

    /** A condition with its value for a = 1. */
    private record Known(String text, boolean value) {}

    @Provide
    Arbitrary<Known> conditions() {
        Arbitrary<Known> leaf = Arbitraries.of(
                new Known("a eq 1", true),
                new Known("a ne 1", false),
                new Known("a gt 0", true),
                new Known("a lt 1", false),
                new Known("b eq null", true));
        return Arbitraries.recursive(
                () -> leaf,
                inner -> Arbitraries.oneOf(
                        inner.map(one -> new Known("not (" + one.text() + ")", !one.value())),
                        inner.flatMap(one -> inner.map(other -> new Known(
                                "(" + one.text() + ") and (" + other.text() + ")", one.value() && other.value()))),
                        inner.flatMap(one -> inner.map(other -> new Known(
                                "(" + one.text() + ") or (" + other.text() + ")", one.value() || other.value())))),
                4);
    }

    @Property(tries = 500)
    void a_composed_filter_means_what_its_parts_mean(@ForAll("conditions") Known known) {
        if (FilterParser.parse(known.text()) instanceof QueryResult.Done<Filter> done) {
            JsonNode member = RedfishMapper.tree(new TreeMap<>(Map.of("a", 1)));
            assertEquals(known.value(), done.value().matches(member), known::text);
        } else {
            assertTrue(known.text().length() > FilterParser.LENGTH_MAX
                    || known.text().split(" eq | ne | gt | lt ", -1).length > FilterParser.COMPARISONS_MAX);
        }
    }
}
