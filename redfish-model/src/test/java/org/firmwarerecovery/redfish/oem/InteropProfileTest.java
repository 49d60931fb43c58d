package org.firmwarerecovery.redfish.oem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.firmwarerecovery.redfish.json.SchemaFiles;
import org.firmwarerecovery.redfish.testing.DmtfFiles;
import org.junit.jupiter.api.Test;

/** The interoperability profile: by the rules of DMTF for such files, and about things that there are. */
class InteropProfileTest {
    private static final String OEM_SCHEMA = "FirmwareRecovery";

    private final JsonNode profile = SchemaFiles.interopProfile();
    private final List<String> unknown = new ArrayList<>();

    @Test
    void it_follows_the_schema_of_interoperability_profiles() {
        JsonNode schema = DmtfFiles.json("profile-schema", "RedfishInteroperabilityProfile.v1_9_0.json");

        List<String> problems = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7, builder -> {})
                .getSchema(schema.toString())
                .validate(profile)
                .stream()
                .map(Error::toString)
                .toList();

        assertEquals(List.of(), problems);
    }

    @Test
    void its_file_name_says_which_profile_of_which_version_it_is() {
        String version = profile.path("ProfileVersion").asText().replace('.', '_');

        assertEquals(SchemaFiles.INTEROP_PROFILE, profile.path("ProfileName").asText() + ".v" + version + ".json");
        assertEquals(
                "RedfishInteroperabilityProfile.v1_9_0",
                profile.path("SchemaDefinition").asText());
    }

    @Test
    void each_of_our_resources_has_its_requirements_and_they_name_what_our_schemas_have() {
        for (String type : SchemaFiles.OEM_TYPES) {
            JsonNode resource = profile.path("Resources").path(type);
            assertEquals(!type.equals(OEM_SCHEMA), resource.isObject(), type);
            if (type.endsWith("Collection")) {
                continue;
            }
            JsonNode definitions = definitions(type);
            for (JsonNode demands : cases(resource)) {
                check(type, demands, definitions.path(type), definitions);
                demands.path("ActionRequirements").fieldNames().forEachRemaining(action -> {
                    if (!definitions.path("Actions").path("properties").has("#" + type + "." + action)) {
                        unknown.add(type + "." + action);
                    }
                });
            }
        }
        assertEquals(List.of(), unknown);
    }

    @Test
    void what_it_demands_of_our_part_of_standard_resources_is_in_our_schema() {
        JsonNode definitions = definitions(OEM_SCHEMA);
        TreeSet<String> extended = new TreeSet<>();
        profile.path("Resources").properties().forEach(resource -> {
            for (JsonNode demands : cases(resource.getValue())) {
                JsonNode own = demands.at("/PropertyRequirements/Oem/PropertyRequirements/FirmwareRecovery");
                if (own.isObject()) {
                    extended.add(resource.getKey());
                    check(resource.getKey(), own, definitions.path(resource.getKey()), definitions);
                }
            }
        });
        assertEquals(List.of(), unknown);
        assertTrue(extended.containsAll(List.of("Manager", "SoftwareInventory", "UpdateService")), extended::toString);
    }

    @Test
    void roles_and_messages_are_those_that_there_are() {
        List<String> roles = new ArrayList<>();
        definitions(OEM_SCHEMA).at("/NodeRole/enum").forEach(word -> roles.add(word.asText()));
        TreeSet<String> asked = new TreeSet<>();
        profile.at("/Resources/FirmwareRecoveryService/UseCases")
                .forEach(use -> use.path("UseCaseKeyValues").forEach(role -> asked.add(role.asText())));
        assertEquals(new TreeSet<>(roles), asked);

        JsonNode messages = SchemaFiles.oemRegistry().path("Messages");
        profile.at("/Registries/FirmwareRecovery/Messages")
                .fieldNames()
                .forEachRemaining(key -> assertTrue(messages.has(key), key));
    }

    private static JsonNode definitions(String type) {
        return SchemaFiles.jsonSchema(type + "." + SchemaFiles.OEM_VERSION + ".json")
                .path("definitions");
    }

    /** A resource's use cases, or the resource itself. */
    private static List<JsonNode> cases(JsonNode resource) {
        List<JsonNode> cases = new ArrayList<>();
        resource.path("UseCases").forEach(cases::add);
        return cases.isEmpty() ? List.of(resource) : cases;
    }

    private void check(String path, JsonNode demands, JsonNode definition, JsonNode definitions) {
        demands.path("PropertyRequirements").properties().forEach(property -> {
            String name = path + "." + property.getKey();
            JsonNode found = definition.path("properties").path(property.getKey());
            if (found.isMissingNode()) {
                unknown.add(name);
            }
            JsonNode type = found.has("items") ? found.path("items") : found;
            String reference = type.path("$ref").asText("");
            if (reference.startsWith("#/definitions/")) {
                JsonNode inner = definitions.path(reference.substring(reference.lastIndexOf('/') + 1));
                check(name, property.getValue(), inner, definitions);
            }
        });
    }
}
