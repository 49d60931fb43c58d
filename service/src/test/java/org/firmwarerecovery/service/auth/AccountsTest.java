package org.firmwarerecovery.service.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest {
    private static final AuthSettings SETTINGS = AuthSettings.defaults().withIterations(1_000);

    private final AtomicLong nanos = new AtomicLong();
    private final Clocks clocks = new Clocks(() -> Instant.EPOCH, nanos::get);
    private final SecureRandom random = new SecureRandom();

    @TempDir
    private Path folder;

    private Accounts open() throws IOException {
        return Accounts.open(new FileAccountStore(folder.resolve("store")), SETTINGS, clocks, random);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static boolean accepts(Accounts accounts, String user, String password) {
        return accounts.verify(user, password) instanceof Verdict.Accepted;
    }

    @Test
    void the_first_start_makes_the_administrator_with_the_operators_password() throws IOException {
        Accounts accounts = open();
        assertEquals(Optional.empty(), accounts.ensureAdministrator("root", Optional.of("long enough")));
        assertTrue(accepts(accounts, "root", "long enough"));
        assertFalse(accepts(accounts, "root", "long enougH"));
        assertFalse(accepts(accounts, "admin", "long enough"));
    }

    @Test
    void without_one_a_password_is_generated_once_and_differs_each_time() throws IOException {
        Accounts accounts = open();
        String shown = accounts.ensureAdministrator("admin", Optional.empty()).orElseThrow();
        assertEquals(20, shown.length());
        assertTrue(accepts(accounts, "admin", shown));
        assertNotEquals(shown, accounts.generatePassword());
        Accounts again = open();
        assertEquals(Optional.empty(), again.ensureAdministrator("admin", Optional.empty()));
        assertTrue(accepts(again, "admin", shown));
    }

    @Test
    void the_stored_file_is_private_and_holds_no_password() throws IOException {
        open().ensureAdministrator("admin", Optional.of("visible-secret"));
        Path file = folder.resolve("store/accounts.json");
        assertFalse(Files.readString(file).contains("visible-secret"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void a_file_of_a_newer_format_or_with_damage_stops_the_start() throws IOException {
        Path file = folder.resolve("store/accounts.json");
        Files.createDirectories(folder.resolve("store"));
        Files.writeString(file, "{\"formatVersion\":3,\"accounts\":[]}");
        assertTrue(String.valueOf(assertThrows(IOException.class, this::open).getMessage())
                .contains("format 3"));
        Files.writeString(file, "{\"formatVersion\":1,\"accounts\":[{\"hash\":\"se");
        assertFalse(String.valueOf(assertThrows(IOException.class, this::open).getMessage())
                .contains("se\""));
    }

    @Test
    void an_account_is_locked_at_the_threshold_and_free_after_the_duration() throws IOException {
        Accounts accounts = open();
        accounts.ensureAdministrator("admin", Optional.of("long enough"));
        for (int i = 0; i < SETTINGS.lockoutThreshold(); i++) {
            assertInstanceOf(Verdict.Rejected.class, accounts.verify("admin", "wrong " + i));
        }
        assertTrue(accounts.isLocked("admin"));
        assertInstanceOf(Verdict.Locked.class, accounts.verify("admin", "long enough"));
        pass(SETTINGS.lockoutDuration());
        assertTrue(accepts(accounts, "admin", "long enough"));
        assertFalse(accounts.isLocked("admin"));
    }

    @Test
    void failures_far_apart_do_not_lock() throws IOException {
        Accounts accounts = open();
        accounts.ensureAdministrator("admin", Optional.of("long enough"));
        for (int i = 0; i < 2 * SETTINGS.lockoutThreshold(); i++) {
            accounts.verify("admin", "wrong");
            pass(SETTINGS.lockoutReset());
        }
        assertTrue(accepts(accounts, "admin", "long enough"));
    }

    @Test
    void a_known_client_is_not_shut_out_by_somebody_elses_guesses() throws IOException {
        Accounts accounts = open();
        accounts.ensureAdministrator("admin", Optional.of("long enough"));
        assertTrue(accepts(accounts, "admin", "long enough"));
        for (int i = 0; i < SETTINGS.lockoutThreshold(); i++) {
            accounts.verify("admin", "wrong");
        }
        assertTrue(accepts(accounts, "admin", "long enough"));
        pass(SETTINGS.basicCacheFor());
        for (int i = 0; i < SETTINGS.lockoutThreshold(); i++) {
            accounts.verify("admin", "wrong");
        }
        assertInstanceOf(Verdict.Locked.class, accounts.verify("admin", "long enough"));
    }

    @Test
    void a_new_password_voids_the_old_one_its_sessions_and_its_cached_credentials() throws IOException {
        Accounts accounts = open();
        accounts.ensureAdministrator("admin", Optional.of("long enough"));
        Verdict.Accepted accepted = assertInstanceOf(Verdict.Accepted.class, accounts.verify("admin", "long enough"));
        Sessions sessions = new Sessions(accounts, clocks, random);
        String token =
                sessions.open(accepted.account(), "::1", Optional.empty()).token();
        assertInstanceOf(
                AccountBook.Outcome.Done.class,
                accounts.change("admin", AccountChange.of(accounts.hash("another one"))));
        assertFalse(accepts(accounts, "admin", "long enough"));
        assertTrue(accepts(accounts, "admin", "another one"));
        assertEquals(Optional.empty(), sessions.use(token));
        assertThrows(IllegalArgumentException.class, () -> accounts.hash("short"));
    }

    @Test
    void sessions_end_when_idle_and_the_longest_idle_one_makes_room() throws IOException {
        Accounts accounts = open();
        accounts.ensureAdministrator("admin", Optional.of("long enough"));
        Account account = accounts.all().get(0);
        Sessions sessions = new Sessions(accounts, clocks, random);
        Sessions.Login first = sessions.open(account, "::1", Optional.empty());
        assertTrue(first.token().matches("[0-9a-f]{64}"));
        Sessions.Login second = sessions.open(account, "::1", Optional.empty());
        pass(Duration.ofSeconds(1));
        assertTrue(sessions.use(first.token()).isPresent());
        for (int i = 2; i < SETTINGS.sessionsMax() + 1; i++) {
            sessions.open(account, "::1", Optional.empty());
        }
        assertEquals(SETTINGS.sessionsMax(), sessions.all().size());
        assertTrue(sessions.use(first.token()).isPresent());
        assertEquals(Optional.empty(), sessions.use(second.token()));
        pass(SETTINGS.sessionIdle().minusSeconds(1));
        assertTrue(sessions.use(first.token()).isPresent());
        pass(Duration.ofSeconds(1));
        assertEquals(
                List.of(first.session().id()),
                sessions.all().stream().map(Session::id).toList());
        assertTrue(sessions.close(first.session().id()));
        assertEquals(Optional.empty(), sessions.use(first.token()));
    }

    @Test
    void nothing_that_is_printed_holds_a_secret() throws IOException {
        Accounts accounts = open();
        accounts.ensureAdministrator("admin", Optional.of("long enough"));
        Account account = accounts.all().get(0);
        Sessions sessions = new Sessions(accounts, clocks, random);
        Sessions.Login login = sessions.open(account, "::1", Optional.empty());
        assertFalse(login.toString().contains(login.token()));
        assertFalse(account.toString().contains(account.password().hash()));
        assertFalse(new Authentication.Credentials(Optional.of("tok"), Optional.of("Basic abc"), List.of())
                .toString()
                .contains("abc"));
    }

    @Test
    void a_file_of_the_first_format_is_read() throws IOException {
        open().ensureAdministrator("admin", Optional.of("long enough"));
        Path file = folder.resolve("store/accounts.json");
        String now = Files.readString(file);
        String first = now.replace("\"formatVersion\":2", "\"formatVersion\":1")
                .replace("\"passwordChangeRequired\":false,", "");
        assertFalse(first.contains("passwordChangeRequired"));
        Files.writeString(file, first);
        assertTrue(accepts(open(), "admin", "long enough"));
    }

    @Test
    void what_was_remembered_of_a_removed_account_does_not_fit_a_new_one_of_its_name() throws IOException {
        Accounts accounts = open();
        accounts.ensureAdministrator("admin", Optional.of("long enough"));
        Account first = made(accounts, "op", "first secret");
        assertTrue(accepts(accounts, "op", "first secret"));
        Sessions sessions = new Sessions(accounts, clocks, random);
        String token = sessions.open(first, "::1", Optional.empty()).token();
        accounts.remove(first.id());
        made(accounts, "op", "second secret");
        assertFalse(accepts(accounts, "op", "first secret"));
        assertEquals(Optional.empty(), sessions.use(token));
    }

    private static Account made(Accounts accounts, String name, String password) throws IOException {
        AccountChange wanted = new AccountChange(
                Optional.of(name),
                Optional.of("Operator"),
                Optional.of(accounts.hash(password)),
                Optional.empty(),
                Optional.empty());
        return assertInstanceOf(AccountBook.Outcome.Done.class, accounts.add(Optional.empty(), wanted))
                .account();
    }
}
