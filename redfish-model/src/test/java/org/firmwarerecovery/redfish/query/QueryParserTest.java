package org.firmwarerecovery.redfish.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParserTest {
    private static Query accepted(String raw) {
        QueryResult<Query> result = QueryParser.parse("GET", raw);
        return assertInstanceOf(QueryResult.Done.class, result, raw).value() instanceof Query query
                ? query
                : Query.NONE;
    }

    private static QueryResult.Refused<Query> refused(String method, String raw) {
        QueryResult<Query> result = QueryParser.parse(method, raw);
        assertInstanceOf(QueryResult.Refused.class, result, raw);
        return (QueryResult.Refused<Query>) result;
    }

    @Test
    void all_parameters_are_read_plain_and_percent_encoded() {
        Query plain = accepted("$skip=2&$top=3&$expand=.($levels=2)&$select=Members/Name,Members/Status/Health");
        Query encoded = accepted(
                "%24skip=2&%24top=3&%24expand=%2E%28%24levels%3D2%29&%24select=Members%2FName,Members/Status/Health");

        assertEquals(plain, encoded);
        assertEquals(2, plain.skip().orElseThrow());
        assertEquals(3, plain.top().orElseThrow());
        assertEquals(new Expand(Expand.Scope.NO_LINKS, 2), plain.expand().orElseThrow());
        assertEquals(
                "Members/Name,Members/Status/Health",
                plain.select().orElseThrow().text());
    }

    @Test
    void a_filter_is_read_in_every_spelling_of_its_spaces() {
        String text = "Id eq 'a+b c' and Made gt 2026-01-02T03:04:05+01:00";
        Query plain = accepted("$filter=Id%20eq%20'a%2Bb%20c'%20and%20Made%20gt%202026-01-02T03:04:05%2B01:00");
        assertEquals(text, plain.filter().orElseThrow().text());
        assertEquals(plain, accepted("%24filter=Id+eq+%27a%2Bb+c%27+and+Made+gt+2026-01-02T03%3A04%3A05%2B01%3A00"));
        assertTrue(
                accepted("$filter=Made+gt+2026-01-02T03:04:05+01:00").filter().isPresent());
    }

    @ParameterizedTest
    @CsvSource({"*, ALL, 1", "., NO_LINKS, 1", "~, LINKS, 1", "*($levels=6), ALL, 6"})
    void expand_has_three_signs_and_levels(String value, Expand.Scope scope, int levels) {
        assertEquals(
                new Expand(scope, levels), accepted("$expand=" + value).expand().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"$rpvunknown", "$count", "$top=1&$orderby=Name", "%24count"})
    void an_unsupported_dollar_parameter_is_501(String raw) {
        QueryResult.Refused<Query> refused = refused("GET", raw);

        assertEquals(501, refused.status());
        assertEquals("QueryParameterUnsupported", refused.message().key());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rpvunknown", "rpvunknown=1&x", "&&", "=", "Only"})
    void another_unknown_parameter_is_ignored(String raw) {
        assertEquals(Query.NONE, accepted(raw));
    }

    @Test
    void of_a_resource_without_marked_properties_the_whole_is_the_excerpt() {
        assertEquals(Query.NONE, accepted("excerpt"));
        assertEquals(accepted("$select=Id"), accepted("excerpt&$select=Id"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "only=foo|QueryParameterValueError",
                "only=|QueryParameterValueError",
                "excerpt=foo|QueryParameterValueError",
                "only&excerpt|QueryCombinationInvalid",
                "$top=x|QueryParameterValueTypeError",
                "$top=|QueryParameterValueTypeError",
                "$top|QueryParameterValueError",
                "$top=-1|QueryParameterOutOfRange",
                "$skip=1.5|QueryParameterValueTypeError",
                "$skip=99999999999|QueryParameterValueTypeError",
                "$expand=|QueryParameterValueFormatError",
                "$expand=Members|QueryParameterValueFormatError",
                "$expand=.($levels=0)|QueryParameterOutOfRange",
                "$expand=.($levels=7)|QueryParameterOutOfRange",
                "$expand=.($levels=)|QueryParameterValueFormatError",
                "$filter=|QueryParameterValueFormatError",
                "$filter|QueryParameterValueError",
                "$filter=Id|QueryParameterValueFormatError",
                "$filter=a eq 1&$filter=b eq 1|QueryCombinationInvalid",
                "only&$filter=a eq 1|QueryCombinationInvalid",
                "$select=|QueryParameterValueFormatError",
                "$select=a//b|QueryParameterValueFormatError",
                "$select=%zz|QueryParameterValueFormatError",
                "$top=1&$top=2|QueryCombinationInvalid",
                "only&$expand=.|QueryCombinationInvalid"
            })
    void a_bad_value_is_400_and_says_what(String raw, String key) {
        QueryResult.Refused<Query> refused = refused("GET", raw);

        assertEquals(400, refused.status());
        assertEquals(key, refused.message().key());
    }

    @Test
    void queries_are_for_reading_only() {
        assertEquals(
                "QueryNotSupportedOnOperation",
                refused("PATCH", "$top=1").message().key());
        assertInstanceOf(QueryResult.Done.class, QueryParser.parse("POST", "unknown=1"));
        assertInstanceOf(QueryResult.Done.class, QueryParser.parse("HEAD", "$top=1"));
    }

    @Test
    void no_query_and_an_empty_one_are_the_same() {
        assertTrue(QueryParser.parse("GET", null) instanceof QueryResult.Done<Query> done
                && done.value().isEmpty());
        assertTrue(accepted("").isEmpty());
    }

    @Test
    void a_shorter_path_wins_over_a_longer_one_in_either_order() {
        assertEquals("a", accepted("$select=a,a/b").select().orElseThrow().text());
        assertEquals("a", accepted("$select=a/b,a").select().orElseThrow().text());
        assertTrue(accepted("$select=a,*").select().isEmpty());
    }

    @Property(tries = 2000)
    void any_text_is_accepted_or_refused_with_400_or_501(
            @ForAll
                    @StringLength(max = 60)
                    @Chars({
                        '$', '=', '&', '%', '2', '4', 'o', 'n', 'l', 'y', 't', 'p', '.', '*', '~', '(', ')', '/', ','
                    })
                    String raw) {
        QueryResult<Query> result = QueryParser.parse("GET", raw);
        if (result instanceof QueryResult.Refused<Query> refused) {
            assertTrue(refused.status() == 400 || refused.status() == 501);
        }
    }

    @Property(tries = 500)
    void any_unicode_text_is_survived(@ForAll String raw, @ForAll String value) {
        QueryParser.parse("GET", raw);
        QueryParser.parse("GET", "$select=" + value);
        QueryParser.parse("GET", "$expand=" + value);
    }
}
