package org.firmwarerecovery.redfish.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.firmwarerecovery.redfish.json.SchemaFiles;
import org.firmwarerecovery.redfish.odata.Health;
import org.firmwarerecovery.redfish.testing.DmtfFiles;
import org.junit.jupiter.api.Test;

class MessageCatalogueTest {
    private static List<MessageRegistry> official() {
        List<MessageRegistry> registries = new ArrayList<>();
        for (JsonNode registry : DmtfFiles.all("registries")) {
            if (List.of("Base", "Update", "TaskEvent", "AccountSecurity", "ResourceEvent", "LogService")
                    .contains(registry.path("RegistryPrefix").asText())) {
                registries.add(MessageRegistry.parse(registry));
            }
        }
        registries.add(MessageRegistry.parse(SchemaFiles.oemRegistry()));
        return registries;
    }

    @Test
    void every_factory_fits_the_official_registries() {
        assertEquals(List.of(), MessageCatalogue.verify(official()));
    }

    @Test
    void every_factory_fits_the_excerpt_that_is_shipped() {
        assertEquals(
                List.of(), MessageCatalogue.verify(MessageCatalogue.standard().registries()));
    }

    @Test
    void every_message_of_the_catalogue_has_a_factory() {
        Map<String, List<String>> factories = MessageCatalogue.factoryKeys();
        for (MessageRegistry registry : MessageCatalogue.standard().registries()) {
            assertEquals(
                    registry.templates().navigableKeySet(),
                    new TreeSet<>(factories.getOrDefault(registry.prefix(), List.of())),
                    registry.prefix());
        }
    }

    @Test
    void a_factory_that_does_not_fit_is_reported() {
        List<MessageRegistry> wrong = new ArrayList<>();
        for (MessageRegistry registry : MessageCatalogue.standard().registries()) {
            if (!registry.prefix().equals("Update")) {
                wrong.add(registry);
            }
        }
        ObjectNode update = RedfishMapper.strict().createObjectNode();
        update.put("RegistryPrefix", "Update").put("RegistryVersion", "1.3.0");
        update.putObject("Messages")
                .putObject("TargetDetermined")
                .put("Message", "swapped %2 and %1")
                .put("MessageSeverity", "Warning")
                .put("NumberOfArgs", 2)
                .put("Resolution", "None.")
                .putArray("ParamTypes")
                .add("string")
                .add("number");
        wrong.add(MessageRegistry.parse(update));

        List<String> problems = MessageCatalogue.verify(wrong);

        assertTrue(problems.contains("Update.1.3.UpdateInProgress: the registry has no UpdateInProgress"));
        assertTrue(problems.contains("Update.1.3.TargetDetermined: the severity differs from the registry"));
        assertTrue(problems.stream().anyMatch(line -> line.startsWith("Update.1.3.TargetDetermined: arguments are")));
    }

    @Test
    void arguments_are_put_in_and_listed() {
        Message message = UpdateMessages.updateSuccessful("BMC", "2.4.1");

        assertEquals("Update.1.3.UpdateSuccessful", message.messageId());
        assertEquals("Device 'BMC' successfully updated with image '2.4.1'.", message.message());
        assertEquals(List.of("BMC", "2.4.1"), message.messageArgs());
        assertEquals("UpdateSuccessful", message.key());
    }

    @Test
    void an_argument_that_looks_like_a_placeholder_is_left_alone() {
        Message message = BaseMessages.propertyValueNotInList("%2 and 100%", "Policy");

        assertTrue(message.message().contains("'%2 and 100%'"), message.message());
    }

    @Test
    void both_severities_are_written_and_equal() {
        JsonNode json = RedfishMapper.tree(RecoveryMessages.donorBusy(30));

        assertEquals("Warning", json.path("Severity").asText());
        assertEquals("Warning", json.path("MessageSeverity").asText());
        assertEquals("#Message.v1_3_0.Message", json.path("@odata.type").asText());
        assertEquals("30", json.path("MessageArgs").path(0).asText());
        assertFalse(json.has("RelatedProperties"));
    }

    @Test
    void our_registry_has_no_deprecated_severity_and_says_what_to_do() {
        JsonNode registry = SchemaFiles.oemRegistry();
        for (JsonNode message : registry.path("Messages")) {
            assertFalse(message.has("Severity"), message.toString());
            assertTrue(message.path("Resolution").asText().endsWith("."), message.toString());
            assertEquals(
                    message.path("NumberOfArgs").asInt(),
                    message.path("ArgDescriptions").size(),
                    message.toString());
        }
    }

    @Test
    void the_error_body_leads_with_the_first_message() {
        RedfishException failure = new RedfishException(
                        503, RecoveryMessages.donorBusy(30), BaseMessages.serviceTemporarilyUnavailable("30"))
                .withHeader("Retry-After", "30");

        assertEquals("FirmwareRecovery.1.0.DonorBusy", failure.body().error().code());
        assertEquals(2, failure.body().error().extendedInfo().size());
        assertEquals(Map.of("Retry-After", "30"), failure.headers());
        assertEquals(Health.WARNING, failure.messages().get(0).health());
    }

    @Test
    void an_exception_is_never_a_success() {
        assertThrows(IllegalArgumentException.class, () -> new RedfishException(200, BaseMessages.success()));
    }
}
