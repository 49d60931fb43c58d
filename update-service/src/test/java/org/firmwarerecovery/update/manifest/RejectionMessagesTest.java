package org.firmwarerecovery.update.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.firmwarerecovery.redfish.message.MessageCatalogue;
import org.firmwarerecovery.update.component.Digest;
import org.junit.jupiter.api.Test;

/** Every reason for a refusal has its message in our registry, with the arguments the registry asks for. */
class RejectionMessagesTest {
    private static final Digest SOME = Digest.sha256("0".repeat(64));

    private static final List<Rejection> EXAMPLES = List.of(
            new Rejection.SignatureInvalid("no signer"),
            new Rejection.NotCompatible("X", "Y"),
            new Rejection.BelowFloor(1, 2),
            new Rejection.ImageTooLarge(3, 2),
            new Rejection.DigestMismatch("image", SOME, SOME),
            new Rejection.ChunkDigestMismatch(3),
            new Rejection.ManifestRuleBroken("image.size", "must be positive"),
            new Rejection.DowngradeRefused("2", "1"),
            new Rejection.BelowLowestSupported("1", "2"),
            new Rejection.ManifestQuarantined(SOME),
            new Rejection.ManifestRevoked(SOME),
            new Rejection.ManifestMissing("x"),
            new Rejection.SizeMismatch(1, 2),
            new Rejection.ReadBackMismatch("A", SOME, SOME),
            new Rejection.ContainerInvalid("PLDM", "short"));

    @Test
    void every_rejection_has_a_registry_message_that_takes_its_arguments() {
        List<String> problems = new ArrayList<>();
        for (Rejection rejection : EXAMPLES) {
            try {
                MessageCatalogue.standard()
                        .create(
                                "FirmwareRecovery",
                                rejection.messageKey(),
                                rejection.messageArgs().toArray());
            } catch (IllegalStateException unfit) {
                problems.add(unfit.getMessage());
            }
        }
        assertEquals(List.of(), problems);
    }

    @Test
    void the_examples_name_every_kind_of_rejection() {
        List<String> kinds = Arrays.stream(Rejection.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .sorted()
                .toList();
        List<String> shown = EXAMPLES.stream()
                .map(example -> example.getClass().getSimpleName())
                .sorted()
                .toList();
        assertEquals(kinds, shown);
    }
}
