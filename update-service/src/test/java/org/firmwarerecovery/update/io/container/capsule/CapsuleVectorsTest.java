package org.firmwarerecovery.update.io.container.capsule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.firmwarerecovery.update.io.container.ContainerVectors;
import org.firmwarerecovery.update.io.container.Inspection;
import org.firmwarerecovery.update.io.container.Profile;
import org.firmwarerecovery.update.io.container.Verdict;
import org.firmwarerecovery.update.io.trust.ClockRule;
import org.firmwarerecovery.update.io.trust.Pem;
import org.firmwarerecovery.update.io.trust.TrustTime;
import org.firmwarerecovery.update.io.trust.VendorSignatures;
import org.firmwarerecovery.update.manifest.SharedFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every published vector of a UEFI capsule. */
class CapsuleVectorsTest {
    private static final ClockRule CLOCK =
            new ClockRule(TrustTime.AUTO, () -> Instant.parse("2027-01-01T00:00:00Z"), () -> Instant.EPOCH);

    /**
     * Two vectors are good capsules in truth: they were damaged four bytes before the field that they name, since their maker
     * took the capsule header for 28 bytes while HeaderSize is 32. One got the zeros that lay there, the other another type.
     */
    private static final List<String> MISSED = List.of("bad-item-count-0.cap", "bad-image-index-0.cap");

    static Stream<Arguments> vectors() throws IOException {
        return ContainerVectors.arguments("uefi-capsule", 27)
                .filter(vector -> !MISSED.contains(vector.get()[0].toString()));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("vectors")
    void every_vector_gets_its_verdict_and_parse(String file, String verdict, JsonNode expected) throws IOException {
        ContainerVectors.compare(verdict, expected, inspect(VendorSignatures.withoutRoots(), file));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("vectors")
    void the_verdicts_are_the_same_where_the_vendors_root_is_given(String file, String verdict, JsonNode expected)
            throws IOException {
        ContainerVectors.compare(verdict, expected, inspect(trusting("uefi-capsule/test-root-rsa.pem"), file));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "bad-guid, GUID is not the one",
        "bad-header-size-0, HeaderSize 0",
        "bad-header-size-huge, HeaderSize",
        "bad-image-size-short, CapsuleImageSize",
        "bad-image-size-max, CapsuleImageSize",
        "bad-payload-bitflip, does not fit what is signed",
        "bad-fmp-payload-signature, does not fit what is signed",
        "bad-lsv-changed, does not fit what is signed",
        "bad-truncated-10, truncated",
        "bad-truncated-27, truncated",
        "bad-truncated-40, CapsuleImageSize",
        "bad-truncated-102, CapsuleImageSize",
        "bad-truncated-by-1, CapsuleImageSize"
    })
    void what_is_wrong_is_said(String file, String part) throws IOException {
        String reason = inspect(VendorSignatures.withoutRoots(), file + ".cap").reason();
        assertTrue(reason.contains(part), reason);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "bad-item-count-0, 8D5E3A1C-4B7F-4E2A-9C61-0F1E2D3C4B5A",
        "bad-image-index-0, 8D5E3A1C-4B7F-4E2A-9C61-0F1E003C4B5A"
    })
    void a_vector_whose_damage_missed_is_a_good_capsule(String file, String imageTypeId) throws IOException {
        Inspection good = inspect(trusting("uefi-capsule/test-root-rsa.pem"), file + ".cap");
        assertEquals(Verdict.ACCEPT, good.verdict(), good.reason());
        assertEquals(1, good.parts().size());
        assertEquals(1, payload(good).path("imageIndex").asInt());
        assertEquals(imageTypeId, payload(good).path("imageTypeId").asText());
    }

    @Test
    void the_signer_is_shown_and_trusted_only_by_a_root_that_was_given() throws IOException {
        JsonNode unjudged = payload(inspect(VendorSignatures.withoutRoots(), "ok-signed.cap"));
        assertEquals(
                "CN=Test Capsule Signer,O=TEST KEY NOT FOR USE A",
                unjudged.at("/signers/0/subject").asText());
        assertTrue(unjudged.path("trusted").isMissingNode());
        JsonNode judged = payload(inspect(trusting("uefi-capsule/test-root-rsa.pem"), "ok-signed.cap"));
        assertTrue(judged.path("trusted").asBoolean());
        Inspection foreign = inspect(trusting("signed-manifest/trust-test-root.pem"), "ok-signed.cap");
        assertEquals(Verdict.REJECT, foreign.verdict());
        assertTrue(foreign.reason().contains("no valid chain"), foreign.reason());
    }

    @Test
    void a_payload_is_a_part_with_its_version() throws IOException {
        Inspection two = inspect(VendorSignatures.withoutRoots(), "ok-two-payloads.cap");
        assertEquals(List.of("134656", "5"), two.identity().versions());
        assertEquals("11112222-3333-4444-5555-666677778888", two.parts().get(1).name());
        assertEquals(65536, two.parts().get(1).size());
        assertEquals(167119, two.parts().get(1).offset() + two.parts().get(1).size());
    }

    private static JsonNode payload(Inspection inspection) {
        return new JsonMapper().valueToTree(inspection.parse()).at("/payloads/0");
    }

    private static VendorSignatures trusting(String root) throws IOException {
        return VendorSignatures.of(Pem.certificates(SharedFacts.path("testdata/images/" + root)), CLOCK);
    }

    private static Inspection inspect(VendorSignatures signatures, String file) throws IOException {
        return ContainerVectors.inspect(
                new CapsuleParser(signatures), ContainerVectors.file("uefi-capsule", file), Profile.STRICT);
    }
}
