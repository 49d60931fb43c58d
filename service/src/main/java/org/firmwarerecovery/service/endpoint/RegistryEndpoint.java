package org.firmwarerecovery.service.endpoint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.firmwarerecovery.redfish.json.SchemaFiles;
import org.firmwarerecovery.redfish.message.MessageCatalogue;
import org.firmwarerecovery.redfish.message.MessageRegistry;
import org.firmwarerecovery.service.resource.RawRoute;
import org.firmwarerecovery.service.resource.ResourceDeclaration;

/**
 * Where the messages and types of this service are defined. Our own files are served here; those of DMTF are named by where
 * DMTF publishes them.
 */
public final class RegistryEndpoint {
    static final String REGISTRY_FILE = "MessageRegistryFile.v1_1_5.MessageRegistryFile";
    static final String SCHEMA_FILE = "JsonSchemaFile.v1_1_5.JsonSchemaFile";

    private static final String REGISTRIES = "/redfish/v1/Registries";
    private static final String SCHEMAS = "/redfish/v1/JsonSchemas";
    private static final String OWN_FILE = "/redfish/v1/schemas/" + SchemaFiles.OEM_REGISTRY + ".json";
    private static final String DMTF_REGISTRIES = "https://redfish.dmtf.org/registries/";
    private static final String LANGUAGE = "en";

    private RegistryEndpoint() {}

    /** Registries and JsonSchemas with their members. */
    public static List<ResourceDeclaration> declarations() {
        TreeMap<String, ObjectNode> registries = registries();
        TreeMap<String, ObjectNode> schemas = schemas();
        return List.of(
                ResourceDeclaration.collection("MessageRegistryFileCollection", REGISTRIES)
                        .name("Message Registries")
                        .description("The registries that the messages of this service come from.")
                        .members(call -> Optional.of(List.copyOf(registries.keySet())))
                        .build(),
                ResourceDeclaration.of(REGISTRY_FILE, REGISTRIES + "/{MessageRegistryFileId}")
                        .name("Message Registry File")
                        .description("Where a message registry is published.")
                        .read(call -> Optional.ofNullable(registries.get(call.id())))
                        .build(),
                ResourceDeclaration.collection("JsonSchemaFileCollection", SCHEMAS)
                        .name("JSON Schemas")
                        .description("The schemas of this service beside those of DMTF.")
                        .members(call -> Optional.of(List.copyOf(schemas.keySet())))
                        .build(),
                ResourceDeclaration.of(SCHEMA_FILE, SCHEMAS + "/{JsonSchemaFileId}")
                        .name("JSON Schema File")
                        .description("Where a schema is published.")
                        .read(call -> Optional.ofNullable(schemas.get(call.id())))
                        .build());
    }

    /** Our registry itself. */
    public static RawRoute ownRegistry() {
        return new FixedDocument(
                OWN_FILE,
                "The message registry of firmware recovery.",
                "MessageRegistry",
                FixedDocument.JSON,
                () -> RedfishMapper.text(SchemaFiles.oemRegistry()));
    }

    private static TreeMap<String, ObjectNode> registries() {
        TreeMap<String, ObjectNode> files = new TreeMap<>();
        for (MessageRegistry registry : MessageCatalogue.standard().registries()) {
            String id = registry.prefix() + "." + registry.version();
            boolean own = id.equals(SchemaFiles.OEM_REGISTRY);
            String version = registry.version();
            ObjectNode file =
                    file(own ? Map.of("Uri", OWN_FILE) : Map.of("PublicationUri", DMTF_REGISTRIES + id + ".json"));
            file.put("Registry", registry.prefix() + "." + version.substring(0, version.lastIndexOf('.')));
            files.put(id, file);
        }
        return files;
    }

    private static TreeMap<String, ObjectNode> schemas() {
        TreeMap<String, ObjectNode> files = new TreeMap<>();
        for (String type : SchemaFiles.OEM_TYPES) {
            String id = type.endsWith("Collection") ? type : type + "." + SchemaFiles.OEM_VERSION;
            ObjectNode file = file(Map.of("Uri", "/redfish/v1/schemas/" + id + ".json"));
            file.put("Schema", "#" + id + "." + type);
            files.put(id, file);
        }
        return files;
    }

    private static ObjectNode file(Map<String, String> place) {
        ObjectNode file = JsonNodeFactory.instance.objectNode();
        file.putArray("Languages").add(LANGUAGE);
        ObjectNode location = file.putArray("Location").addObject();
        location.put("Language", LANGUAGE);
        place.forEach(location::put);
        return file;
    }
}
