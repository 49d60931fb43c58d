package org.firmwarerecovery.service.auth;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
    private final AuthSettings settings;
    private final SecureRandom random;
    private final Lockout lockout;
    private final BasicCache cache;
    private final Semaphore verifications;
    private final PasswordHash nobody;
    private List<Account> accounts;

    private Accounts(
            AccountStore store, AuthSettings settings, Clocks clocks, SecureRandom random, List<Account> loaded) {
        this.store = store;
        this.settings = settings;
        this.random = random;
        this.lockout = new Lockout(settings, clocks);
        this.cache = new BasicCache(settings, clocks, random);
        this.verifications = new Semaphore(settings.verificationsMax());
        this.nobody =
                new PasswordHash(PasswordHash.ALGORITHM, settings.iterations(), "AAAAAAAAAAAAAAAAAAAAAA==", "AA==");
        this.accounts = loaded;
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

    /** All accounts, in the order they were made. */
    public synchronized List<Account> all() {
        return accounts;
    }

    /** The account with this id. */
    public synchronized Optional<Account> find(String id) {
        return accounts.stream().filter(account -> account.id().equals(id)).findFirst();
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
        if (!accounts.isEmpty()) {
            return Optional.empty();
        }
        String chosen = password.orElseGet(this::generatePassword);
        requireAcceptable(chosen);
        PasswordHash hash = PasswordHash.of(chosen, settings.iterations(), random);
        replace(List.of(new Account(userName, userName, "Administrator", hash, true, 1)));
        LOG.info("administrator {} made", userName);
        return password.isPresent() ? Optional.empty() : Optional.of(chosen);
    }

    /** Adds an account; its id and name must be new. */
    public synchronized void add(Account account) throws IOException {
        for (Account other : accounts) {
            if (other.id().equals(account.id()) || other.userName().equals(account.userName())) {
                throw new IllegalArgumentException("there is an account " + account.userName());
            }
        }
        List<Account> more = new ArrayList<>(accounts);
        more.add(account);
        replace(List.copyOf(more));
    }

    /** Gives an account another password; its sessions and cached credentials become void. False when there is none. */
    public synchronized boolean changePassword(String id, String password) throws IOException {
        requireAcceptable(password);
        List<Account> changed = new ArrayList<>();
        boolean found = false;
        for (Account account : accounts) {
            boolean same = account.id().equals(id);
            found |= same;
            changed.add(
                    same ? account.withPassword(PasswordHash.of(password, settings.iterations(), random)) : account);
        }
        if (found) {
            replace(List.copyOf(changed));
            lockout.succeeded(id);
        }
        return found;
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
            named = accounts.stream()
                    .filter(account -> account.userName().equals(userName))
                    .findFirst();
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
        if (right && account.enabled()) {
            lockout.succeeded(account.id());
            cache.remember(cacheKey, account);
            return new Verdict.Accepted(account);
        }
        if (lockout.failed(account.id())) {
            LOG.warn("account {} locked after {} failed logins", account.userName(), settings.lockoutThreshold());
        }
        return new Verdict.Rejected();
    }

    private void requireAcceptable(String password) {
        if (!isAcceptable(password)) {
            throw new IllegalArgumentException("a password needs " + settings.passwordLengthMin() + " to "
                    + settings.passwordLengthMax() + " characters");
        }
    }

    private void replace(List<Account> changed) throws IOException {
        store.save(changed);
        accounts = changed;
    }
}
