package org.firmwarerecovery.service.config;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The types that configuration keys have. */
final class KeyTypes {
    /** YAML readers make false of off. */
    private static final List<String> OFF = List.of("off", "false");

    private static final Pattern PLAIN = Pattern.compile("[-A-Za-z0-9_./][-A-Za-z0-9_./=+%]*");
    private static final Pattern UUID_SHAPE = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

    static final KeyType<String> TEXT = word(
            "text", "", "a text that is not empty", text -> Optional.of(text).filter(one -> !one.isBlank()));

    static final KeyType<Boolean> BOOLEAN = word(
            "boolean",
            "true, false",
            "true or false",
            text -> text.equals("true") || text.equals("false") ? Optional.of(text.equals("true")) : Optional.empty());

    static final KeyType<ByteSize> SIZE = word(
            "size",
            "B, KiB, MiB, GiB",
            "a size above zero with B, KiB, MiB or GiB, such as 64MiB",
            text -> ByteSize.parse(text).filter(size -> size.bytes() > 0));

    static final KeyType<ByteRate> RATE =
            word("rate", "KiB/s, MiB/s, GiB/s", "a rate above zero, such as 8MiB/s", ByteRate::parse);

    static final KeyType<UUID> UUID_TYPE = word(
            "UUID",
            "",
            "a UUID, such as 3f2b8a52-6f0e-4f5f-9a52-0d6b1f0c7e11",
            text -> UUID_SHAPE.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty());

    static final KeyType<InetAddress> ADDRESS = new KeyType<>(
            "address",
            "IPv4 or IPv6",
            scalarReader("an IPv4 or IPv6 address, such as 192.0.2.7 or fe80::1%eth0", AddressRange::address),
            InetAddress::getHostAddress);

    static final KeyType<AddressRange> RANGE =
            word("address range", "CIDR", "an address or a range, such as 192.0.2.0/24", AddressRange::parse);

    static final KeyType<Path> PATH = new KeyType<>("path", "relative to the file", KeyTypes::readPath, Path::toString);

    private KeyTypes() {}

    /** A whole number from {@code least} to {@code most}. */
    static KeyType<Integer> number(int least, int most) {
        String range = least + ".." + most;
        return word("number", range, "a whole number, " + range, text -> {
            if (!text.matches("\\d{1,9}")) {
                return Optional.empty();
            }
            int number = Integer.parseInt(text);
            return number < least || number > most ? Optional.empty() : Optional.of(number);
        });
    }

    /** A TCP port or {@code off}. */
    static KeyType<OptionalInt> portOrOff() {
        KeyType<Integer> port = number(0, 65_535);
        return new KeyType<>(
                "port or off",
                "0..65535, off",
                (raw, base) -> raw instanceof RawValue.Scalar scalar && OFF.contains(scalar.text())
                        ? new Reading.Good<>(OptionalInt.empty())
                        : port.read(raw, base).map(OptionalInt::of),
                value -> value.isPresent() ? Integer.toString(value.getAsInt()) : "off");
    }

    /** A duration of at least {@code least}. */
    static KeyType<Duration> duration(Duration least) {
        String floor = least.isZero() ? "" : ", at least " + Durations.write(least);
        return duration(floor, duration -> duration.compareTo(least) >= 0);
    }

    /** A duration from {@code least} to {@code most}. */
    static KeyType<Duration> duration(Duration least, Duration most) {
        String bounds = ", at least " + Durations.write(least) + " and at most " + Durations.write(most);
        return duration(bounds, duration -> duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0);
    }

    /** A duration of at least {@code least}; zero, also written {@code off}, for never. */
    static KeyType<Duration> durationOrOff(Duration least) {
        KeyType<Duration> on = duration(
                ", at least " + Durations.write(least) + ", or off",
                duration -> duration.isZero() || duration.compareTo(least) >= 0);
        // A zero needs no unit.
        return new KeyType<>(
                "duration or off",
                "ms, s, m, h, d, off",
                (raw, base) -> raw instanceof RawValue.Scalar scalar
                                && (OFF.contains(scalar.text()) || scalar.text().equals("0"))
                        ? new Reading.Good<>(Duration.ZERO)
                        : on.read(raw, base),
                value -> value.isZero() ? "off" : Durations.write(value));
    }

    private static KeyType<Duration> duration(String bounds, Predicate<Duration> within) {
        return new KeyType<>(
                "duration",
                "ms, s, m, h, d",
                scalarReader(
                        "a number with ms, s, m, h or d, such as 30s" + bounds,
                        text -> Durations.parse(text).filter(within)),
                Durations::write);
    }

    /** One of the choices of an enumeration. */
    static <E> KeyType<E> choice(List<E> choices, Function<E, String> label) {
        String labels = choices.stream().map(label).collect(Collectors.joining(", "));
        return new KeyType<>("choice", labels, (raw, base) -> readChoice(raw, choices, label), label);
    }

    /** One of the choices of an enumeration that names itself. */
    static <E extends Enum<E> & Named> KeyType<E> choice(E[] choices) {
        return choice(Arrays.asList(choices), Named::label);
    }

