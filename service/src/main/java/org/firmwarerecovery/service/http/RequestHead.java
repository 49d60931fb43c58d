package org.firmwarerecovery.service.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.glassfish.grizzly.http.server.Request;

/**
 * Refuses a request head that the container lets pass although two readers could understand it in two ways. A body whose
 * end can be seen at two places is how a request is hidden in another (RFC 9112, clause on message body length): then
 * nothing on this connection is believed any more.
 */
final class RequestHead {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final Pattern HOST =
            Pattern.compile("(?:\\[[0-9A-Fa-f:.]+(?:%[A-Za-z0-9._~-]+)?]|[A-Za-z0-9._~-]*)(?::[0-9]{0,5})?");

    private RequestHead() {}

    /** Refuses what is not sound, with 400 and the end of the connection. */
    static void require(Request request) {
        for (String name : request.getHeaderNames()) {
            if (name.isEmpty() || !name.chars().allMatch(RequestHead::isToken)) {
                throw refusal("");
            }
        }
        List<String> codings = values(request, "Transfer-Encoding");
        List<String> lengths = values(request, "Content-Length");
        boolean chunked = codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase("chunked");
        if (!codings.isEmpty() && (!chunked || !lengths.isEmpty())) {
            throw refusal("Transfer-Encoding");
        }
        if (wrong(lengths, LENGTH)) {
            throw refusal("Content-Length");
        }
        if (wrong(values(request, "Host"), HOST)) {
            throw refusal("Host");
        }
    }

    /** RFC 9110, 5.6.2. */
    private static boolean isToken(int letter) {
        return letter >= 'a' && letter <= 'z'
                || letter >= 'A' && letter <= 'Z'
                || letter >= '0' && letter <= '9'
                || TOKEN_MARKS.indexOf(letter) >= 0;
    }

    private static boolean wrong(List<String> values, Pattern form) {
        return values.size() > 1
                || values.stream().anyMatch(value -> !form.matcher(value).matches());
    }

    private static List<String> values(Request request, String name) {
        List<String> values = new ArrayList<>();
        request.getHeaders(name).forEach(values::add);
        return values;
    }

    private static RedfishException refusal(String header) {
        return new RedfishException(400, BaseMessages.headerInvalid(header)).withHeader("Connection", "close");
    }
}
