package org.firmwarerecovery.update.io.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.io.flash.FlashSizeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Banks of a component on disk and the manifests they are bound to. */
class BankFolderTest {
    private static final ComponentId BMC = new ComponentId("BMC");
    private static final List<BankId> BOTH = List.of(BankId.A, BankId.B);
    private static final int SIZE = 200_000;
    private static final ManifestPair ONE = pair("manifest one", "signature one");
    private static final ManifestPair TWO = pair("manifest two", "signature two");

    @TempDir
    private Path folder;

    private StateFolder state;

    @BeforeEach
    void open() throws IOException {
        state = StateFolder.open(folder);
    }

    @AfterEach
    void close() throws IOException {
        state.close();
    }

    @Test
    void absent_banks_are_made_erased_and_unbound() throws IOException {
        try (BankFolder banks = BankFolder.open(state, BMC, BOTH, SIZE)) {
            assertEquals(BOTH, banks.banks());
            for (BankId bank : BOTH) {
                assertTrue(banks.bank(bank).erased());
                assertEquals(new BankManifest.Unbound(), banks.manifestOf(bank));
            }
            assertEquals(SIZE, Files.size(folder.resolve("banks/BMC/a.img")));
            assertThrows(IllegalArgumentException.class, () -> banks.bank(BankId.GOLDEN));
        }
    }

    @Test
    void a_full_bank_without_a_manifest_keeps_every_byte() throws IOException {
        Files.createDirectories(folder.resolve("banks/BMC"));
        byte[] content = "firmware".repeat(SIZE / 8).getBytes(StandardCharsets.US_ASCII);
        Files.write(folder.resolve("banks/BMC/a.img"), content);

        BankFolder.open(state, BMC, BOTH, SIZE).close();

        assertArrayEquals(content, Files.readAllBytes(folder.resolve("banks/BMC/a.img")));
    }

    @Test
    void a_bank_that_is_too_long_names_the_field_of_its_component() throws IOException {
        BankFolder.open(state, BMC, BOTH, 2 * SIZE).close();
        FlashSizeException refused =
                assertThrows(FlashSizeException.class, () -> BankFolder.open(state, BMC, BOTH, SIZE));
        assertEquals("components.BMC.size", refused.field());
    }

    @Test
    void the_golden_bank_is_bound_but_never_written() throws IOException {
        try (BankFolder banks = BankFolder.open(state, BMC, List.of(BankId.GOLDEN), SIZE)) {
            banks.bind(BankId.GOLDEN, ONE);
            assertEquals(new BankManifest.Bound(ONE), banks.manifestOf(BankId.GOLDEN));
            assertThrows(IOException.class, () -> banks.bank(BankId.GOLDEN).erase());
            assertThrows(
                    IOException.class, () -> banks.bank(BankId.GOLDEN).flash().program(0, ByteBuffer.allocate(1)));
        }
    }

    @Test
    void a_binding_is_there_after_a_restart_and_can_be_changed_and_forgotten() throws IOException {
        try (BankFolder banks = BankFolder.open(state, BMC, BOTH, SIZE)) {
            banks.bind(BankId.A, ONE);
            banks.bind(BankId.B, ONE);
            banks.bind(BankId.B, TWO);
        }
        try (BankFolder banks = BankFolder.open(state, BMC, BOTH, SIZE)) {
            assertEquals(new BankManifest.Bound(ONE), banks.manifestOf(BankId.A));
            assertEquals(new BankManifest.Bound(TWO), banks.manifestOf(BankId.B));
            banks.unbind(BankId.B);
            assertEquals(new BankManifest.Unbound(), banks.manifestOf(BankId.B));
            assertEquals(new BankManifest.Bound(ONE), banks.manifestOf(BankId.A));
        }
    }

    @Test
    void losing_any_one_file_of_a_binding_loses_nothing_and_it_is_restored() throws IOException {
        try (BankFolder banks = BankFolder.open(state, BMC, BOTH, SIZE)) {
            for (String name : List.of(
                    "banks/BMC/a.manifest.json",
                    "banks/BMC/a.manifest.json.p7s",
                    "boot/manifests/BMC/a.manifest.json",
                    "boot/manifests/BMC/a.manifest.json.p7s")) {
                banks.bind(BankId.A, ONE);
                byte[] before = Files.readAllBytes(folder.resolve(name));
                Files.delete(folder.resolve(name));
                assertEquals(new BankManifest.Bound(ONE), banks.manifestOf(BankId.A), name);
                assertArrayEquals(before, Files.readAllBytes(folder.resolve(name)), name);
            }
        }
    }

    @Test
    void a_damaged_copy_is_passed_over_when_the_caller_does_not_accept_it() throws IOException {
        try (BankFolder banks = BankFolder.open(state, BMC, BOTH, SIZE)) {
            banks.bind(BankId.A, ONE);
            Path first = folder.resolve("banks/BMC/a.manifest.json");
            Files.writeString(first, "manifest onf");

            assertEquals(new BankManifest.Bound(ONE), banks.manifestOf(BankId.A, ONE::equals));
            assertEquals("manifest one", Files.readString(first));

            Files.writeString(first, "damaged");
            Files.writeString(folder.resolve("boot/manifests/BMC/a.manifest.json"), "too");
            BankManifest.Unreadable lost =
                    assertInstanceOf(BankManifest.Unreadable.class, banks.manifestOf(BankId.A, ONE::equals));
            assertTrue(lost.reason().contains("banks/BMC/a.manifest.json is not accepted"), lost::reason);
        }
    }

    @Test
    void a_copy_that_is_far_too_large_is_unreadable_not_read() throws IOException {
        try (BankFolder banks = BankFolder.open(state, BMC, BOTH, SIZE)) {
            banks.bind(BankId.A, ONE);
            Files.write(folder.resolve("banks/BMC/a.manifest.json"), new byte[ManifestPair.MANIFEST_BYTES_MAX + 1]);
            assertEquals(new BankManifest.Bound(ONE), banks.manifestOf(BankId.A));
        }
    }

    @Test
    void a_new_binding_cut_off_at_any_file_gives_the_old_or_the_new_pair_never_a_mixture() throws IOException {
        List<String> order = List.of("-manifest.json", "+manifest.json.p7s", "+manifest.json");
        for (int steps = 0; steps <= 2 * order.size(); steps++) {
            try (BankFolder banks = BankFolder.open(state, BMC, BOTH, SIZE)) {
                banks.bind(BankId.A, ONE);
                for (int i = 0; i < steps; i++) {
                    String copy = i < order.size() ? "banks/BMC/a." : "boot/manifests/BMC/a.";
                    String step = order.get(i % order.size());
                    Path file = folder.resolve(copy + step.substring(1));
                    if (step.startsWith("-")) {
                        Files.delete(file);
                    } else {
                        Files.write(file, (step.endsWith("p7s") ? TWO.signature() : TWO.manifest()).array());
                    }
                }
                ManifestPair expected = steps < order.size() ? ONE : TWO;
                assertEquals(new BankManifest.Bound(expected), banks.manifestOf(BankId.A), "after " + steps);
            }
        }
    }

    private static ManifestPair pair(String manifest, String signature) {
        return ManifestPair.of(manifest.getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));
    }
}
