package org.firmwarerecovery.service.cli.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.firmwarerecovery.update.io.container.openbmc.SystemKeys;
import org.firmwarerecovery.update.io.trust.ClockRule;
import org.firmwarerecovery.update.io.trust.Pem;
import org.firmwarerecovery.update.io.trust.TrustTime;

/**
 * The option {@code --trust}: a folder of root certificates ({@code *.pem}), or one file of them; and the keys of OpenBMC's
 * vendors in it, as {@code KEYTYPE/publickey} like {@code /etc/activationdata}.
 */
public final class TrustFolder {
    private static final String KEY_FILE = "publickey";

    private TrustFolder() {}

    /** The files {@code *.pem} in a folder, in the order of their names; a file is its own list. */
    public static List<Path> files(Path trust) throws IOException {
        if (Files.isRegularFile(trust)) {
            return List.of(trust);
        }
        try (Stream<Path> files = Files.list(trust)) {
            return files.filter(file -> file.toString().endsWith(".pem"))
                    .sorted()
                    .toList();
        }
    }

    /** All roots of a folder or file, none where it has none. */
    public static List<X509Certificate> roots(Path trust) throws IOException {
        List<X509Certificate> roots = new ArrayList<>();
        for (Path file : files(trust)) {
            roots.addAll(Pem.certificates(file));
        }
        return roots;
    }

    /** The keys of OpenBMC's vendors in a folder, none where it has none. */
    static SystemKeys systemKeys(Path trust) throws IOException {
        if (!Files.isDirectory(trust)) {
            return SystemKeys.NONE;
        }
        try (Stream<Path> entries = Files.list(trust)) {
            boolean any = Files.exists(trust.resolve(KEY_FILE))
                    || entries.anyMatch(entry -> Files.exists(entry.resolve(KEY_FILE)));
            return any ? SystemKeys.read(List.of(trust)) : SystemKeys.NONE;
        }
    }

    /** The clock of this machine, believed unless it shows an impossible time. */
    public static ClockRule clock() {
        return new ClockRule(TrustTime.AUTO, InstantSource.system(), () -> Instant.EPOCH);
    }
}
