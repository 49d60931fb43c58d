package org.firmwarerecovery.service.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a body full of faults costs. */
class BodyReaderTest {
    private static int bound;

    /** Takes nothing, and counts how often it was asked. */
    static final class Refusing extends StdDeserializer<String> {
        private static final long serialVersionUID = 1L;

        Refusing() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            bound++;
            throw MismatchedInputException.from(parser, String.class, "not a text");
        }
    }

    /** A body with one member. */
    record Body(
            @JsonProperty("Password") @JsonDeserialize(using = Refusing.class) @Nullable
            String password) {}

    @Test
    void a_body_with_any_number_of_faults_that_read_the_same_is_bound_a_bounded_number_of_times() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode secret = body.putObject("Password");
        for (int i = 0; i < 50_000; i++) {
            secret.put("member" + i, i);
        }
        RedfishException refused =
                assertThrows(RedfishException.class, () -> new BodyReader(1_048_576).properties(body, Body.class));
        assertEquals(400, refused.status());
        assertTrue(bound > BodyFaults.LOOKS_MAX, "each member is looked at by itself: " + bound);
        assertTrue(bound <= BodyFaults.LOOKS_MAX + 2, bound + " times");
    }
}
