package org.firmwarerecovery.service.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.firmwarerecovery.service.auth.Account;
import org.firmwarerecovery.service.auth.AccountChange;
import org.firmwarerecovery.service.auth.Accounts;
import org.firmwarerecovery.service.auth.AuthSettings;
import org.firmwarerecovery.service.auth.Clocks;
import org.firmwarerecovery.service.auth.FileAccountStore;
import org.firmwarerecovery.service.cli.terminal.Screen;
import org.firmwarerecovery.update.io.store.StateFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code admin reset-password}: gives an account of a stopped node another password. */
@Command(name = "admin", description = "Work on the state of a stopped node.")
final class AdminCommand {
    private final Screen screen;

    AdminCommand(Screen screen) {
        this.screen = screen;
    }

    @Command(
            name = "reset-password",
            description = "Sets the password from --password-file or the environment variable "
                    + CheckConfigCommand.ADMIN_PASSWORD + "; without either makes one and prints it once.")
    int resetPassword(
            @Option(names = "--state", required = true, paramLabel = "DIR", description = "node.state of the node.")
                    Path state,
            @Option(
                            names = "--user",
                            paramLabel = "N",
                            defaultValue = "admin",
                            description = "Account (default: admin).")
                    String user,
            @Option(names = "--password-file", paramLabel = "F", description = "First line is the password.") @Nullable
                    Path file)
            throws IOException {
        if (!Files.exists(state.resolve("formatVersion"))) {
            screen.note(state + ": no state of a node");
            return ExitStatus.BAD_CONFIGURATION;
        }
        // Opening takes the lock: a running node would write its own accounts over ours.
        try (StateFolder folder = StateFolder.open(state)) {
            Accounts accounts = Accounts.open(
                    new FileAccountStore(folder.root().resolve("store")),
                    AuthSettings.defaults(),
                    Clocks.system(),
                    new SecureRandom());
            return reset(accounts, user, file);
        }
    }

    private int reset(Accounts accounts, String user, @Nullable Path file) throws IOException {
        Optional<Account> account = accounts.all().stream()
                .filter(one -> one.userName().equals(user))
                .findFirst();
        if (account.isEmpty()) {
            screen.note("there is no account " + user);
            return ExitStatus.FAILED;
        }
        Optional<String> chosen = file == null
                ? Optional.ofNullable(System.getenv(CheckConfigCommand.ADMIN_PASSWORD))
                : SecretInput.read(file, System.getenv(), CheckConfigCommand.ADMIN_PASSWORD, screen, user);
        String password = chosen.orElseGet(accounts::generatePassword);
        if (!accounts.isAcceptable(password)) {
            screen.note("a password needs " + accounts.settings().passwordLengthMin() + " to "
                    + accounts.settings().passwordLengthMax() + " characters");
            return ExitStatus.FAILED;
        }
        accounts.change(account.get().id(), AccountChange.of(accounts.hash(password)));
        screen.line(
                chosen.isPresent()
                        ? "password of " + user + " changed"
                        : "password of " + user + ", shown this once: " + password);
        return ExitStatus.DONE;
    }
}
