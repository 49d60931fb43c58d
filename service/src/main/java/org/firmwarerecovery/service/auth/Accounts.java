package org.firmwarerecovery.service.auth;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.firmwarerecovery.redfish.privilege.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts of a node and the check of a user name and password. Safe for any number of threads; the hash runs
 * outside the lock and at most {@code verificationsMax} at a time, so that guessing cannot starve the node.
 */
public final class Accounts {
    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);
    private static final long VERIFICATION_WAIT_SECONDS = 5;
    // Waiting logins hold a thread each; more than these are told to come again, so that a flood leaves threads for
    // others.
    private static final int VERIFICATIONS_WAITING_MAX = 4;
    private static final int GENERATED_PASSWORD_LENGTH = 20;
    // No letters or digits that look alike: people copy this from a terminal.
    private static final String GENERATED_ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private final AccountStore store;
    private volatile AuthSettings settings;
    private final SecureRandom random;
    private final Lockout lockout;
    private final BasicCache cache;
    private final Semaphore verifications;
    private final PasswordHash nobody;
    private AccountBook book;
    private volatile Consumer<Account> onLocked = account -> {};

    private Accounts(
            AccountStore store, AuthSettings settings, Clocks clocks, SecureRandom random, List<Account> loaded) {
        this.store = store;
        this.settings = settings;
        this.random = random;
        this.lockout = new Lockout(this::settings, clocks);
        this.cache = new BasicCache(settings, clocks, random);
        this.verifications = new Semaphore(settings.verificationsMax());
        this.nobody =
                new PasswordHash(PasswordHash.ALGORITHM, settings.iterations(), "AAAAAAAAAAAAAAAAAAAAAA==", "AA==");
        this.book = new AccountBook(loaded);
    }

    /** Loads the stored accounts. */
    public static Accounts open(AccountStore store, AuthSettings settings, Clocks clocks, SecureRandom random)
            throws IOException {
        return new Accounts(store, settings, clocks, random, store.load());
    }

    /** The limits in force. */
    public AuthSettings settings() {
        return settings;
    }

    /**
     * Changes the limits. What is counted and remembered stays; the number of hashes computed at once does not change.
     *
     * @param change from the limits in force to the new ones; what it throws leaves them as they are
     */
    public synchronized void adjust(UnaryOperator<AuthSettings> change) {
        settings = change.apply(settings);
    }

    /** All accounts, in the order they were made. */
    public synchronized List<Account> all() {
        return book.accounts();
    }

    /** The account with this id. */
    public synchronized Optional<Account> find(String id) {
        return book.find(id);
    }

    /** Whether an account has this user name. */
    public synchronized boolean isNamed(String userName) {
        return book.named(userName).isPresent();
    }

    /** Whether this account is locked out at the moment. */
    public synchronized boolean isLocked(String id) {
        return lockout.isLocked(id);
    }

    /**
     * The first start of a node: makes the administrator when there is no account yet.
     *
     * @param password the operator's choice; without one a password is generated
     * @return the generated password, to be shown once; empty when one was given or an account exists
     */
    public synchronized Optional<String> ensureAdministrator(String userName, Optional<String> password)
            throws IOException {
        if (!book.accounts().isEmpty()) {
            return Optional.empty();
        }
        String chosen = password.orElseGet(this::generatePassword);
        PasswordHash hash = hash(chosen);
        replace(new AccountBook(List.of(Account.of(userName, userName, Role.ADMINISTRATOR.id(), hash))));
        LOG.info("administrator {} made", userName);
        return password.isPresent() ? Optional.empty() : Optional.of(chosen);
    }

    /**
     * Makes an account.
     *
     * @param id what the client wants it to be called in URIs; empty leaves the choice to us
     * @param change its name, role and password, and what else is not the default
     */
    public AccountBook.Outcome add(Optional<String> id, AccountChange change) throws IOException {
        String userName = change.userName().orElseThrow();
        PasswordHash password = change.password().orElseThrow();
        synchronized (this) {
            String chosen = id.orElseGet(() -> book.idFor(userName));
            // What was remembered of an account that was removed must not fit one that has its name.
            long revision = 1 + (random.nextLong() >>> Integer.SIZE);
            Account account = new Account(
                    chosen,
                    userName,
                    change.roleId().orElseThrow(),
                    password,
                    change.enabled().orElse(true),
                    change.passwordChangeRequired().orElse(false),
                    revision);
            return keep(book.add(account));
        }
    }

    /** Changes an account; if anything is different afterwards, its sessions and cached credentials become void. */
    public synchronized AccountBook.Outcome change(String id, AccountChange change) throws IOException {
        AccountBook.Outcome outcome = keep(book.change(id, change));
        if (outcome instanceof AccountBook.Outcome.Done && change.password().isPresent()) {
            lockout.succeeded(id);
        }
        return outcome;
    }

    /** Removes an account; its sessions end. */
    public synchronized AccountBook.Outcome remove(String id) throws IOException {
        AccountBook.Outcome outcome = keep(book.remove(id));
        if (outcome instanceof AccountBook.Outcome.Done) {
            lockout.succeeded(id);
        }
        return outcome;
    }

    /** Tells {@code listener} of each account that wrong passwords lock, on the thread of the request; it must not block. */
    public void whenLocked(Consumer<Account> listener) {
        onLocked = listener;
    }

    /** Lets an account that was locked out try again. */
    public synchronized void unlock(String id) {
        lockout.succeeded(id);
    }

    /** Hashes a new password. Takes a good part of a second on a small board. */
    public PasswordHash hash(String password) {
        requireAcceptable(password);
        return PasswordHash.of(password, settings.iterations(), random);
    }

    /** Whether a password keeps the length rules. */
    public boolean isAcceptable(String password) {
        return password.length() >= settings.passwordLengthMin() && password.length() <= settings.passwordLengthMax();
    }

    /** A new random password. */
    public String generatePassword() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GENERATED_PASSWORD_LENGTH; i++) {
            text.append(GENERATED_ALPHABET.charAt(random.nextInt(GENERATED_ALPHABET.length())));
        }
        return text.toString();
    }

    /** Checks a user name and password. Blocks for one hash, longer when others are being checked. */
    public Verdict verify(String userName, String password) {
        String cacheKey = cache.keyOf(userName, password);
        Optional<Account> named;
        synchronized (this) {
            named = book.named(userName);
            Optional<BasicCache.Entry> known = cache.find(cacheKey);
            if (named.isPresent()
                    && known.isPresent()
                    && known.get().accountId().equals(named.get().id())
                    && known.get().revision() == named.get().revision()
                    && named.get().enabled()) {
                // Someone else's wrong guesses must not shut out a client that is already known.
                return new Verdict.Accepted(named.get());
            }
            if (named.isPresent() && lockout.isLocked(named.get().id())) {
                return new Verdict.Locked();
            }
        }
        return compare(named, password, cacheKey);
    }

    private Verdict compare(Optional<Account> named, String password, String cacheKey) {
        if (password.length() > settings.passwordLengthMax()) {
            return named.map(account -> settle(account, false, cacheKey)).orElseGet(Verdict.Rejected::new);
        }
        try {
            if (verifications.getQueueLength() >= VERIFICATIONS_WAITING_MAX
                    || !verifications.tryAcquire(VERIFICATION_WAIT_SECONDS, TimeUnit.SECONDS)) {
                return new Verdict.Busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Verdict.Busy();
        }
        try {
            // An unknown name costs the same time as a known one.
            boolean right = named.map(Account::password).orElse(nobody).matches(password);
            return named.map(account -> settle(account, right, cacheKey)).orElseGet(Verdict.Rejected::new);
        } finally {
            verifications.release();
        }
    }

    private synchronized Verdict settle(Account account, boolean right, String cacheKey) {
        // It may have been changed or removed while its password was compared.
        boolean same = book.find(account.id()).filter(account::equals).isPresent();
        if (!same) {
            return new Verdict.Rejected();
        }
        if (right && account.enabled()) {
            lockout.succeeded(account.id());
            cache.remember(cacheKey, account);
            return new Verdict.Accepted(account);
        }
        if (lockout.failed(account.id())) {
            LOG.warn("account {} locked after {} failed logins", account.userName(), settings.lockoutThreshold());
            onLocked.accept(account);
        }
        return new Verdict.Rejected();
    }

    private void requireAcceptable(String password) {
        if (!isAcceptable(password)) {
            throw new IllegalArgumentException("a password needs " + settings.passwordLengthMin() + " to "
                    + settings.passwordLengthMax() + " characters");
        }
    }

    private AccountBook.Outcome keep(AccountBook.Outcome outcome) throws IOException {
        if (outcome instanceof AccountBook.Outcome.Done done) {
            replace(done.book());
        }
        return outcome;
    }

    private void replace(AccountBook changed) throws IOException {
        store.save(changed.accounts());
        book = changed;
    }
}
