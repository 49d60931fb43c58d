package org.firmwarerecovery.conformance.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.firmwarerecovery.conformance.site.Client;
import org.firmwarerecovery.conformance.site.Connections;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Operator;
import org.firmwarerecovery.conformance.site.Pair;
import org.firmwarerecovery.conformance.site.Site;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * The service that is judged, with an account that reads everything. What a service does not have skips a case; of ours, which
 * is to have everything that the suite asks for, it is a failure.
 */
final class Service implements AutoCloseable {
    /** Where every client begins. */
    static final String ROOT = Crawl.ROOT;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Client client;
    private final String user;
    private final String password;
    private final boolean ours;
    private final boolean change;
    private final @Nullable String session;
    private @Nullable Crawl crawl;
    private @Nullable SchemaCheck schemas;

    private Service(
            Client client, String user, String password, boolean ours, boolean change, @Nullable String session) {
        this.client = client;
        this.user = user;
        this.password = password;
        this.ours = ours;
        this.change = change;
        this.session = session;
    }

    /** A node of our own; everything is allowed. */
    static Service ours(Pair pair) {
        NodeProcess node = pair.alpha();
        Operator operator = node.operator();
        return new Service(operator.client(), Site.ADMIN, node.password(), true, true, null);
    }

    /**
     * Somebody's service, after a look whether it is one and lets the account in.
     *
     * @throws Destination.UnusableException naming the property that is wrong
     */
    static Service at(Destination to) {
        Client stranger = Client.of(to.uri(), once(connections(to)));
        Response root = reach(to, stranger);
        JsonNode document = json(root);
        if (root.statusCode() != 200 || !document.has("RedfishVersion")) {
            throw new Destination.UnusableException(Destination.URI_PROPERTY + "=" + to.uri()
                    + " is no Redfish service: GET " + ROOT + " answers " + root.statusCode()
                    + (root.statusCode() == 200 ? " without a RedfishVersion" : ""));
        }
        String session = null;
        Client client = stranger.basic(to.user(), to.password());
        if (to.bySession()) {
            Response login = Sessions.login(stranger, sessions(document), to.user(), to.password());
            String token = login.header("X-Auth-Token");
            if (login.statusCode() / 100 != 2 || token == null) {
                throw refused(to, "POST " + sessions(document), login);
            }
            session = Sessions.place(login);
            client = stranger.token(token);
        }
        Response inside = client.ask(sessions(document));
        if (inside.statusCode() == 401 || inside.statusCode() == 403) {
            throw refused(to, "GET " + sessions(document), inside);
        }
        return new Service(client, to.user(), to.password(), false, to.change(), session);
    }

    private static Destination.UnusableException refused(Destination to, String what, Response answer) {
        return new Destination.UnusableException(
                Destination.USER + "=" + to.user() + " with its password is refused: " + what + " answers "
                        + answer.statusCode()
                        + (to.bySession()
                                ? ""
                                : "; a service without Basic wants -D" + Destination.AUTHENTICATION + "=session"));
    }

    private static Response reach(Destination to, Client stranger) {
        try {
            return stranger.anonymous().get(ROOT);
        } catch (Exception e) {
            // REST Assured lets checked exceptions through without declaring them.
            if (e instanceof SSLException) {
                throw new Destination.UnusableException(Destination.URI_PROPERTY + "=" + to.uri()
                        + ": no trust in its certificate (" + e.getMessage() + "); -D" + Destination.AUTHORITY
                        + "=FILE names its authority, -D" + Destination.INSECURE + "=true takes any");
            }
            if (e instanceof IOException) {
                throw new Destination.UnusableException(
                        Destination.URI_PROPERTY + "=" + to.uri() + " cannot be reached: " + e);
            }
            throw e;
        }
    }

    private static Supplier<RestAssuredConfig> once(RestAssuredConfig config) {
        return () -> config;
    }

    private static RestAssuredConfig connections(Destination to) {
        if (to.insecure()) {
            return Connections.unchecked();
        }
        return to.authority().isEmpty()
                ? Connections.checked()
                : Connections.checked(authorities(to.authority().get()));
    }

    private static KeyStore authorities(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
            if (store.size() == 0) {
                throw new Destination.UnusableException(Destination.AUTHORITY + "=" + file + " holds no certificate");
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new Destination.UnusableException(Destination.AUTHORITY + "=" + file + " cannot be used: " + e);
        }
    }

    private static String sessions(JsonNode root) {
        return root.at("/Links/Sessions/@odata.id").asText("/redfish/v1/SessionService/Sessions");
    }

    /** A client with the account's credentials; without them by its {@link Client#anonymous()}. */
    Client client() {
        return client;
    }

    /** Name of the account. */
    String user() {
        return user;
    }

    /** Its password. */
    String password() {
        return password;
    }

    /** True for our own node, which has to meet every case. */
    boolean isOurs() {
        return ours;
    }

    /** Everything that can be reached, as it was when first asked for. */
    Crawl crawl() throws Exception {
        Crawl known = crawl;
        if (known == null) {
            known = Crawl.from(client);
            crawl = known;
        }
        return known;
    }

    /** Judge of documents by their schemas. */
    SchemaCheck schemas() throws Exception {
        SchemaCheck known = schemas;
        if (known == null) {
            known = new SchemaCheck(client);
            schemas = known;
        }
        return known;
    }

    /** The service root. */
    JsonNode root() throws Exception {
        return crawl().page(ROOT).document();
    }

    /** Where the collection of sessions is. */
    String sessions() throws Exception {
        return sessions(root());
    }

    /** The first page of a type; the case ends here when there is none. */
    Crawl.Page first(String type) throws Exception {
        Optional<Crawl.Page> page = crawl().all(type).stream().findFirst();
        require(page.isPresent(), "there is no " + type);
        return page.orElseThrow();
    }

    /** True when the service takes Basic without saying so. */
    boolean basicIsHidden() throws Exception {
        return crawl().all("AccountService").stream()
                .anyMatch(page ->
                        page.document().path("HTTPBasicAuth").asText("Enabled").matches("Disabled|Unadvertised"));
    }

    /** Ends a case that asks for what the service does not have or say. */
    void require(boolean met, String otherwise) {
        if (!met && ours) {
            throw new AssertionError("our own service is to have everything: " + otherwise);
        }
        if (!met) {
            throw new TestAbortedException(otherwise);
        }
    }

    /** Ends a case that would change something, unless that was allowed. */
    void requireChange() {
        if (!change) {
            throw new TestAbortedException("changes something: allow it with -D" + Destination.CHANGE + "=true");
        }
    }

    /** What the service says of itself, for the report. */
    List<String> portrait() throws Exception {
        JsonNode root = root();
        return List.of(
                client.service().toString(),
                (root.path("Vendor").asText() + " " + root.path("Product").asText()).strip(),
                "Redfish " + root.path("RedfishVersion").asText(),
                crawl().pages().size() + " resources");
    }

    /** Body of an answer; a missing node when it is not JSON. */
    static JsonNode json(Response answer) {
        String type = answer.contentType() == null ? "" : answer.contentType();
        try {
            return JSON.readTree(type.startsWith("application/json") ? answer.asByteArray() : new byte[0]);
        } catch (IOException malformed) {
            return JSON.missingNode();
        }
    }

    @Override
    public void close() {
        if (session != null) {
            client.request().delete(session);
        }
    }
}