    /** A URL with one of these schemes, with host and without user information, which would be a secret in a file. */
    static KeyType<URI> url(String... schemes) {
        String expected = "a URL with " + String.join(" or ", schemes) + " and without user name or password";
        return word("URL", String.join(", ", schemes), expected, text -> {
            try {
                URI uri = URI.create(text);
                boolean good = Arrays.asList(schemes).contains(uri.getScheme())
                        && uri.getHost() != null
                        && uri.getUserInfo() == null;
                return good ? Optional.of(uri) : Optional.empty();
            } catch (IllegalArgumentException malformed) {
                return Optional.empty();
            }
        });
    }

    /** A value that may be absent. */
    static <T> KeyType<Optional<T>> optional(KeyType<T> type) {
        return new KeyType<>(
                type.name(),
                type.unit(),
                (raw, base) -> raw instanceof RawValue.Scalar scalar && scalar.absent()
                        ? new Reading.Good<>(Optional.empty())
                        : type.read(raw, base).map(Optional::of),
                value -> value.map(type::write).orElse(""));
    }

    /** A list in which the same item stands at most once; on a command line also written with commas. */
    static <T> KeyType<List<T>> list(KeyType<T> item) {
        return listOf(item, true);
    }

    /** A list whose order and repetitions matter, such as a command with its arguments. */
    static KeyType<List<String>> command() {
        return listOf(TEXT, false);
    }

    private static <T> KeyType<List<T>> listOf(KeyType<T> item, boolean distinct) {
        return new KeyType<>(
                "list of " + item.name(),
                item.unit(),
                (raw, base) -> readList(raw, base, item, distinct),
                values -> values.stream()
                        .map(item::write)
                        .map(KeyTypes::quoted)
                        .collect(Collectors.joining(", ", "[", "]")));
    }

    /** A word as it may stand inside a YAML list. */
    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "''") + "'";
    }

    private static <T> Reading<List<T>> readList(RawValue raw, Path base, KeyType<T> type, boolean distinct) {
        List<T> items = new ArrayList<>();
        for (RawValue one : items(raw)) {
            Reading<T> reading = type.read(one, base);
            if (reading instanceof Reading.Bad<T> bad) {
                return new Reading.Bad<>(bad.what(), "a list, each item " + bad.expected());
            }
            T item = ((Reading.Good<T>) reading).value();
            if (distinct && items.contains(item)) {
                return new Reading.Bad<>(type.write(item) + " stands twice", "each item once");
            }
            items.add(item);
        }
        return raw instanceof RawValue.Mapping
                ? new Reading.Bad<>("not a list", "a list, such as [a, b]")
                : new Reading.Good<>(List.copyOf(items));
    }

    private static List<RawValue> items(RawValue raw) {
        if (raw instanceof RawValue.Sequence sequence) {
            return sequence.items();
        }
        if (!(raw instanceof RawValue.Scalar scalar) || scalar.absent()) {
            return List.of();
        }
        if (scalar.origin().layer() == Origin.Layer.FILE) {
            return List.of(scalar);
        }
        List<RawValue> items = new ArrayList<>();
        for (String part : scalar.text().split(",", -1)) {
            items.add(new RawValue.Scalar(part.strip(), part.isBlank(), scalar.origin()));
        }
        return items;
    }

    private static <E> Reading<E> readChoice(RawValue raw, List<E> choices, Function<E, String> label) {
        List<String> labels = choices.stream().map(label).toList();
        String expected = "one of " + String.join(", ", labels);
        if (!(raw instanceof RawValue.Scalar scalar)) {
            return new Reading.Bad<>("not a single value", expected);
        }
        int index = labels.indexOf(scalar.text());
        if (index >= 0) {
            return new Reading.Good<>(choices.get(index));
        }
        String near = NearestName.to(scalar.text(), labels)
                .map(name -> " (did you mean " + name + "?)")
                .orElse("");
        return new Reading.Bad<>("\"" + scalar.text() + "\" is no choice", expected + near);
    }

    private static Reading<Path> readPath(RawValue raw, Path base) {
        String expected = "a path, relative to the configuration file";
        if (!(raw instanceof RawValue.Scalar scalar) || scalar.text().isBlank()) {
            return new Reading.Bad<>("not a path", expected);
        }
        try {
            return new Reading.Good<>(base.resolve(scalar.text()).normalize());
        } catch (InvalidPathException malformed) {
            return new Reading.Bad<>("not a path: " + malformed.getReason(), expected);
        }
    }

    private static <T> KeyType<T> word(
            String name, String unit, String expected, Function<String, Optional<T>> parser) {
        return new KeyType<>(name, unit, scalarReader(expected, parser), String::valueOf);
    }

    private static <T> BiFunction<RawValue, Path, Reading<T>> scalarReader(
            String expected, Function<String, Optional<T>> parser) {
        return (raw, base) -> {
            if (!(raw instanceof RawValue.Scalar scalar)) {
                return new Reading.Bad<>("not a single value", expected);
            }
            return parser.apply(scalar.text())
                    .<Reading<T>>map(Reading.Good::new)
                    .orElseGet(() -> new Reading.Bad<>("\"" + scalar.text() + "\" cannot be used", expected));
        };
    }
}
