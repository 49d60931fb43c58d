package org.firmwarerecovery.conformance.suite;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which service is to be judged and how to get in, as the person who starts the suite says by system properties.
 *
 * @param uri where it is, without a path
 * @param user account that reads everything
 * @param password of that account
 * @param bySession true to log in once instead of naming the account in each request
 * @param insecure true to accept any certificate
 * @param authority file of certificates in PEM to trust instead of those of the Java runtime
 * @param change true to allow cases that create something and take it away again
 */
record Destination(
        URI uri,
        String user,
        String password,
        boolean bySession,
        boolean insecure,
        Optional<Path> authority,
        boolean change) {
    static final String URI_PROPERTY = "redfish.uri";
    static final String USER = "redfish.user";
    static final String PASSWORD = "redfish.password";
    static final String PASSWORD_VARIABLE = "REDFISH_PASSWORD";
    static final String AUTHENTICATION = "redfish.auth";
    static final String INSECURE = "redfish.insecure";
    static final String AUTHORITY = "redfish.ca";
    static final String CHANGE = "redfish.change";

    /** What was said makes no sense; the message names the property. */
    static final class UnusableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message);
        }
    }

    /** The service that the properties name; empty when none is named. */
    static Optional<Destination> named(UnaryOperator<@Nullable String> property, @Nullable String passwordVariable) {
        String uri = text(property, URI_PROPERTY);
        if (uri.isEmpty()) {
            return Optional.empty();
        }
        String user = text(property, USER);
        if (user.isEmpty()) {
            throw new UnusableException("-D" + USER + "=... is missing: the account to test with");
        }
        String said = text(property, PASSWORD);
        String password = said.isEmpty() && passwordVariable != null ? passwordVariable : said;
        if (password.isEmpty()) {
            throw new UnusableException("the password of " + user + " is missing: set the environment variable "
                    + PASSWORD_VARIABLE + ", or -D" + PASSWORD + "=...");
        }
        String authentication = text(property, AUTHENTICATION);
        if (!authentication.matches("|basic|session")) {
            throw new UnusableException(AUTHENTICATION + "=" + authentication + " is neither basic nor session");
        }
        return Optional.of(new Destination(
                address(uri),
                user,
                password,
                authentication.equals("session"),
                flag(property, INSECURE),
                authority(text(property, AUTHORITY)),
                flag(property, CHANGE)));
    }

    private static URI address(String said) {
        URI uri;
        try {
            uri = URI.create(said);
        } catch (IllegalArgumentException e) {
            throw new UnusableException(URI_PROPERTY + "=" + said + " is no URI: " + e.getMessage());
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        if (!scheme.matches("https?") || uri.getHost() == null) {
            throw new UnusableException(URI_PROPERTY + "=" + said + " is not of the form https://HOST[:PORT]");
        }
        if (!said.replaceFirst("^https?://[^/]*", "").matches("/?|/redfish/?|/redfish/v1/?")) {
            throw new UnusableException(
                    URI_PROPERTY + "=" + said + " has a path; a Redfish service begins at /redfish/v1/");
        }
        return URI.create(scheme + "://" + uri.getRawAuthority());
    }

    private static Optional<Path> authority(String said) {
        if (said.isEmpty()) {
            return Optional.empty();
        }
        // Tests run in the folder of their module, a person names files as seen from where the build was started.
        Path file = Path.of(System.getProperty("start.dir", "")).resolve(said).toAbsolutePath();
        if (!Files.isReadable(file)) {
            throw new UnusableException(AUTHORITY + "=" + said + " cannot be read");
        }
        return Optional.of(file);
    }

    private static boolean flag(UnaryOperator<@Nullable String> property, String name) {
        String said = text(property, name);
        if (!said.matches("|true|false")) {
            throw new UnusableException(name + "=" + said + " is neither true nor false");
        }
        return said.equals("true");
    }

    private static String text(UnaryOperator<@Nullable String> property, String name) {
        String said = property.apply(name);
        return said == null ? "" : said;
    }
}
