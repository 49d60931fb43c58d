package org.firmwarerecovery.service.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.firmwarerecovery.service.cli.terminal.Screen;
import org.firmwarerecovery.update.io.trust.FleetAuthority;
import org.firmwarerecovery.update.negotiation.PeerRole;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code fleet init} and {@code fleet enroll}: the authority of a fleet, kept offline, and the identities of its nodes. */
@Command(name = "fleet", description = "The fleet's authority, offline.")
final class FleetCommand {
    private final Screen screen;

    FleetCommand(Screen screen) {
        this.screen = screen;
    }

    @Command(name = "init", description = "Makes a fleet authority and its shared key.")
    int init(@Option(names = "--out", required = true, paramLabel = "DIR", description = "New folder.") Path out)
            throws IOException {
        FleetAuthority.create(out);
        screen.line(out.resolve(FleetAuthority.CERTIFICATE_FILE) + ": certificate of the fleet CA");
        screen.line(out.resolve(FleetAuthority.AUTHORITY_KEY_FILE) + ": its private key; keep it offline");
        screen.line(out.resolve(FleetAuthority.FLEET_KEY_FILE) + ": key shared by the fleet's nodes");
        return ExitStatus.DONE;
    }

    @Command(name = "enroll", description = "Makes the identity of one node.")
    int enroll(
            @Option(names = "--fleet", required = true, paramLabel = "DIR", description = "Folder of the authority.")
                    Path fleet,
            @Option(names = "--name", required = true, paramLabel = "N", description = "Name of the node.") String name,
            @Option(names = "--uuid", required = true, paramLabel = "U", description = "UUID of the node.") UUID uuid,
            @Option(
                            names = "--role",
                            required = true,
                            arity = "1..*",
                            split = ",",
                            paramLabel = "ROLE",
                            converter = RoleConverter.class,
                            description = "recipient, donor, console; several are fine.")
                    List<PeerRole> roles,
            @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for the node's files.")
                    Path out)
            throws IOException {
        FleetAuthority.open(fleet).enroll(name, uuid.toString(), new ArrayList<>(roles), out);
        screen.line(out.resolve(FleetAuthority.NODE_CERTIFICATE_FILE) + ": trust.certificate");
        screen.line(out.resolve(FleetAuthority.NODE_KEY_FILE) + ": trust.key");
        screen.line(out.resolve(FleetAuthority.CERTIFICATE_FILE) + ": trust.fleetCa");
        screen.line(out.resolve(FleetAuthority.FLEET_KEY_FILE) + ": trust.fleetKey");
        return ExitStatus.DONE;
    }

    /** Reads a role in any case. */
    static final class RoleConverter implements ITypeConverter<PeerRole> {
        @Override
        public PeerRole convert(String text) {
            for (PeerRole role : PeerRole.values()) {
                if (role.label().toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT))) {
                    return role;
                }
            }
            throw new TypeConversionException("'" + text + "' is none of recipient, donor, console");
        }
    }
}
