package org.firmwarerecovery.conformance.suite;

import com.fasterxml.jackson.databind.node.TextNode;
import io.restassured.response.Response;
import java.net.URI;
import org.firmwarerecovery.conformance.site.Client;

/** Logging in. */
final class Sessions {
    private Sessions() {}

    /** Asks for a session, without other credentials. */
    static Response login(Client client, String collection, String user, String password) {
        return client.anonymous()
                .contentType("application/json")
                .body("{\"UserName\":" + quoted(user) + ",\"Password\":" + quoted(password) + "}")
                .post(collection);
    }

    /** Path of what was created. */
    static String place(Response created) {
        String location = created.header("Location");
        if (location == null) {
            throw new AssertionError("created without a Location: " + created.asString());
        }
        return URI.create(location).getRawPath();
    }

    /** A text as JSON. */
    static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}
