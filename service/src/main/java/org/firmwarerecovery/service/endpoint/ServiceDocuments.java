package org.firmwarerecovery.service.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.firmwarerecovery.redfish.json.SchemaFiles;
import org.firmwarerecovery.redfish.resource.ServiceRoot;
import org.firmwarerecovery.service.resource.RawRoute;
import org.firmwarerecovery.service.resource.ResourceDeclaration;

/**
 * The documents about the service: {@code /redfish}, the OData service document, {@code $metadata}, our own schema files
 * and our interoperability profile (DSP0266, clauses on the protocol version, the service document and the metadata
 * document; DSP0272).
 */
public final class ServiceDocuments {
    private static final String ROOT = "/redfish/v1";
    private static final String OEM_FOLDER = ROOT + "/schemas/";
    private static final String DMTF_FOLDER = "http://redfish.dmtf.org/schemas/v1/";

    private ServiceDocuments() {}

    /** The documents for these resources; {@code $metadata} names each of their schemas. */
    public static List<RawRoute> of(List<ResourceDeclaration> resources) {
        List<RawRoute> routes = new ArrayList<>();
        // Strangers may read these two as often as they like: they are written once.
        String odata = odata(resources);
        String metadata = metadata(resources);
        routes.add(new FixedDocument(
                "/redfish",
                "The protocol versions of this service.",
                "ServiceRoot",
                FixedDocument.JSON,
                () -> "{\"v1\":\"/redfish/v1/\"}"));
        routes.add(new FixedDocument(
                ROOT + "/odata", "The OData service document.", "ServiceRoot", FixedDocument.JSON, () -> odata));
        routes.add(new FixedDocument(
                ROOT + "/$metadata", "The OData metadata document.", "ServiceRoot", FixedDocument.XML, () -> metadata));
        for (String type : SchemaFiles.OEM_TYPES) {
            routes.add(new FixedDocument(
                    OEM_FOLDER + SchemaFiles.csdlName(type),
                    "The CSDL of " + type + ".",
                    "JsonSchemaFile",
                    FixedDocument.XML,
                    () -> SchemaFiles.csdl(type)));
        }
        for (String name : SchemaFiles.jsonSchemaNames()) {
            routes.add(new FixedDocument(
                    OEM_FOLDER + name,
                    "The JSON Schema " + name + ".",
                    "JsonSchemaFile",
                    FixedDocument.JSON,
                    () -> RedfishMapper.text(SchemaFiles.jsonSchema(name))));
        }
        // Not beside the schemas: DMTF's rule gives the profile the name that one of them has.
        routes.add(new FixedDocument(
                OEM_FOLDER + "profiles/" + SchemaFiles.INTEROP_PROFILE,
                "The interoperability profile of firmware recovery.",
                "JsonSchemaFile",
                FixedDocument.JSON,
                () -> RedfishMapper.text(SchemaFiles.interopProfile())));
        return routes;
    }

    /** The OpenAPI document of these resources and routes. */
    static RawRoute openApi(List<ResourceDeclaration> resources, List<RawRoute> routes) {
        List<ResourceDeclaration> all = List.copyOf(resources);
        List<RawRoute> more = List.copyOf(routes);
        return new FixedDocument(
                ROOT + "/openapi.yaml",
                "The OpenAPI document.",
                "JsonSchemaFile",
                FixedDocument.YAML,
                () -> OpenApiDocument.of(all, more));
    }

    private static String odata(List<ResourceDeclaration> resources) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("@odata.context", ROOT + "/$metadata");
        ArrayNode value = document.putArray("value");
        value.addObject().put("name", "Service").put("kind", "Singleton").put("url", ROOT + "/");
        TreeMap<String, String> topLevel = new TreeMap<>();
        for (ResourceDeclaration resource : resources) {
            String path = resource.uri().text();
            if (path.startsWith(ROOT + "/") && path.indexOf('/', ROOT.length() + 1) < 0) {
                topLevel.put(path.substring(ROOT.length() + 1), path);
            }
        }
        topLevel.forEach((name, path) ->
                value.addObject().put("name", name).put("kind", "Singleton").put("url", path));
        return RedfishMapper.text(document);
    }

    private static String metadata(List<ResourceDeclaration> resources) {
        TreeMap<String, TreeSet<String>> namespaces = new TreeMap<>();
        for (ResourceDeclaration resource : resources) {
            TreeSet<String> versions = namespaces.computeIfAbsent(resource.schema(), ignored -> new TreeSet<>());
            versions.add(resource.schema());
            versions.add(resource.schemaFile());
        }
        namespaces.computeIfAbsent("Message", ignored -> new TreeSet<>()).add("Message");
        SchemaFiles.OEM_TYPES.forEach(namespaces::remove);
        StringBuilder xml = new StringBuilder(4_096);
        xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
                .append("<edmx:Edmx xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\" Version=\"4.0\">\n");
        namespaces.forEach((schema, versions) -> reference(xml, DMTF_FOLDER + schema + "_v1.xml", versions));
        for (String type : SchemaFiles.OEM_TYPES) {
            List<String> versions =
                    type.endsWith("Collection") ? List.of(type) : List.of(type, type + "." + SchemaFiles.OEM_VERSION);
            reference(xml, OEM_FOLDER + SchemaFiles.csdlName(type), versions);
        }
        // The validator looks for the container in the first schema.
        return xml.append("  <edmx:DataServices>\n")
                .append("    <Schema xmlns=\"http://docs.oasis-open.org/odata/ns/edm\" Namespace=\"Service\">\n")
                .append("      <EntityContainer Name=\"Service\" Extends=\"")
                .append(rootNamespace())
                .append(".ServiceContainer\"/>\n    </Schema>\n  </edmx:DataServices>\n</edmx:Edmx>\n")
                .toString();
    }

    private static String rootNamespace() {
        String type = ServiceRoot.ODATA_TYPE;
        return type.substring(1, type.lastIndexOf('.'));
    }

    private static void reference(StringBuilder xml, String uri, Iterable<String> namespaces) {
        xml.append("  <edmx:Reference Uri=\"").append(uri).append("\">\n");
        for (String namespace : namespaces) {
            xml.append("    <edmx:Include Namespace=\"").append(namespace).append("\"/>\n");
        }
        xml.append("  </edmx:Reference>\n");
    }
}
