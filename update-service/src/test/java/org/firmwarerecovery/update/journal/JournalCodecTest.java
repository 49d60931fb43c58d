package org.firmwarerecovery.update.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;

class JournalCodecTest {
    @Property(tries = 200)
    void a_record_survives_the_way_to_bytes_and_back(@ForAll("records") JournalRecord record) {
        byte[] bytes = JournalCodec.write(record);
        assertEquals(new JournalText.Ok(record), JournalCodec.read(bytes));
        assertArrayEquals(bytes, JournalCodec.write(record));
    }

    @Property(tries = 300)
    void no_bytes_make_it_throw(@ForAll byte[] bytes) {
        assertInstanceOf(JournalText.Broken.class, JournalCodec.read(bytes));
    }

    @Property(tries = 200)
    void a_record_with_one_changed_byte_is_read_or_refused_but_never_throws(
            @ForAll("records") JournalRecord record, @ForAll int position, @ForAll byte value) {
        byte[] bytes = JournalCodec.write(record);
        bytes[Math.floorMod(position, bytes.length)] = value;
        JournalText read = JournalCodec.read(bytes);
        assertTrue(read instanceof JournalText.Ok
                || read instanceof JournalText.Broken
                || read instanceof JournalText.Newer);
    }

    @Example
    void a_newer_layout_is_told_apart_from_a_broken_one() {
        assertEquals(new JournalText.Newer(3), read("{\"formatVersion\":3,\"surprise\":[]}"));
    }

    @Example
    void members_that_are_missing_unknown_or_twice_are_refused() {
        String good = text(JournalRecord.empty());
        assertInstanceOf(JournalText.Ok.class, read(good));
        assertInstanceOf(JournalText.Broken.class, read(good.replace("\"uptimeMillis\":0,", "")));
        assertInstanceOf(
                JournalText.Broken.class, read(good.replace("{\"formatVersion\"", "{\"a\":1,\"formatVersion\"")));
        assertInstanceOf(
                JournalText.Broken.class,
                read(good.replace("{\"formatVersion\"", "{\"uptimeMillis\":1,\"formatVersion\"")));
        assertInstanceOf(JournalText.Broken.class, read(good + "{}"));
        assertInstanceOf(JournalText.Broken.class, read(good.replace("\"uptimeMillis\":0", "\"uptimeMillis\":-1")));
        assertInstanceOf(JournalText.Broken.class, read(good.replace("\"uptimeMillis\":0", "\"uptimeMillis\":0.5")));
    }

    @Example
    void a_record_from_before_donors_could_be_barred_is_understood_and_only_so_many_are_remembered() {
        assertEquals("{\"formatVersion\":2,\"uptimeMillis\":0,\"components\":{}}", text(JournalRecord.empty()));
        JournalRecord record = JournalRecord.empty();
        for (int i = 0; i <= JournalRecord.BARRED_MAX; i++) {
            record = record.barring(new BarredDonor("donor " + i, i, "why"));
        }
        assertEquals(JournalRecord.BARRED_MAX, record.barred().size());
        assertEquals("donor 1", record.barred().get(0).uuid());
        assertEquals(new JournalText.Ok(record), read(text(record)));
    }

    @Example
    void a_record_from_before_starts_were_counted_apart_and_floors_could_be_unknown_is_understood() {
        ComponentId id = new ComponentId("BMC");
        ComponentRecord plain = ComponentRecord.fresh(BankId.A, 3);
        String before = text(JournalRecord.empty().with(id, plain, 7));
        assertTrue(!before.contains("cutOffs") && !before.contains("floorUnknown"), before);
        ComponentRecord later = plain.with(Boots.NONE.begun()).lost(List.of(BankId.A, BankId.GOLDEN));
        String now = text(JournalRecord.empty().with(id, later, 7));
        assertTrue(now.contains("\"cutOffs\":1") && now.contains("\"floorUnknown\":[\"A\",\"Golden\"]"), now);
        assertEquals(new JournalText.Ok(JournalRecord.empty().with(id, later, 7)), read(now));
        assertInstanceOf(JournalText.Broken.class, read(now.replace("\"cutOffs\":1", "\"cutOffs\":-1")));
        assertInstanceOf(JournalText.Broken.class, read(now.replace("[\"A\",\"Golden\"]", "[]")));
        ComponentRecord any = plain.with(Boots.NONE.begun()).lost(List.of(BankId.values()));
        assertEquals(
                new JournalText.Ok(JournalRecord.empty().with(id, any, 7)),
                read(now.replace("[\"A\",\"Golden\"]", "true")),
                "before the banks were named");
    }

