package org.firmwarerecovery.update.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.firmwarerecovery.update.manifest.SharedFacts;
import org.firmwarerecovery.update.version.Comparison.Equal;
import org.firmwarerecovery.update.version.Comparison.Greater;
import org.firmwarerecovery.update.version.Comparison.Incomparable;
import org.firmwarerecovery.update.version.Comparison.Less;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class VersionOrderTest {
    private static final int VECTORS = 153;

    static Stream<Arguments> vectors() throws IOException {
        Stream.Builder<Arguments> pairs = Stream.builder();
        JsonNode vectors = SharedFacts.json("testdata/images/versions.json");
        assertEquals(VECTORS, vectors.size());
        for (JsonNode pair : vectors) {
            JsonNode sign = pair.get("compare");
            pairs.add(Arguments.of(
                    pair.get("scheme").asText(),
                    pair.get("a").asText(),
                    pair.get("b").asText(),
                    sign.isNull()
                            ? "Incomparable"
                            : List.of("Less", "Equal", "Greater").get(sign.asInt() + 1)));
        }
        return pairs.build();
    }

    @ParameterizedTest(name = "{0}: {1} to {2} is {3}")
    @MethodSource("vectors")
    void every_vector_gets_its_order(String scheme, String first, String second, String expected) {
        Comparison found = VersionOrder.compare(VersionScheme.of(scheme), first, second);
        assertEquals(expected, found.getClass().getSimpleName());
        Comparison back = VersionOrder.compare(VersionScheme.of(scheme), second, first);
        assertEquals(mirror(found).getClass(), back.getClass());
    }

    @ParameterizedTest
    @CsvSource({
        "dated, 1.9, 1.55, Less",
        "dated, iLO 5 v2.72, iLO 6 v1.10, Incomparable",
        "dated, 1.40 May 23 2023, 1.40, Incomparable",
        "dated, 1.40 Feb 30 2023, 1.41 Mar 01 2023, Incomparable",
        "lenovo, TEE142L-2.61, TEE144A-2.70, Less",
        "lenovo, TEE142L-2.61, CDI370O-9.10, Incomparable",
        "lenovo, TEE142L-2.61, TEE142M-2.61, Incomparable",
        "SemVer, 1.0.0+a, 1.0.0+b, Equal",
        "SemVer, 1.0, 1.1, Incomparable",
        "SemVer, 1.0, 1.0, Equal",
        "git-describe, 2.14.0-5-gabc1234, 2.14.0-5-gabc12345, Equal",
        "git-describe, 2.14.0-0-gabc1234, 2.14.0, Equal",
        "git-describe, 2.14.0-dirty, 2.14.0-dirty, Incomparable",
        "debian, 1.0-1, 1.0-2, Less",
        "debian, 2:1.0, 1:9.0, Greater",
        "opaque, F.43, F.43, Equal",
        "opaque, F.43, F.44, Incomparable",
        "a scheme of tomorrow, 1, 2, Incomparable"
    })
    void schemes_order_what_they_can_and_nothing_else(String scheme, String first, String second, String expected) {
        assertEquals(
                expected,
                VersionOrder.compare(VersionScheme.of(scheme), first, second)
                        .getClass()
                        .getSimpleName());
    }

    @Test
    void stamps_of_one_vendor_and_component_win_over_versions() {
        assertInstanceOf(Greater.class, VersionOrder.compare(claim("1.0", 0xFFFFFFFEL, "X"), claim("2.0", 7L, "X")));
    }

    @Test
    void stamps_of_different_vendors_or_without_meaning_are_not_looked_at() {
        assertInstanceOf(Less.class, VersionOrder.compare(claim("1.0", 9L, "X"), claim("2.0", 7L, "Y")));
        assertInstanceOf(Less.class, VersionOrder.compare(claim("1.0", 0xFFFFFFFFL, "X"), claim("2.0", 7L, "X")));
        assertInstanceOf(Less.class, VersionOrder.compare(claim("1.0", 9L, "X"), claim("2.0", 0L, "X")));
    }

    @Test
    void different_schemes_are_incomparable_unless_the_text_is_equal() {
        VersionClaim dotted = claim("1.0.0", null, "X");
        assertInstanceOf(
                Incomparable.class,
                VersionOrder.compare(dotted, new VersionClaim("1.0.1", VersionScheme.SEM_VER, null, "X", "id")));
        assertInstanceOf(
                Equal.class,
                VersionOrder.compare(dotted, new VersionClaim("1.0.0", VersionScheme.SEM_VER, null, "X", "id")));
    }

    @Test
    void a_version_over_the_limit_is_only_equal_to_itself() {
        String atLimit = "1".repeat(VersionOrder.VERSION_LENGTH_MAX);
        assertInstanceOf(Less.class, VersionOrder.compare(VersionScheme.DOT_INTEGER, "1", atLimit));
        assertInstanceOf(Incomparable.class, VersionOrder.compare(VersionScheme.DOT_INTEGER, "1", atLimit + "1"));
        assertInstanceOf(Equal.class, VersionOrder.compare(VersionScheme.DOT_INTEGER, atLimit + "1", atLimit + "1"));
    }

    @Test
    void redfish_knows_two_schemes_by_name() {
        assertEquals("SemVer", VersionScheme.SEM_VER.redfishValue());
        assertEquals("DotIntegerNotation", VersionScheme.DOT_INTEGER.redfishValue());
        assertEquals("OEM", VersionScheme.GIT_DESCRIBE.redfishValue());
    }

    @Property(tries = 2000)
    void any_two_texts_compare_the_same_way_from_both_sides(
            @ForAll @NumericChars @AlphaChars @Chars({'.', '-', '+', '~', ':', ' ', 'v', 'g'}) @StringLength(max = 12)
                    String first,
            @ForAll @NumericChars @AlphaChars @Chars({'.', '-', '+', '~', ':', ' ', 'v', 'g'}) @StringLength(max = 12)
                    String second) {
        for (VersionScheme scheme : VersionScheme.values()) {
            Comparison forth = VersionOrder.compare(scheme, first, second);
            assertEquals(
                    mirror(forth).getClass(),
                    VersionOrder.compare(scheme, second, first).getClass(),
                    () -> scheme + " '" + first + "' '" + second + "'");
            Comparison self = VersionOrder.compare(scheme, first, first);
            assertTrue(self.isEqual() || first.endsWith("-dirty"), () -> scheme + " '" + first + "' is " + self);
        }
    }

    private static Comparison mirror(Comparison comparison) {
        if (comparison.isLess()) {
            return new Greater();
        }
        return comparison.isGreater() ? new Less() : comparison;
    }

    private static VersionClaim claim(String version, @org.jspecify.annotations.Nullable Long stamp, String maker) {
        return new VersionClaim(version, VersionScheme.DOT_INTEGER, stamp, maker, "id");
    }
}
