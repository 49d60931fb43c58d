package org.firmwarerecovery.service.http;

import java.util.regex.Pattern;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.util.ByteChunk;
import org.glassfish.grizzly.http.util.DataChunk;
import org.glassfish.grizzly.http.util.MimeHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a request head that the container lets pass although two readers could understand it in two ways. A body whose
 * end can be seen at two places is how a request is hidden in another (RFC 9112, clause on message body length): then
 * nothing on this connection is believed any more.
 */
final class RequestHead {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final Pattern HOST_FORM =
            Pattern.compile("(?:\\[[0-9A-Fa-f:.]+(?:%[A-Za-z0-9._~-]+)?]|[A-Za-z0-9._~-]*)(?::[0-9]{0,5})?");

    private static final String TRANSFER_ENCODING = "Transfer-Encoding";
    private static final String CONTENT_LENGTH = "Content-Length";
    private static final String HOST = "Host";

    private RequestHead() {}

    /** Refuses what is not sound, with 400 and the end of the connection. */
    static void require(Request request) {
        MimeHeaders head = request.getRequest().getHeaders();
        String coding = null;
        String length = null;
        String host = null;
        // One pass and no copies: this is done for every request.
        for (int i = 0; i < head.size(); i++) {
            DataChunk name = head.getName(i);
            requireToken(name);
            if (name.equalsIgnoreCase(TRANSFER_ENCODING)) {
                coding = only(coding, head.getValue(i), TRANSFER_ENCODING);
            } else if (name.equalsIgnoreCase(CONTENT_LENGTH)) {
                length = only(length, head.getValue(i), CONTENT_LENGTH);
            } else if (name.equalsIgnoreCase(HOST)) {
                host = only(host, head.getValue(i), HOST);
            }
        }
        if (coding != null && (length != null || !coding.strip().equalsIgnoreCase("chunked"))) {
            throw refusal(TRANSFER_ENCODING);
        }
        if (length != null && !LENGTH.matcher(length).matches()) {
            throw refusal(CONTENT_LENGTH);
        }
        if (host != null && !HOST_FORM.matcher(host).matches()) {
            throw refusal(HOST);
        }
    }

    private static String only(@Nullable String before, DataChunk value, String header) {
        if (before != null) {
            throw refusal(header);
        }
        return value.toString();
    }

    private static void requireToken(DataChunk name) {
        boolean sound = name.getLength() > 0;
        if (name.getType() == DataChunk.Type.Bytes) {
            ByteChunk bytes = name.getByteChunk();
            for (int i = bytes.getStart(); i < bytes.getEnd() && sound; i++) {
                sound = isToken(bytes.getBuffer()[i]);
            }
        } else {
            sound = sound && name.toString().chars().allMatch(RequestHead::isToken);
        }
        if (!sound) {
            throw refusal("");
        }
    }

    /** RFC 9110, 5.6.2. */
    private static boolean isToken(int letter) {
        return letter >= 'a' && letter <= 'z'
                || letter >= 'A' && letter <= 'Z'
                || letter >= '0' && letter <= '9'
                || TOKEN_MARKS.indexOf(letter) >= 0;
    }

    private static RedfishException refusal(String header) {
        return new RedfishException(400, BaseMessages.headerInvalid(header)).withHeader("Connection", "close");
    }
}
