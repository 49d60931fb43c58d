package org.firmwarerecovery.service.endpoint;

import java.util.List;
import java.util.Locale;
import org.firmwarerecovery.service.resource.ActionDeclaration;
import org.firmwarerecovery.service.resource.RawRoute;
import org.firmwarerecovery.service.resource.ResourceDeclaration;
import org.firmwarerecovery.service.resource.UriTemplate;

/**
 * {@code /redfish/v1/openapi.yaml}: each path with its methods (DSP0266, clause on OpenAPI). Standard payloads refer to
 * DMTF's own OpenAPI files; ours are described by JSON Schema and stand here as objects.
 */
final class OpenApiDocument {
    private static final String DMTF = "http://redfish.dmtf.org/schemas/v1/";
    private static final String JSON = "application/json";

    private final StringBuilder yaml = new StringBuilder(16_384);

    private OpenApiDocument() {}

    /** The document, as YAML. */
    static String of(List<ResourceDeclaration> resources, List<RawRoute> routes) {
        OpenApiDocument document = new OpenApiDocument();
        document.head();
        resources.forEach(document::resource);
        routes.forEach(document::route);
        return document.yaml.toString();
    }

    private void head() {
        line(0, "openapi: 3.0.3");
        line(0, "info:");
        line(1, "title: Redfish Firmware Recovery");
        line(1, "version: \"" + ServiceRootEndpoint.REDFISH_VERSION + "\"");
        line(0, "security:");
        line(1, "- basic: []");
        line(1, "- session: []");
        line(0, "components:");
        line(1, "securitySchemes:");
        line(2, "basic: {type: http, scheme: basic}");
        line(2, "session: {type: apiKey, in: header, name: X-Auth-Token}");
        line(0, "paths:");
    }

    private void resource(ResourceDeclaration resource) {
        String schema = schema(resource);
        path(resource.uri());
        for (String method : resource.methods()) {
            String body = method.equals("POST") || method.equals("PATCH") ? JSON : "";
            operation(method, resource.description(), body, JSON, schema);
        }
        for (ActionDeclaration<?> action : resource.actions()) {
            path(new UriTemplate(resource.target(resource.uri().text(), action)));
            operation("POST", action.description(), JSON, JSON, "{type: object}");
        }
    }

    private void route(RawRoute route) {
        path(route.uri());
        for (String method : route.methods()) {
            operation(method, route.description(), method.equals("POST") ? "'*/*'" : "", "'*/*'", "{}");
        }
    }

    private void path(UriTemplate uri) {
        line(1, uri.text() + ":");
        if (!uri.parameters().isEmpty()) {
            line(2, "parameters:");
            uri.parameters()
                    .forEach(name ->
                            line(2, "- {name: " + name + ", in: path, required: true, schema: {type: string}}"));
        }
    }

    private void operation(String method, String summary, String requestType, String type, String schema) {
        line(2, method.toLowerCase(Locale.ROOT) + ":");
        line(3, "summary: '" + summary.replace("'", "''") + "'");
        if (!requestType.isEmpty()) {
            line(3, "requestBody: {content: {" + requestType + ": {schema: {}}}}");
        }
        line(3, "responses:");
        line(4, "2XX:");
        line(5, "description: It is done, or under way.");
        if (method.equals("GET")) {
            line(5, "content: {" + type + ": {schema: " + schema + "}}");
        }
        line(4, "default:");
        line(5, "description: It was refused.");
        line(
                5,
                "content: {" + JSON + ": {schema: {$ref: '" + DMTF + "redfish-error.v1_0_2.yaml"
                        + "#/components/schemas/RedfishError'}}}");
    }

    private static String schema(ResourceDeclaration resource) {
        if (resource.type().startsWith("Firmware")) {
            return "{type: object}";
        }
        return "{$ref: '" + DMTF + resource.schemaFile() + ".yaml#/components/schemas/"
                + resource.type().replace('.', '_') + "'}";
    }

    private void line(int depth, String text) {
        yaml.append("  ".repeat(depth)).append(text).append('\n');
    }
}
