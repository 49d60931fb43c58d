package org.firmwarerecovery.update.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RevocationListTest {
    private static final String ONE = "1".repeat(64);
    private static final String TWO = "2".repeat(64);

    private static String text(String sequence, String members) {
        return "{\"schema\":\"firmware-recovery-revocations-1\",\"sequence\":" + sequence + members + "}";
    }

    private static RevocationList.Read read(String text) {
        return RevocationList.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static RevocationList list(String text) {
        return assertInstanceOf(RevocationList.Read.Ok.class, read(text), text).list();
    }

    @Test
    void all_kinds_of_entries_are_read_and_each_may_be_absent() {
        RevocationList all = list(text(
                "7",
                ",\"certificates\":[\"" + ONE + "\"],\"keys\":[\"" + TWO + "\"],\"manifests\":[\"" + ONE
                        + "\"],\"images\":[\"" + TWO + "\"],\"unknown\":1"));
        assertEquals(new RevocationList(7, List.of(ONE), List.of(TWO), List.of(ONE), List.of(TWO)), all);
        assertTrue(all.strikes(ONE, ONE) && all.strikes(TWO, TWO));
        assertFalse(all.strikes(TWO, ONE));
        assertEquals(List.of(), list(text("1", "")).certificates());
    }

    @Test
    void a_manifest_is_struck_out_by_itself_or_by_its_image() {
        Manifest manifest = Manifests.raw();
        String image = manifest.image().digest().hex();
        Optional<Rejection> struck = Optional.of(new Rejection.ManifestRevoked(Manifests.digest(1)));
        String own = Manifests.digest(1).hex();
        assertEquals(
                struck, list(text("1", ",\"manifests\":[\"" + own + "\"]")).rejection(Manifests.digest(1), manifest));
        assertEquals(
                struck, list(text("1", ",\"images\":[\"" + image + "\"]")).rejection(Manifests.digest(1), manifest));
        assertEquals(
                Optional.empty(),
                list(text("1", ",\"images\":[\"" + ONE + "\"]")).rejection(Manifests.digest(1), manifest));
    }

    @Test
    void what_breaks_the_format_is_refused() {
        String many = String.join(",", Collections.nCopies(RevocationList.ENTRIES_MAX + 1, "\"" + ONE + "\""));
        for (String bad : List.of(
                "",
                "[]",
                "{}",
                text("0", ""),
                text("-1", ""),
                text("1.5", ""),
                text("9223372036854775808", ""),
                text("1", ",\"sequence\":2"),
                text("1", ",\"keys\":\"x\""),
                text("1", ",\"keys\":[\"AB\"]"),
                text("1", ",\"keys\":[\"" + ONE.replace('1', 'A') + "\"]"),
                text("1", ",\"manifests\":[" + many + "]"),
                text("1", "").replace("revocations", "manifest"),
                text("1", ",\"x\":" + "[".repeat(9) + "]".repeat(9)))) {
            assertInstanceOf(RevocationList.Read.Refused.class, read(bad), bad);
        }
        assertInstanceOf(
                RevocationList.Read.Refused.class, RevocationList.read(new byte[RevocationList.BYTES_MAX + 1]));
    }

    @Property(tries = 300)
    void any_bytes_give_a_value(@ForAll byte[] bytes) {
        assertInstanceOf(RevocationList.Read.Refused.class, RevocationList.read(bytes));
    }
}
