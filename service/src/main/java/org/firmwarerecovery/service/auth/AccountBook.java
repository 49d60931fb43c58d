package org.firmwarerecovery.service.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.firmwarerecovery.redfish.privilege.Role;

/**
 * The accounts of a node as data: names and ids are unique, there is room for {@link #ACCOUNTS_MAX}, and one administrator can
 * always log in. Immutable; each operation gives the book after it or why there is none.
 *
 * @param accounts in the order they were made
 */
public record AccountBook(List<Account> accounts) {
    /** Most accounts of a node. */
    public static final int ACCOUNTS_MAX = 64;

    /** Stands for the collection itself in a POST (DSP0266, clause on POST to Members). */
    private static final String MEMBERS = "Members";

    /** Names that can stand in a URI as they are. */
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

    /** Copies the list. */
    public AccountBook {
        accounts = List.copyOf(accounts);
    }

    /** Why a change is refused. */
    public enum Refusal {
        /** Another account has this name. */
        NAME_TAKEN,
        /** Another account has this id. */
        ID_TAKEN,
        /** No room for one more. */
        FULL,
        /** Nobody could administrate any more. */
        LAST_ADMINISTRATOR,
        /** There is no such account. */
        UNKNOWN
    }

    /** What came of an operation. */
    public sealed interface Outcome {
        /**
         * It was done.
         *
         * @param book the accounts from now on
         * @param account the one that it was about
         */
        record Done(AccountBook book, Account account) implements Outcome {}

        /**
         * Nothing changed.
         *
         * @param why the reason
         * @param value the name or id that it is about
         */
        record Refused(Refusal why, String value) implements Outcome {}
    }

    Optional<Account> find(String id) {
        return accounts.stream().filter(account -> account.id().equals(id)).findFirst();
    }

    Optional<Account> named(String userName) {
        for (Account account : accounts) {
            if (account.userName().equals(userName)) {
                return Optional.of(account);
            }
        }
        return Optional.empty();
    }

    /** An id for a new account: its name where that is free and can stand in a URI, else the next number. */
    String idFor(String userName) {
        if (isId(userName) && find(userName).isEmpty()) {
            return userName;
        }
        int number = 1;
        while (find(Integer.toString(number)).isPresent()) {
            number++;
        }
        return Integer.toString(number);
    }

    /** True for an id that a client may choose. */
    public static boolean isId(String id) {
        return SEGMENT.matcher(id).matches() && !id.equals(MEMBERS);
    }

    Outcome add(Account account) {
        if (named(account.userName()).isPresent()) {
            return new Outcome.Refused(Refusal.NAME_TAKEN, account.userName());
        }
        if (find(account.id()).isPresent()) {
            return new Outcome.Refused(Refusal.ID_TAKEN, account.id());
        }
        if (accounts.size() >= ACCOUNTS_MAX) {
            return new Outcome.Refused(Refusal.FULL, account.userName());
        }
        List<Account> more = new ArrayList<>(accounts);
        more.add(account);
        return new Outcome.Done(new AccountBook(more), account);
    }

    Outcome change(String id, AccountChange change) {
        Optional<Account> known = find(id);
        if (known.isEmpty()) {
            return new Outcome.Refused(Refusal.UNKNOWN, id);
        }
        Account changed = known.get().after(change);
        Optional<Account> namesake = named(changed.userName());
        if (namesake.isPresent() && !namesake.get().id().equals(id)) {
            return new Outcome.Refused(Refusal.NAME_TAKEN, changed.userName());
        }
        List<Account> all = accounts.stream()
                .map(account -> account.id().equals(id) ? changed : account)
                .toList();
        return administrable(new AccountBook(all), changed);
    }

    Outcome remove(String id) {
        Optional<Account> known = find(id);
        if (known.isEmpty()) {
            return new Outcome.Refused(Refusal.UNKNOWN, id);
        }
        List<Account> rest =
                accounts.stream().filter(account -> !account.id().equals(id)).toList();
        return administrable(new AccountBook(rest), known.get());
    }

    private static Outcome administrable(AccountBook after, Account account) {
        boolean somebody = after.accounts().stream()
                .anyMatch(other -> other.enabled() && other.roleId().equals(Role.ADMINISTRATOR.id()));
        return somebody
                ? new Outcome.Done(after, account)
                : new Outcome.Refused(Refusal.LAST_ADMINISTRATOR, account.userName());
    }
}
