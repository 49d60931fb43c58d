package org.firmwarerecovery.service.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

/** The key type of {@code activation.confirm}: {@code none}, a command, a URL or a heartbeat file. */
final class ConfirmationType {
    static final KeyType<Confirmation> TYPE = new KeyType<>(
            "none, command, http or file",
            "none; {command: [...]}; {http: URL}; {file: PATH, maxAge: 30s}",
            ConfirmationType::read,
            ConfirmationType::write);

    private static final Duration MAX_AGE = Duration.ofSeconds(30);
    private static final KeyType<List<String>> COMMAND = KeyTypes.command();
    private static final KeyType<URI> URL = KeyTypes.url("http", "https");
    private static final KeyType<Duration> AGE = KeyTypes.duration(Duration.ofMillis(1));

    private ConfirmationType() {}

    private static Reading<Confirmation> read(RawValue raw, Path base) {
        if (raw instanceof RawValue.Scalar scalar && scalar.text().equals("none")) {
            return new Reading.Good<>(new Confirmation.None());
        }
        if (!(raw instanceof RawValue.Mapping mapping)) {
            return bad("neither none nor a mapping");
        }
        TreeSet<String> names = new TreeSet<>();
        for (RawValue.Entry entry : mapping.entries()) {
            if (!names.add(entry.name())) {
                return bad(entry.name() + " stands twice");
            }
        }
        return switch (String.join("+", names)) {
            case "command" -> COMMAND.read(part(mapping, "command"), base).map(Confirmation.Command::new);
            case "http" -> URL.read(part(mapping, "http"), base).map(Confirmation.Http::new);
            case "file" ->
                KeyTypes.PATH.read(part(mapping, "file"), base).map(file -> new Confirmation.Heartbeat(file, MAX_AGE));
            case "file+maxAge" ->
                heartbeat(KeyTypes.PATH.read(part(mapping, "file"), base), AGE.read(part(mapping, "maxAge"), base));
            default -> bad("not one of the four ways: " + String.join(", ", names));
        };
    }

    private static RawValue part(RawValue.Mapping mapping, String name) {
        return mapping.entries().stream()
                .filter(entry -> entry.name().equals(name))
                .map(RawValue.Entry::value)
                .findFirst()
                .orElse(new RawValue.Scalar("", true, mapping.origin()));
    }

    private static Reading<Confirmation> heartbeat(Reading<Path> file, Reading<Duration> age) {
        if (age instanceof Reading.Good<Duration> good) {
            return file.map(path -> new Confirmation.Heartbeat(path, good.value()));
        }
        Reading.Bad<Duration> refused = (Reading.Bad<Duration>) age;
        return new Reading.Bad<>("maxAge " + refused.what(), refused.expected());
    }

    private static Reading<Confirmation> bad(String what) {
        return new Reading.Bad<>(what, "none, {command: [PROGRAM, ...]}, {http: URL} or {file: PATH, maxAge: 30s}");
    }

    private static String write(Confirmation confirmation) {
        if (confirmation instanceof Confirmation.Command command) {
            return "{command: " + COMMAND.write(command.command()) + "}";
        }
        if (confirmation instanceof Confirmation.Http http) {
            return "{http: " + http.url() + "}";
        }
        if (confirmation instanceof Confirmation.Heartbeat heartbeat) {
            return "{file: " + heartbeat.file() + ", maxAge: " + Durations.write(heartbeat.maxAge()) + "}";
        }
        return "none";
    }
}
