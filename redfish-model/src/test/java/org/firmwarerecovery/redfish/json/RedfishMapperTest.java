package org.firmwarerecovery.redfish.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.redfish.message.RedfishError;
import org.firmwarerecovery.redfish.odata.Field;
import org.firmwarerecovery.redfish.odata.Health;
import org.firmwarerecovery.redfish.odata.Link;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedfishMapperTest {
    /** A body with one tri-state member of each kind. */
    public record Body(
            Field<String> text,
            Field<Long> number,
            Field<List<String>> list,
            @JsonProperty("UUID") Field<String> uuid) {}

    private static Body read(String json) throws JsonProcessingException {
        return RedfishMapper.strict().readValue(json, Body.class);
    }

    @Test
    void absent_null_and_value_are_three_things() throws JsonProcessingException {
        Body body = read("{\"Text\":null,\"Number\":5,\"List\":[\"a\",\"b\"]}");

        assertEquals(Field.ofNull(), body.text());
        assertEquals(Field.of(5L), body.number());
        assertEquals(Field.of(List.of("a", "b")), body.list());
        assertEquals(Field.absent(), body.uuid());
        assertEquals("other", body.text().orElse("other"));
        assertEquals(5L, body.number().orElse(1L));
    }

    @Test
    void absent_members_are_not_written_and_null_is() {
        Body body = new Body(Field.ofNull(), Field.of(5L), Field.absent(), Field.of("u"));

        assertEquals("{\"Text\":null,\"Number\":5,\"UUID\":\"u\"}", RedfishMapper.text(body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Text\":5}",
                "{\"Text\":true}",
                "{\"Number\":\"5\"}",
                "{\"Number\":5.5}",
                "{\"List\":\"a\"}",
                "{\"Other\":1}",
                "{\"Text\":\"a\",\"Text\":\"b\"}",
                "{} {}",
                "{\"text\":\"a\"}"
            })
    void nothing_is_converted_duplicated_or_unknown(String json) {
        assertThrows(JsonProcessingException.class, () -> read(json));
    }

    @Test
    void trees_with_duplicate_members_are_refused() {
        assertThrows(JsonProcessingException.class, () -> RedfishMapper.strict().readTree("{\"a\":1,\"a\":2}"));
    }

    @Test
    void nesting_is_limited() throws JsonProcessingException {
        String fits = "[".repeat(RedfishMapper.DEPTH_MAX) + "]".repeat(RedfishMapper.DEPTH_MAX);
        assertTrue(RedfishMapper.strict().readTree(fits).isArray());
        assertThrows(JsonProcessingException.class, () -> RedfishMapper.strict().readTree("[" + fits + "]"));
    }

    @Test
    void the_lenient_mapper_reads_what_other_services_add() throws JsonProcessingException {
        Message message = RedfishMapper.lenient()
                .readValue("{\"MessageId\":\"Vendor.1.0.X\",\"Oem\":{},\"Severity\":\"Critical\"}", Message.class);

        assertEquals("Vendor.1.0.X", message.messageId());
        assertEquals(Health.CRITICAL, message.health());
        assertEquals("", message.message());
    }

    @Test
    void a_link_is_an_object_with_one_member() {
        assertEquals(
                "{\"@odata.id\":\"/redfish/v1/Managers/BMC\"}",
                RedfishMapper.text(Link.to("/redfish/v1/Managers/BMC")));
    }

    @Test
    void an_error_survives_writing_and_reading() throws JsonProcessingException {
        RedfishError error =
                RedfishError.of(List.of(BaseMessages.actionParameterMissing("#UpdateService.SimpleUpdate", "ImageURI")
                        .about("#/ImageURI")));

        assertEquals(error, RedfishMapper.lenient().readValue(RedfishMapper.text(error), RedfishError.class));
    }
}
