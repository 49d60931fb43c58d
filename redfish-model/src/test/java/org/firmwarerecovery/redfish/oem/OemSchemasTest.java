package org.firmwarerecovery.redfish.oem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.firmwarerecovery.redfish.json.SchemaFiles;
import org.firmwarerecovery.redfish.resource.ResourceCollection;
import org.firmwarerecovery.redfish.testing.Csdl;
import org.firmwarerecovery.redfish.testing.Filled;
import org.firmwarerecovery.redfish.testing.PayloadCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

class OemSchemasTest {
    static final List<String> TYPES = SchemaFiles.OEM_TYPES;

    static Stream<Arguments> resources() {
        return Stream.of(
                Arguments.of(FirmwareRecoveryService.ODATA_TYPE, OemSamples.BASE, OemSamples.service()),
                Arguments.of(FirmwarePeer.ODATA_TYPE, OemSamples.BASE + "/Peers/1", OemSamples.peer()),
                Arguments.of(FirmwareOffer.ODATA_TYPE, OemSamples.BASE + "/Offers/1", OemSamples.offer()),
                Arguments.of(
                        FirmwareRecoveryRecord.ODATA_TYPE, OemSamples.BASE + "/Recoveries/1", OemSamples.record()));
    }

    static Stream<Arguments> extensions() {
        return Stream.of(
                Arguments.of("UpdateService", OemSamples.updateService()),
                Arguments.of("SoftwareInventory", OemSamples.softwareInventory()),
                Arguments.of("Manager", OemSamples.manager()),
                Arguments.of("ComponentIntegrity", OemSamples.componentIntegrity()),
                Arguments.of("Task", OemSamples.task()));
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("FirmwareRecoveryService", "RequestImage", RequestImageBody.class),
                Arguments.of("FirmwareRecoveryService", "StartRecovery", StartRecoveryBody.class),
                Arguments.of("FirmwareRecoveryService", "VerifyImages", VerifyImagesBody.class),
                Arguments.of("FirmwareRecoveryService", "Drill", DrillBody.class),
                Arguments.of("FirmwareRecoveryService", "AdoptImage", AdoptImageBody.class),
                Arguments.of("FirmwareOffer", "Accept", AcceptBody.class),
                Arguments.of("FirmwareOffer", "Complete", CompleteBody.class));
    }

    @ParameterizedTest
    @MethodSource("resources")
    void resources_follow_our_json_schema(String type, String path, Object record) throws Exception {
        ObjectNode payload = PayloadCheck.payload(type, path, record);

        assertEquals(List.of(), Filled.holes(record), "the sample must prove every member");
        assertEquals(List.of(), new PayloadCheck().problems(payload), payload.toPrettyString());
        assertEquals(record, RedfishMapper.strict().readValue(RedfishMapper.text(record), record.getClass()));
    }

    @ParameterizedTest
    @MethodSource("extensions")
    void extensions_follow_our_json_schema(String host, Oem<?> oem) throws Exception {
        Object extension = Objects.requireNonNull(oem.firmwareRecovery());
        String schema = PayloadCheck.OWN + "FirmwareRecovery.v1_0_0.json#/definitions/" + host;

        assertEquals(List.of(), Filled.holes(oem), "the sample must prove every member");
        assertEquals(List.of(), new PayloadCheck().problems(schema, RedfishMapper.tree(extension)));
        assertEquals(
                "#FirmwareRecovery.v1_0_0." + host,
                RedfishMapper.tree(extension).path("@odata.type").asText());
        assertEquals(extension, RedfishMapper.strict().readValue(RedfishMapper.text(extension), extension.getClass()));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void action_bodies_have_the_parameters_of_the_schema(String entity, String action, Class<?> body) {
        JsonNode parameters = SchemaFiles.jsonSchema(entity + ".v1_0_0.json")
                .path("definitions")
                .path(action)
                .path("parameters");
        List<String> expected = new ArrayList<>();
        parameters.fieldNames().forEachRemaining(expected::add);

        List<String> found = new ArrayList<>();
        for (var component : body.getRecordComponents()) {
            String name = component.getName();
            found.add(Character.toUpperCase(name.charAt(0)) + name.substring(1));
        }
        assertEquals(expected, found);
    }

    @Test
    void collections_follow_our_json_schema() {
        for (String type : List.of("FirmwarePeerCollection", "FirmwareOfferCollection")) {
            ObjectNode payload = PayloadCheck.payload(
                    "#" + type + "." + type, OemSamples.BASE, ResourceCollection.of(List.of(OemSamples.BASE + "/x")));
            assertEquals(List.of(), new PayloadCheck().problems(payload));
        }
    }

    @Test
    void a_wrong_word_or_unknown_member_is_refused_by_our_json_schema() {
        ObjectNode payload =
                PayloadCheck.payload(FirmwareOffer.ODATA_TYPE, OemSamples.BASE + "/Offers/1", OemSamples.offer());
        payload.put("State", "offered").put("Uri", "/x");

        assertEquals(2, new PayloadCheck().problems(payload).size());
    }

    @Test
    void our_json_schemas_are_valid_draft_7() {
        for (String name : SchemaFiles.jsonSchemaNames()) {
            assertEquals(
                    List.of(),
                    new PayloadCheck().problems("http://json-schema.org/draft-07/schema", SchemaFiles.jsonSchema(name)),
                    name);
            assertEquals(
                    PayloadCheck.OWN + name,
                    SchemaFiles.jsonSchema(name).path("$id").asText());
        }
    }

    @ParameterizedTest
    @FieldSource("TYPES")
    void the_unversioned_schema_comes_first(String type) {
        List<String> namespaces = Csdl.of(type).namespaces();

        // The Service Validator takes the last matching namespace and dies on an unversioned one after a versioned one.
        assertEquals(
                type.endsWith("Collection") ? List.of(type) : List.of(type, type + "." + SchemaFiles.OEM_VERSION),
                namespaces);
    }

    @ParameterizedTest
    @FieldSource("TYPES")
    void every_property_is_described_and_none_is_called_uri(String type) {
        for (Element property : Csdl.of(type).elements("Property", "NavigationProperty")) {
            String name = property.getAttribute("Name");
            assertFalse(name.equals("Uri"), "the Service Validator would follow it");
            List<String> terms = Csdl.annotations(property);
            assertTrue(terms.containsAll(List.of("OData.Description", "OData.LongDescription")), name + ": " + terms);
        }
        for (Element entity : Csdl.of(type).elements("EntityType")) {
            if (entity.getAttribute("BaseType").startsWith("Resource.")) {
                assertTrue(Csdl.annotations(entity)
                        .containsAll(List.of(
                                "Redfish.Uris",
                                "Capabilities.InsertRestrictions",
                                "Capabilities.UpdateRestrictions",
                                "Capabilities.DeleteRestrictions")));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("TYPES")
    void csdl_and_json_schema_have_the_same_properties(String type) {
        if (type.endsWith("Collection")) {
            assertEquals(1, Csdl.of(type).elements("NavigationProperty").size());
            return;
        }
        JsonNode definitions = SchemaFiles.jsonSchema(type + ".v1_0_0.json").path("definitions");
        for (Element structure : Csdl.of(type).elements("ComplexType", "EntityType")) {
            if (structure.hasAttribute("Abstract")) {
                continue;
            }
            TreeSet<String> csdl = new TreeSet<>();
            Csdl.children(structure, "Property", "NavigationProperty")
                    .forEach(property -> csdl.add(property.getAttribute("Name")));
            TreeSet<String> json = new TreeSet<>();
            definitions
                    .path(structure.getAttribute("Name"))
                    .path("properties")
                    .fieldNames()
                    .forEachRemaining(json::add);
            json.removeIf(name -> name.contains("@") || name.startsWith("#"));
            if (structure.getTagName().equals("EntityType")) {
                json.removeAll(List.of("Id", "Name", "Description", "Oem"));
            }
            assertEquals(csdl, json, structure.getAttribute("Name"));
        }
        for (Element enumeration : Csdl.of(type).elements("EnumType")) {
            List<String> words = Csdl.children(enumeration, "Member").stream()
                    .map(member -> member.getAttribute("Name"))
                    .toList();
            List<String> json = new ArrayList<>();
            definitions.path(enumeration.getAttribute("Name")).path("enum").forEach(word -> json.add(word.asText()));
            assertEquals(words, json, enumeration.getAttribute("Name"));
        }
    }
}
