package org.firmwarerecovery.update.io.ingest;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import org.apache.hc.core5.http.HttpHost;
import org.firmwarerecovery.update.io.web.AnswerException;
import org.jspecify.annotations.Nullable;

/**
 * A URI that was checked and whose address is decided.
 *
 * @param uri absolute, with host, without user info and fragment
 * @param address where it is fetched from
 */
public record RemoteImage(URI uri, InetAddress address) {
    private static final int URI_LENGTH_MAX = 2048;
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    /**
     * The URI, with the address that its host has now.
     *
     * @throws AnswerException when it is not one that may be named
     */
    public static RemoteImage of(String text, List<String> schemes, AddressRule rule) throws AnswerException {
        int colon = text.indexOf(':');
        String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!schemes.contains(scheme)) {
            throw new AnswerException("the scheme of the URI is not one of " + schemes + " (update.allowSchemes)");
        }
        URI uri = parse(text);
        return new RemoteImage(uri, rule.resolve(host(uri)));
    }

    private static URI parse(String text) throws AnswerException {
        if (text.length() > URI_LENGTH_MAX) {
            throw new AnswerException("the URI is longer than " + URI_LENGTH_MAX + " characters");
        }
        try {
            URI uri = new URI(text);
            if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
                throw new AnswerException("the URI must name a host, and neither a user nor a fragment");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new AnswerException("not a URI: " + e.getReason());
        }
    }

    /** Where a redirect leads: the same host at the same address, never from https to http. */
    RemoteImage redirected(@Nullable String location) throws AnswerException {
        if (location == null) {
            throw new AnswerException("the server redirects, but does not say where to");
        }
        URI next = parse(uri.resolve(parseReference(location)).toString());
        boolean sameHost = host(next).equalsIgnoreCase(host(uri));
        boolean samePlace = port(next) == port(uri) && scheme(next).equals(scheme(uri));
        boolean upgrade = scheme(uri).equals("http") && scheme(next).equals("https");
        if (!sameHost || !(samePlace || upgrade)) {
            throw new AnswerException("the server redirects to " + scheme(next) + "://" + next.getHost()
                    + ", only its own host is followed");
        }
        return new RemoteImage(next, address);
    }

    private static URI parseReference(String location) throws AnswerException {
        try {
            return new URI(location);
        } catch (URISyntaxException e) {
            throw new AnswerException("the server redirects to something that is no URI");
        }
    }

    /** The file beside it whose name ends in {@code ending}. */
    RemoteImage beside(String ending) throws AnswerException {
        String query = uri.getRawQuery();
        String text = uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath() + ending
                + (query == null ? "" : "?" + query);
        return new RemoteImage(parse(text), address);
    }

    /** Scheme, address, name and port to connect to. */
    public HttpHost target() {
        return new HttpHost(scheme(uri), address, host(uri), port(uri));
    }

    /** What to ask for. */
    public String pathAndQuery() {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /** For people: without the query, which may hold a secret. */
    String describe() {
        return scheme(uri) + "://" + uri.getRawAuthority() + uri.getRawPath();
    }

    private static String scheme(URI uri) {
        return String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : scheme(uri).equals("https") ? HTTPS_PORT : HTTP_PORT;
    }

    private static String host(URI uri) {
        String host = String.valueOf(uri.getHost());
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