    @Example
    void the_refusal_names_the_member() {
        JournalRecord record =
                JournalRecord.empty().with(new ComponentId("BMC"), ComponentRecord.fresh(BankId.A, 3), 7);
        JournalText refused = read(text(record).replace("\"active\":\"A\"", "\"active\":\"C\""));
        assertEquals(new JournalText.Broken("components.BMC.active: must be A, B or Golden"), refused);
    }

    @Example
    void a_record_over_the_limit_is_refused() {
        byte[] bytes = new byte[JournalCodec.BYTES_MAX + 1];
        assertInstanceOf(JournalText.Broken.class, JournalCodec.read(bytes));
    }

    private static JournalText read(String text) {
        return JournalCodec.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(JournalRecord record) {
        return new String(JournalCodec.write(record), StandardCharsets.UTF_8);
    }

    @Provide
    Arbitrary<JournalRecord> records() {
        Arbitrary<ComponentId> ids = Arbitraries.of("BMC", "BIOS", "CPLD.1").map(ComponentId::new);
        Arbitrary<Map<ComponentId, ComponentRecord>> components =
                Arbitraries.maps(ids, components()).ofMaxSize(3);
        Arbitrary<List<BarredDonor>> barred = Combinators.combine(
                        Arbitraries.strings().alpha().ofMaxLength(36),
                        Arbitraries.longs().between(0, 1L << 40),
                        Arbitraries.strings().alpha().ofMaxLength(JournalCodec.REASON_LENGTH_MAX))
                .as(BarredDonor::new)
                .list()
                .ofMaxSize(3);
        return Combinators.combine(Arbitraries.longs().greaterOrEqual(0), components, barred)
                .as((uptime, all, donors) -> new JournalRecord(uptime, new TreeMap<>(all), donors));
    }

    private Arbitrary<ComponentRecord> components() {
        Arbitrary<BankId> banks = Arbitraries.of(BankId.class);
        Arbitrary<Long> times = Arbitraries.longs().between(0, 1L << 40);
        Arbitrary<WriteIntent> intents = Combinators.combine(banks, digests()).as(WriteIntent::new);
        Arbitrary<Trial> trials = Combinators.combine(
                        banks, banks, digests(), Arbitraries.integers().between(0, 9))
                .as(Trial::new);
        Arbitrary<Quarantine> quarantine = Combinators.combine(
                        digests(), Arbitraries.strings().ofMaxLength(JournalCodec.REASON_LENGTH_MAX / 4), times)
                .as(Quarantine::new);
        Arbitrary<List<Long>> lists = times.list().ofMaxSize(20);
        Arbitrary<Boots> boots = Combinators.combine(
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 5),
                        Combinators.combine(digests(), times)
                                .as(Boots.Failing::new)
                                .list()
                                .ofMaxSize(3))
                .as(Boots::new);
        return Combinators.combine(
                        banks,
                        intents.injectNull(0.5),
                        trials.injectNull(0.5),
                        times,
                        Arbitraries.maps(banks, digests()),
                        quarantine.list().ofMaxSize(3),
                        lists,
                        Combinators.combine(lists, boots, times.map(t -> t - 1)).as(Rest::new))
                .as((active, intent, trial, floor, bound, held, writes, rest) -> new ComponentRecord(
                        active,
                        intent,
                        intent == null ? List.of() : List.of(BankId.GOLDEN, BankId.B),
                        trial == null ? List.of(BankId.A) : List.of(),
                        trial,
                        floor,
                        new TreeMap<>(bound),
                        held,
                        writes,
                        rest.attempts,
                        rest.boots,
                        rest.confirmedAt,
                        trial == null && intent != null ? active : null,
                        trial == null && intent == null,
                        trial == null && floor % 2 == 0
                                ? List.of(BankId.GOLDEN, active == BankId.GOLDEN ? BankId.A : active)
                                : List.of()));
    }

    private record Rest(List<Long> attempts, Boots boots, long confirmedAt) {}

    private static Arbitrary<Digest> digests() {
        return Arbitraries.oneOf(hex(64).map(Digest::sha256), hex(96).map(value -> new Digest(Digest.SHA_384, value)));
    }

    private static Arbitrary<String> hex(int digits) {
        return Arbitraries.strings().withChars("0123456789abcdef").ofLength(digits);
    }
}
