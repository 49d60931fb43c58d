package org.firmwarerecovery.redfish.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.firmwarerecovery.redfish.json.SchemaFiles;
import org.firmwarerecovery.redfish.odata.ODataType;
import org.jspecify.annotations.Nullable;

/** Validates payloads against the official JSON Schemas below {@code shared.dir} and our own, without any network. */
public final class PayloadCheck {
    /** What our own schemas are called by their {@code $id}. */
    public static final String OWN = "https://firmware-recovery.invalid/schemas/v1/";

    private static final String DMTF = "http://redfish.dmtf.org/schemas/";
    private static final String DRAFT_7 = "http://json-schema.org/draft-07/schema#";

    private final Path official;
    private final SchemaRegistry registry;

    /** Needs the official files: a test without them is skipped, or fails in CI. */
    public PayloadCheck() {
        official = DmtfFiles.folder("json-schema");
        registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_7, builder -> builder.schemas(this::schemaText));
    }

    /** A payload: the members of a record inside the envelope that the service adds. */
    public static ObjectNode payload(String odataType, String path, Object record) {
        ObjectNode payload = RedfishMapper.strict().createObjectNode();
        payload.put("@odata.id", path);
        payload.put("@odata.type", odataType);
        if (!new ODataType(odataType).isCollection()) {
            payload.put("Id", path.substring(path.lastIndexOf('/') + 1));
        }
        payload.put("Name", "Name of " + path);
        payload.setAll(RedfishMapper.tree(record));
        return payload;
    }

    /** What is wrong with a payload, by the schema that its {@code @odata.type} names; empty when nothing is. */
    public List<String> problems(JsonNode payload) {
        ODataType type = new ODataType(payload.path("@odata.type").asText());
        boolean own = SchemaFiles.jsonSchemaNames().contains(type.schemaFile());
        return problems((own ? OWN : DMTF + "v1/") + type.schemaFile(), payload);
    }

    /** What is wrong with a payload by one schema, or definition of a schema. */
    public List<String> problems(String schema, JsonNode payload) {
        return registry.getSchema(SchemaLocation.of(schema)).validate(payload).stream()
                .map(Error::toString)
                .toList();
    }

    private @Nullable String schemaText(String iri) {
        if (iri.startsWith(OWN)) {
            return SchemaFiles.jsonSchema(iri.substring(OWN.length())).toString();
        }
        if (!iri.startsWith(DMTF)) {
            return null;
        }
        String name = iri.substring(DMTF.length()).replaceFirst("^v1/", "");
        try {
            // The keywords of DMTF's dialect are annotations: draft 7 judges the same.
            return Files.readString(official.resolve(name))
                    .replace("http://redfish.dmtf.org/schemas/v1/redfish-schema-v1.json", DRAFT_7);
        } catch (IOException e) {
            throw new UncheckedIOException("referenced schema is not there: " + iri, e);
        }
    }
}
