package org.firmwarerecovery.conformance.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.restassured.response.Response;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.firmwarerecovery.conformance.site.Client;
import org.jspecify.annotations.Nullable;

/**
 * Judges documents by the JSON Schemas in the folders of system property {@code schemas.dir} (DMTF's, and ours) and by those
 * that the service itself publishes under {@code JsonSchemas}; no network.
 */
final class SchemaCheck {
    private static final String DMTF = "http://redfish.dmtf.org/schemas/";
    private static final String DRAFT_7 = "http://json-schema.org/draft-07/schema#";
    private static final Pattern TYPE = Pattern.compile("#[A-Za-z0-9_.]+\\.[A-Za-z0-9_]+");

    private final List<Path> folders = Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(System.getProperty("schemas.dir", ""))
            .filter(folder -> !folder.isBlank())
            .map(folder -> Path.of(System.getProperty("start.dir", "")).resolve(folder))
            .filter(Files::isDirectory)
            .toList();

    /** File name to {@code $id}, and {@code $id} to text. */
    private final Map<String, String> published = new TreeMap<>();

    private final Map<String, String> texts = new TreeMap<>();
    /** Folder of {@code $id}s to the folder that the service serves them from: unversioned files stand beside the listed ones. */
    private final Map<String, String> served = new TreeMap<>();

    private final Client client;
    private final SchemaRegistry registry =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7, builder -> builder.schemas(this::text));

    /** Reads the schemas that the service publishes. */
    SchemaCheck(Client client) throws Exception {
        this.client = client;
        Response listed = client.ask("/redfish/v1/JsonSchemas");
        if (listed.statusCode() != 200) {
            return;
        }
        for (JsonNode member : Service.json(listed).path("Members")) {
            JsonNode file = client.get(member.path("@odata.id").asText());
            for (JsonNode location : file.path("Location")) {
                String uri = location.path("Uri").asText();
                if (uri.startsWith("/")) {
                    publish(uri, client.get(uri));
                }
            }
        }
    }

    private void publish(String uri, JsonNode schema) {
        String id = schema.path("$id").asText();
        published.put(uri.substring(uri.lastIndexOf('/') + 1), id);
        texts.put(id, schema.toString());
        served.put(id.substring(0, id.lastIndexOf('/') + 1), uri.substring(0, uri.lastIndexOf('/') + 1));
    }

    /** File names of the schemas that the service publishes itself. */
    List<String> published() {
        return List.copyOf(published.keySet());
    }

    /** True when there is a folder with DMTF's schemas. */
    boolean hasOfficial() {
        return folders.stream().anyMatch(folder -> Files.isRegularFile(folder.resolve("Resource.json")));
    }

    /** Types of a document, of its own and of its OEM parts, that no schema at hand defines. */
    List<String> unknown(JsonNode document) {
        return parts(document).keySet().stream()
                .filter(type -> location(type).isEmpty())
                .toList();
    }

    /** What is wrong with a document and its OEM parts by the schemas that their {@code @odata.type}s name. */
    List<String> problems(JsonNode document) {
        List<String> problems = new ArrayList<>();
        parts(document)
                .forEach((type, part) -> location(type)
                        .ifPresent(schema -> registry.getSchema(SchemaLocation.of(schema)).validate(part).stream()
                                .map(Error::toString)
                                .forEach(problems::add)));
        return problems;
    }

    /** The document itself, and what stands in its {@code Oem} objects with a type of its own. */
    private static Map<String, JsonNode> parts(JsonNode document) {
        Map<String, JsonNode> parts = new LinkedHashMap<>();
        parts.put(document.path("@odata.type").asText(), document);
        for (JsonNode oem : document.findValues("Oem")) {
            for (JsonNode part : oem) {
                String type = part.path("@odata.type").asText();
                if (TYPE.matcher(type).matches()) {
                    parts.putIfAbsent(type, part);
                }
            }
        }
        return parts;
    }

    /** Where the schema of a type is: the document of its file, or in an OEM part's file the definition of that name. */
    private Optional<String> location(String type) {
        if (!TYPE.matcher(type).matches()) {
            return Optional.empty();
        }
        String namespace = type.substring(1, type.lastIndexOf('.'));
        String name = type.substring(type.lastIndexOf('.') + 1);
        String file = namespace + ".json";
        String own = published.get(file);
        String document = own != null ? own : DMTF + "v1/" + file;
        if (own == null && find(file).isEmpty()) {
            return Optional.empty();
        }
        boolean resource = namespace.replaceFirst("\\..*", "").equals(name);
        return Optional.of(resource ? document : document + "#/definitions/" + name);
    }

    private @Nullable String text(String iri) {
        String own = texts.get(iri);
        if (own != null) {
            return own.replace(DMTF + "v1/redfish-schema-v1.json", DRAFT_7);
        }
        String name = iri.substring(iri.lastIndexOf('/') + 1);
        String folder = served.get(iri.substring(0, iri.lastIndexOf('/') + 1));
        if (folder != null) {
            return client.ask(folder + name).asString();
        }
        return find(name).map(SchemaCheck::read).orElse(null);
    }

    private Optional<Path> find(String name) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static String read(Path file) {
        try {
            // The keywords of DMTF's dialect are annotations: draft 7 judges the same.
            return Files.readString(file).replace(DMTF + "v1/redfish-schema-v1.json", DRAFT_7);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
