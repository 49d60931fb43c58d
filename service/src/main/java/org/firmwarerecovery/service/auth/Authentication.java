package org.firmwarerecovery.service.auth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns credentials into a {@link Principal}. One that is sent must be right: a wrong token is not saved by a good
 * certificate. Order: session token, Basic, client certificate (DSP0266, clause on authentication, knows the first two).
 */
public final class Authentication {
    private static final Logger LOG = LoggerFactory.getLogger(Authentication.class);
    private static final int HEADER_LENGTH_MAX = 1_024;
    private static final String BASIC = "Basic ";

    private final Accounts accounts;
    private final Sessions sessions;
    private final PeerTrust peers;
    private final Tickets tickets;

    /** Uses these sources; see {@link PeerTrust#none()} and {@link Tickets#none()}. */
    public Authentication(Accounts accounts, Sessions sessions, PeerTrust peers, Tickets tickets) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.peers = peers;
        this.tickets = tickets;
    }

    /**
     * What a request carries.
     *
     * @param token value of {@code X-Auth-Token}
     * @param authorization value of {@code Authorization}
     * @param chain client certificate chain of the connection; empty when none was sent
     */
    public record Credentials(Optional<String> token, Optional<String> authorization, List<X509Certificate> chain) {
        /** Never the secrets. */
        @Override
        public String toString() {
            return "Credentials[token " + token.isPresent() + ", authorization " + authorization.isPresent()
                    + ", certificates " + chain.size() + "]";
        }
    }

    /** The outcome. */
    public sealed interface Result {
        /** Credentials are right, or there were none. */
        record Known(Principal principal) implements Result {}

        /**
         * Credentials are wrong: 401.
         *
         * @param userName the name that came with a wrong password; empty for a token, which may just have expired
         */
        record Wrong(Optional<String> userName) implements Result {}

        /** Too many logins at once: 503. */
        record Busy() implements Result {}
    }

    /** Whether a 401 may invite to Basic. */
    public boolean invitesToBasic() {
        return accounts.settings().basic() == BasicAuth.ENABLED;
    }

    /** Who sent these. Blocks for one password hash when Basic credentials are new. */
    public Result authenticate(Credentials credentials) {
        if (credentials.token().isPresent()) {
            return credentials
                    .token()
                    .filter(token -> token.length() <= HEADER_LENGTH_MAX)
                    .flatMap(sessions::use)
                    .<Result>map(
                            session -> new Result.Known(new Principal.User(session.account(), Optional.of(session))))
                    .orElseGet(() -> new Result.Wrong(Optional.empty()));
        }
        if (credentials.authorization().isPresent()) {
            return basic(credentials.authorization().get());
        }
        if (!credentials.chain().isEmpty()) {
            Optional<PeerTrust.CertifiedPeer> peer = peers.authorise(credentials.chain());
            if (peer.isPresent()) {
                return new Result.Known(new Principal.Peer(peer.get()));
            }
            LOG.debug(
                    "client certificate {} is no peer of this fleet",
                    credentials.chain().get(0).getSubjectX500Principal());
        }
        return new Result.Known(new Principal.Nobody());
    }

    private Result basic(String header) {
        Optional<String[]> pair = decode(header);
        if (pair.isEmpty()) {
            return new Result.Wrong(Optional.of(""));
        }
        String userName = pair.get()[0];
        String password = pair.get()[1];
        Optional<ImageTicket> ticket = tickets.find(userName, password);
        if (ticket.isPresent()) {
            return new Result.Known(new Principal.TicketHolder(ticket.get()));
        }
        if (accounts.settings().basic() == BasicAuth.DISABLED) {
            return new Result.Wrong(Optional.empty());
        }
        Verdict verdict = accounts.verify(userName, password);
        if (verdict instanceof Verdict.Accepted accepted) {
            return new Result.Known(new Principal.User(accepted.account(), Optional.empty()));
        }
        return verdict instanceof Verdict.Busy ? new Result.Busy() : new Result.Wrong(Optional.of(userName));
    }

    private static Optional<String[]> decode(String header) {
        if (header.length() > HEADER_LENGTH_MAX || !header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        try {
            byte[] bytes =
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            int colon = text.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new String[] {text.substring(0, colon), text.substring(colon + 1)});
        } catch (IllegalArgumentException | CharacterCodingException e) {
            // A broken header is a wrong credential; its text may hold a password, so it is not logged.
            return Optional.empty();
        }
    }
}
