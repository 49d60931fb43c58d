package org.firmwarerecovery.discovery.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DonorTagTest {
    private static final String NONCE = "a1b2c3d4e5f60718293a4b5c6d7e8f90";
    private static final String AL = "https://192.0.2.7:8443/redfish/v1/";
    private static final String USN = "uuid:00112233-4455-6677-8899-aabbccddeeff::" + SearchTargets.DONOR;

    // Made with: printf '%s' "$NONCE|..." | openssl dgst -sha256 -mac HMAC -macopt hexkey:$KEY
    private static final String MATCH = "f214b69b433cd6e592aa91a9357340d3";
    private static final String SEARCH_TAG = "6d8a0c548b73e47b72273296a451acb194ea322c0f95c75c1c654a211ccfd834";
    private static final String ANSWER_TAG = "91d04abf6728e674f1a18623b30f270087649c87b55e2ede192eadeb1a75194d";

    private final DonorTag tag = new DonorTag(Samples.KEY);

    @Test
    void the_values_are_those_that_openssl_computes() {
        assertEquals(MATCH, tag.match(NONCE, Samples.BMC));
        assertEquals(SEARCH_TAG, tag.ofSearch(NONCE, SearchTargets.DONOR, MATCH));
        assertEquals(ANSWER_TAG, tag.ofAnswer(NONCE, SearchTargets.DONOR, AL, USN));
    }

    @Test
    void right_values_are_proven() {
        assertTrue(tag.matches(MATCH, NONCE, Samples.BMC));
        assertTrue(tag.provesSearch(SEARCH_TAG, NONCE, SearchTargets.DONOR, MATCH));
        assertTrue(tag.provesAnswer(ANSWER_TAG, NONCE, SearchTargets.DONOR, AL, USN));
    }

    @Test
    void a_change_in_any_field_of_an_answer_is_noticed() {
        List<String> right = List.of(ANSWER_TAG, NONCE, SearchTargets.DONOR, AL, USN);
        for (int field = 0; field < right.size(); field++) {
            List<String> changed = new ArrayList<>(right);
            changed.set(field, changed.get(field).replaceFirst("[0-9a-f]", "g"));
            assertNotEquals(right, changed);
            assertFalse(
                    tag.provesAnswer(changed.get(0), changed.get(1), changed.get(2), changed.get(3), changed.get(4)));
        }
    }

    @Test
    void another_key_proves_nothing() {
        DonorTag other = new DonorTag(Samples.OTHER_KEY);
        assertFalse(other.matches(MATCH, NONCE, Samples.BMC));
        assertFalse(other.provesSearch(SEARCH_TAG, NONCE, SearchTargets.DONOR, MATCH));
        assertFalse(other.provesAnswer(ANSWER_TAG, NONCE, SearchTargets.DONOR, AL, USN));
    }

    @Test
    void a_separator_inside_a_field_is_refused_so_that_fields_cannot_be_shifted() {
        String shifted = SearchTargets.DONOR + "|" + AL;
        assertFalse(tag.provesSearch(ANSWER_TAG, NONCE, shifted, USN));
        assertFalse(tag.matches(MATCH, NONCE, "a|b"));
        assertThrows(IllegalArgumentException.class, () -> tag.match(NONCE, "a|b"));
    }

    @Test
    void an_empty_or_short_tag_proves_nothing() {
        assertFalse(tag.provesSearch("", NONCE, SearchTargets.DONOR, MATCH));
        assertFalse(tag.provesSearch(SEARCH_TAG.substring(0, 32), NONCE, SearchTargets.DONOR, MATCH));
        assertFalse(tag.provesSearch(SEARCH_TAG, "", SearchTargets.DONOR, MATCH));
    }

    @Test
    void nonces_of_one_moment_differ_and_are_well_formed() {
        String entropy = Samples.at(1).entropy();
        String first = DonorTag.nonce(entropy, 0);
        assertTrue(DonorTag.isNonce(first));
        assertEquals(first, DonorTag.nonce(entropy, 0));
        assertNotEquals(first, DonorTag.nonce(entropy, 1));
        assertNotEquals(first, DonorTag.nonce(Samples.at(2).entropy(), 0));
    }

    @Test
    void the_key_shows_in_no_text() {
        assertFalse(
                Samples.settings(1).toString().contains("00010203"),
                Samples.settings(1).toString());
        assertEquals("FleetKey[hidden]", Samples.KEY.toString());
    }

    @Test
    void keys_that_are_too_short_or_too_long_are_refused() {
        FleetKey.of(new byte[FleetKey.OCTETS_MIN]);
        FleetKey.of(new byte[FleetKey.OCTETS_MAX]);
        assertThrows(IllegalArgumentException.class, () -> FleetKey.of(new byte[FleetKey.OCTETS_MIN - 1]));
        assertThrows(IllegalArgumentException.class, () -> FleetKey.of(new byte[FleetKey.OCTETS_MAX + 1]));
    }
}
