package org.firmwarerecovery.redfish.odata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ETagTest {
    private final ETag tag = new ETag("abc123");

    @ParameterizedTest
    @ValueSource(strings = {"\"abc123\"", "W/\"abc123\"", "abc123", "*", "\"x\", \"abc123\"", " \"abc123\" "})
    void if_match_accepts_quoted_weak_bare_star_and_lists(String header) {
        assertTrue(tag.satisfiesIfMatch(header));
        assertFalse(tag.satisfiesIfNoneMatch(header));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"abc123\"foobar", "\"abc124\"", "", "\"", "W/", "\"abc123", "abc123\""})
    void if_match_refuses_other_tags_and_what_is_no_tag_at_all(String header) {
        assertFalse(tag.satisfiesIfMatch(header));
        assertTrue(tag.satisfiesIfNoneMatch(header));
    }

    @Test
    void the_quoted_form_is_what_header_and_annotation_carry() {
        assertEquals("\"abc123\"", tag.quoted());
    }

    @Test
    void equal_content_has_an_equal_tag_and_other_content_another() {
        assertEquals(ETag.ofContent("{\"a\":1}"), ETag.ofContent("{\"a\":1}"));
        assertNotEquals(ETag.ofContent("{\"a\":1}"), ETag.ofContent("{\"a\":2}"));
        assertEquals(ETag.DIGITS, ETag.ofContent("x").opaque().length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\"b", "a b", "a,b", "ä"})
    void text_that_cannot_stand_between_quotes_is_refused(String opaque) {
        assertThrows(IllegalArgumentException.class, () -> new ETag(opaque));
    }

    @Property(tries = 300)
    void no_header_value_makes_the_comparison_fail_with_an_exception(@ForAll String header) {
        assertNotEquals(tag.satisfiesIfMatch(header), tag.satisfiesIfNoneMatch(header));
    }
}
