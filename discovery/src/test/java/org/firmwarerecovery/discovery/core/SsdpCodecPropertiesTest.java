package org.firmwarerecovery.discovery.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.firmwarerecovery.discovery.core.SsdpCodec.Decoded;

class SsdpCodecPropertiesTest {
    @Property
    void what_is_written_is_read_again(@ForAll("messages") SsdpMessage message) {
        assertEquals(new Decoded.Ok(message), SsdpCodec.decode(SsdpCodec.encode(message)));
    }

    @Property
    void any_octets_are_read_without_an_exception(@ForAll @Size(max = 2100) byte[] octets) {
        assertNotNull(SsdpCodec.decode(Datagram.of(octets)));
    }

    @Property
    void a_message_with_flipped_bits_is_read_without_an_exception(
            @ForAll("messages") SsdpMessage message, @ForAll @Size(max = 8) List<@IntRange(max = 8191) Integer> bits) {
        assertNotNull(SsdpCodec.decode(damaged(message, bits)));
    }

    @Property(tries = 300)
    void the_machine_survives_whatever_is_heard(
            @ForAll("messages") SsdpMessage message, @ForAll @Size(max = 4) List<@IntRange(max = 8191) Integer> bits) {
        Samples.Node node = Samples.Node.started(Samples.settings(1), Samples.ETH0);
        node.on(200, new DiscoveryEvent.SearchRequested("s", List.of(Samples.BMC), Duration.ZERO));
        for (int i = 0; i < 3; i++) {
            node.hears(201 + i, Samples.sender("192.0.2.9"), damaged(message, bits));
        }
        node.until(10_000);
        assertEquals(List.of(), node.state.searches());
    }

    private static Datagram damaged(SsdpMessage message, List<Integer> bits) {
        byte[] octets = SsdpCodec.encode(message).toByteArray();
        for (int bit : bits) {
            octets[bit / 8 % octets.length] ^= (byte) (1 << bit % 8);
        }
        return Datagram.of(octets);
    }

    @Provide
    Arbitrary<SsdpMessage> messages() {
        Arbitrary<String> names = Arbitraries.of(
                        HeaderNames.ST,
                        HeaderNames.NT,
                        HeaderNames.USN,
                        HeaderNames.AL,
                        HeaderNames.MX,
                        HeaderNames.NONCE,
                        HeaderNames.MATCH,
                        HeaderNames.TAG,
                        HeaderNames.CACHE_CONTROL)
                .injectDuplicates(0.1);
        Arbitrary<String> unknown = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("-.!~")
                .ofMinLength(1)
                .ofMaxLength(20)
                .map(name -> "x" + name);
        Arbitrary<String> known = Arbitraries.of(
                SearchTargets.DONOR,
                SearchTargets.REDFISH,
                SearchTargets.ALL,
                "uuid:00000000-0000-4000-8000-000000000009::" + SearchTargets.DONOR,
                "uuid:00000000-0000-4000-8000-000000000009::" + SearchTargets.REDFISH,
                "https://192.0.2.9:8443/redfish/v1/",
                "a1b2c3d4e5f60718293a4b5c6d7e8f90",
                "max-age=1800",
                "max-age=99999999999999");
        Arbitrary<String> any = Arbitraries.strings()
                .withCharRange(' ', '~')
                .withCharRange('\u00a0', '\u00ff')
                .ofMaxLength(60)
                .map(String::strip)
                .filter(SsdpHeaders.Line::isValue);
        Arbitrary<SsdpHeaders.Line> lines = Combinators.combine(
                        Arbitraries.oneOf(names, unknown), Arbitraries.oneOf(known, any))
                .as(SsdpHeaders.Line::new);
        return Combinators.combine(
                        lines.list().ofMaxSize(9), Arbitraries.integers().between(0, 3))
                .as(SsdpCodecPropertiesTest::message);
    }

    private static SsdpMessage message(List<SsdpHeaders.Line> some, int kind) {
        List<SsdpHeaders.Line> lines = new ArrayList<>(some);
        switch (kind) {
            case 0 -> {
                lines.add(0, new SsdpHeaders.Line(HeaderNames.MAN, "\"ssdp:discover\""));
                lines.add(new SsdpHeaders.Line(HeaderNames.ST, SearchTargets.ALL));
                return new SsdpMessage.Search(new SsdpHeaders(lines));
            }
            case 1 -> {
                lines.add(0, new SsdpHeaders.Line(HeaderNames.NTS, "ssdp:alive"));
                return new SsdpMessage.Alive(new SsdpHeaders(lines));
            }
            case 2 -> {
                lines.add(0, new SsdpHeaders.Line(HeaderNames.NTS, "ssdp:byebye"));
                return new SsdpMessage.Byebye(new SsdpHeaders(lines));
            }
            default -> {
                return new SsdpMessage.Answer(new SsdpHeaders(lines));
            }
        }
    }
}
