package org.firmwarerecovery.update.io.peer;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.firmwarerecovery.update.io.web.AnswerException;
import org.jspecify.annotations.Nullable;

/**
 * A URI that a peer named, cut down to its path: whatever host it names, the request goes to the peer that proved who it is.
 */
final class PeerPath {
    private static final Pattern SHAPE = Pattern.compile("/redfish/v1(/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)+/?");

    private PeerPath() {}

    /**
     * The path in {@code uri}, possibly with its query.
     *
     * @param what names the URI in the refusal
     * @throws AnswerException when there is none, it is too long or not of a Redfish service
     */
    static String of(@Nullable String uri, String what, int lengthMax) throws AnswerException {
        if (uri == null || uri.isEmpty()) {
            throw new AnswerException("there is no " + what);
        }
        if (uri.length() > lengthMax) {
            throw new AnswerException("the " + what + " is longer than " + lengthMax + " characters");
        }
        try {
            URI parsed = new URI(uri);
            String path = parsed.getRawPath();
            boolean good = path != null
                    && SHAPE.matcher(path).matches()
                    && path.equals(new URI(path).normalize().getRawPath())
                    && parsed.getRawFragment() == null
                    && parsed.getRawQuery() == null
                    && !parsed.isOpaque();
            if (good) {
                return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
            }
        } catch (URISyntaxException e) {
            throw new AnswerException("the " + what + " is no URI");
        }
        throw new AnswerException("the " + what + " is no path of a Redfish service");
    }
}
