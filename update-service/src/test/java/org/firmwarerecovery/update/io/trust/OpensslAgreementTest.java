package org.firmwarerecovery.update.io.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.update.manifest.SharedFacts;
import org.junit.jupiter.api.Test;

/**
 * Our judgement of every published signature beside that of openssl: what we accept it accepts, and what only we refuse is
 * named here. Forks some forty programs, so it runs in CI only.
 */
class OpensslAgreementTest {
    private static final String FOLDER = "testdata/images/signed-manifest/";

    /** The rules of our profile that openssl does not have. */
    private static final List<String> STRICTER = List.of(
            "odd-no-signed-attributes.p7s",
            "odd-attached.p7s",
            "bad-eku-server-auth.p7s",
            "bad-rsa-1024.p7s",
            "bad-digest-sha1.p7s",
            "bad-trailing-bytes.p7s");

    @Test
    void openssl_agrees_but_for_the_rules_that_only_we_have() throws Exception {
        boolean required = "true".equals(System.getenv("CI"));
        assumeTrue(required, "forks a program for every vector: in CI only");
        Path scratch = Files.createTempFile("content", ".out");
        List<String> onlyWeRefuse = new ArrayList<>();
        int compared = 0;
        for (JsonNode entry : SharedFacts.json(FOLDER + "index.json")) {
            String file = entry.get("file").asText();
            if (!entry.has("openssl")) {
                continue;
            }
            Path content = SharedFacts.path(FOLDER + entry.get("content").asText());
            Path root = SharedFacts.path(FOLDER + entry.get("trust").asText());
            Path signature = SharedFacts.path(FOLDER + file);
            boolean theirs = openssl(signature, content, root, scratch);
            assertEquals(entry.get("openssl").asText().equals("ok"), theirs, file + ": not what was recorded");
            boolean ours = ManifestVerifier.ofFiles(List.of(root), 1, TestAuthority.clock(), List.of())
                    .refusal(Files.readAllBytes(content), Files.readAllBytes(signature))
                    .isEmpty();
            assertTrue(theirs || !ours, file + ": openssl refuses what is accepted here");
            if (theirs && !ours) {
                onlyWeRefuse.add(file);
            }
            compared++;
        }
        Files.delete(scratch);
        assertEquals(35, compared);
        assertEquals(STRICTER, onlyWeRefuse);
    }

    private static boolean openssl(Path signature, Path content, Path root, Path scratch)
            throws IOException, InterruptedException {
        List<String> command = List.of(
                "openssl",
                "cms",
                "-verify",
                "-binary",
                "-inform",
                "DER",
                "-in",
                signature.toString(),
                "-content",
                content.toString(),
                "-CAfile",
                root.toString(),
                "-purpose",
                "any",
                "-out",
                scratch.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor() == 0;
    }
}
