package org.firmwarerecovery.conformance.redfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.firmwarerecovery.conformance.site.Operator;
import org.jspecify.annotations.Nullable;

/**
 * Judges documents by the official JSON Schemas below {@code shared.dir} and by those that the service itself publishes
 * under {@code JsonSchemas}; no network.
 */
final class SchemaCheck {
    private static final String DMTF = "http://redfish.dmtf.org/schemas/";
    private static final String DRAFT_7 = "http://json-schema.org/draft-07/schema#";

    private final Path official = Path.of(System.getProperty("shared.dir")).resolve("dmtf/json-schema");
    /** File name to {@code $id}, and {@code $id} to text. */
    private final Map<String, String> published = new TreeMap<>();

    private final Map<String, String> texts = new TreeMap<>();
    /** Folder of {@code $id}s to the folder that the service serves them from: unversioned files stand beside the listed ones. */
    private final Map<String, String> folders = new TreeMap<>();

    private final Operator operator;
    private final SchemaRegistry registry =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7, builder -> builder.schemas(this::text));

    /** Reads the schemas that the service publishes. */
    SchemaCheck(Operator operator) throws Exception {
        this.operator = operator;
        for (JsonNode member : operator.get("/redfish/v1/JsonSchemas").path("Members")) {
            JsonNode file = operator.get(member.path("@odata.id").asText());
            for (JsonNode location : file.path("Location")) {
                String uri = location.path("Uri").asText();
                if (!uri.isEmpty()) {
                    JsonNode schema = operator.get(uri);
                    String id = schema.path("$id").asText();
                    published.put(uri.substring(uri.lastIndexOf('/') + 1), id);
                    texts.put(id, schema.toString());
                    folders.put(id.substring(0, id.lastIndexOf('/') + 1), uri.substring(0, uri.lastIndexOf('/') + 1));
                }
            }
        }
    }

    /** File names of the schemas that the service publishes itself. */
    List<String> published() {
        return List.copyOf(published.keySet());
    }

    /** What is wrong with a document by the schema that its {@code @odata.type} names. */
    List<String> problems(JsonNode document) {
        String type = document.path("@odata.type").asText();
        String file = type.replaceFirst("#", "").replaceFirst("\\.[^.]*$", "") + ".json";
        String own = published.get(file);
        return problems(own != null ? own : DMTF + "v1/" + file, document);
    }

    private List<String> problems(String schema, JsonNode document) {
        return registry.getSchema(SchemaLocation.of(schema)).validate(document).stream()
                .map(Error::toString)
                .toList();
    }

    private @Nullable String text(String iri) {
        String own = texts.get(iri);
        if (own != null) {
            return own.replace(DMTF + "v1/redfish-schema-v1.json", DRAFT_7);
        }
        String folder = folders.get(iri.substring(0, iri.lastIndexOf('/') + 1));
        if (folder != null) {
            return operator.request()
                    .get(folder + iri.substring(iri.lastIndexOf('/') + 1))
                    .asString();
        }
        if (!iri.startsWith(DMTF)) {
            return null;
        }
        String name = iri.substring(DMTF.length()).replaceFirst("^v1/", "");
        try {
            // The keywords of DMTF's dialect are annotations: draft 7 judges the same.
            return Files.readString(official.resolve(name)).replace(DMTF + "v1/redfish-schema-v1.json", DRAFT_7);
        } catch (IOException e) {
            throw new UncheckedIOException("referenced schema is not there: " + iri, e);
        }
    }
}
