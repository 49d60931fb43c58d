package org.firmwarerecovery.update.io.revocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.firmwarerecovery.update.io.ingest.SignedImages;
import org.firmwarerecovery.update.io.store.StateFolder;
import org.firmwarerecovery.update.manifest.RevocationList;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which revocation list is in force after a start. */
@NullUnmarked // JUnit fills the fields.
class KnownRevocationsTest {
    @TempDir
    Path folder;

    private SignedImages vendor;
    private StateFolder state;
    private Path file;

    @BeforeEach
    void open() throws Exception {
        vendor = SignedImages.create();
        state = StateFolder.open(folder.resolve("state"));
        file = folder.resolve("revoked.json");
    }

    @AfterEach
    void close() throws Exception {
        state.close();
    }

    private void publish(int sequence, String more) throws Exception {
        byte[] text = ("{\"schema\":\"firmware-recovery-revocations-1\",\"sequence\":" + sequence + more + "}")
                .getBytes(StandardCharsets.UTF_8);
        Files.write(file, text);
        Files.write(folder.resolve("revoked.json.p7s"), vendor.signature(text));
    }

    private RevocationList start() throws IOException {
        return KnownRevocations.newest(state.revoked(), file, vendor.verifier());
    }

    @Test
    void the_newest_list_ever_given_is_in_force_and_survives_its_file() throws Exception {
        assertEquals(RevocationList.NONE, KnownRevocations.kept(state.revoked()));
        publish(2, "");
        assertEquals(2, start().sequence());
        publish(5, "");
        assertEquals(5, start().sequence());
        publish(4, "");
        assertEquals(5, start().sequence());
        Files.delete(file);
        assertEquals(5, start().sequence());
        assertEquals(5, KnownRevocations.kept(state.revoked()).sequence());
    }

    @Test
    void another_list_with_the_same_sequence_changes_nothing() throws Exception {
        publish(2, ",\"images\":[\"" + "1".repeat(64) + "\"]");
        start();
        publish(2, "");
        assertEquals(1, start().images().size());
    }

    @Test
    void a_list_that_nobody_signed_is_an_error_unless_another_is_known() throws Exception {
        publish(2, "");
        Files.write(file, " ".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
        IOException unsigned = assertThrows(IOException.class, this::start);
        assertTrue(unsigned.getMessage().contains("does not fit what is signed"), unsigned.getMessage());
        assertEquals(RevocationList.NONE, KnownRevocations.kept(state.revoked()));
        publish(3, "");
        start();
        Files.write(file, new byte[] {'{'});
        assertEquals(3, start().sequence());
    }

    @Test
    void a_signed_manifest_is_no_revocation_list() throws Exception {
        SignedImages.Signed image = vendor.image(1, 1000);
        Files.write(file, image.pair().manifest().array());
        Files.write(folder.resolve("revoked.json.p7s"), image.pair().signature().array());
        IOException other = assertThrows(IOException.class, this::start);
        assertTrue(other.getMessage().contains("is no revocation list"), other.getMessage());
    }

    @Test
    void where_both_copies_are_lost_the_file_is_believed_again() throws Exception {
        publish(5, "");
        start();
        for (int copy = 1; copy <= 2; copy++) {
            Files.write(folder.resolve("state/boot/revoked." + copy), new byte[] {1, 2, 3});
        }
        publish(4, "");
        assertEquals(4, start().sequence());
    }
}
