package org.firmwarerecovery.service.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnitsTest {
    @Test
    void sizes_are_read_with_binary_units_only() {
        assertEquals(Optional.of(new ByteSize(64L << 20)), ByteSize.parse("64MiB"));
        assertEquals(Optional.of(new ByteSize(512)), ByteSize.parse("512"));
        for (String wrong : List.of("64MB", "64 MiB", "-1", "", "1.5GiB", "9999999999999TiB")) {
            assertEquals(Optional.empty(), ByteSize.parse(wrong), wrong);
        }
        assertEquals("64MiB", new ByteSize(64L << 20).toString());
        assertEquals("65KiB", new ByteSize(65L << 10).toString());
        assertEquals("7B", new ByteSize(7).toString());
    }

    @Test
    void rates_need_a_second_and_are_never_zero() {
        assertEquals("8MiB/s", ByteRate.parse("8MiB/s").map(ByteRate::toString).orElse(""));
        assertEquals(Optional.empty(), ByteRate.parse("8MiB"));
        assertEquals(Optional.empty(), ByteRate.parse("0B/s"));
    }

    @Test
    void durations_need_a_unit_and_survive_being_written() {
        for (String text : List.of("0s", "250ms", "30s", "2m", "24h", "7d", "90s")) {
            Duration read = Durations.parse(text).orElseThrow();
            assertEquals(text, Durations.write(read));
        }
        for (String wrong : List.of("24", "1h30m", "-1s", "s", "1 s", "PT1H")) {
            assertEquals(Optional.empty(), Durations.parse(wrong), wrong);
        }
    }

    @Test
    void what_can_be_off_is_a_time_that_is_not_too_short_or_off() {
        KeyType<Duration> type = KeyTypes.durationOrOff(Duration.ofSeconds(1));
        for (String off : List.of("off", "false", "0", "0s")) {
            assertEquals("off", type.write(good(type, off)), off);
        }
        assertEquals(Duration.ofMinutes(2), good(type, "2m"));
        for (String wrong : List.of("999ms", "60", "never", "")) {
            assertFalse(read(type, wrong) instanceof Reading.Good<Duration>, wrong);
        }
    }

    private static Reading<Duration> read(KeyType<Duration> type, String text) {
        return type.read(new RawValue.Scalar(text, false, Origin.SET), Path.of("."));
    }

    private static Duration good(KeyType<Duration> type, String text) {
        return ((Reading.Good<Duration>) read(type, text)).value();
    }

    @Test
    void ranges_hold_literals_and_never_names() {
        AddressRange range = AddressRange.parse("10.0.0.0/9").orElseThrow();
        assertTrue(range.contains(address("10.127.255.255")));
        assertFalse(range.contains(address("10.128.0.0")));
        assertFalse(range.contains(address("::1")));
        assertTrue(AddressRange.parse("fe80::/10").orElseThrow().contains(address("fe80::1")));
        for (String wrong : List.of("localhost", "1.2.3.400", "10.0.0.0/33", "::1/129", "1.2.3", "face", "")) {
            assertEquals(Optional.empty(), AddressRange.parse(wrong), wrong);
        }
    }

    @Test
    void the_nearest_name_is_named_only_when_it_is_near() {
        assertEquals(Optional.of("interval"), NearestName.to("intervall", List.of("bandwidth", "interval")));
        assertEquals(Optional.of("softwareId"), NearestName.to("softwareID", List.of("softwareId")));
        assertEquals(Optional.empty(), NearestName.to("colour", List.of("bandwidth", "interval")));
        assertEquals(3, NearestName.distance("kitten", "sitting"));
    }

    private static InetAddress address(String literal) {
        return AddressRange.address(literal).orElseThrow();
    }
}
