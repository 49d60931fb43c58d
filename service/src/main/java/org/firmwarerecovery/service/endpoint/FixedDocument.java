package org.firmwarerecovery.service.endpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.firmwarerecovery.redfish.odata.ETag;
import org.firmwarerecovery.service.resource.RawExchange;
import org.firmwarerecovery.service.resource.RawRoute;
import org.firmwarerecovery.service.resource.UriTemplate;

/**
 * A document that does not change while the server runs: metadata and schema files. Large ones are
 * read anew for each reader: few ever ask, and kept they would take memory for good. Thread-safe.
 */
final class FixedDocument implements RawRoute {
    static final String JSON = "application/json;charset=utf-8";
    static final String XML = "application/xml;charset=utf-8";
    static final String YAML = "application/yaml;charset=utf-8";

    private final UriTemplate uri;
    private final String description;
    private final String entity;
    private final String contentType;
    private final Supplier<String> text;

    FixedDocument(String path, String description, String entity, String contentType, Supplier<String> text) {
        this.uri = new UriTemplate(path);
        this.description = description;
        this.entity = entity;
        this.contentType = contentType;
        this.text = text;
    }

    @Override
    public UriTemplate uri() {
        return uri;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public List<String> methods() {
        return List.of("GET");
    }

    @Override
    public String entity() {
        return entity;
    }

    @Override
    public void serve(RawExchange exchange) throws IOException {
        byte[] bytes = text.get().getBytes(StandardCharsets.UTF_8);
        ETag tag = ETag.ofContent(bytes);
        exchange.setHeader("ETag", tag.quoted());
        boolean known = exchange.header("If-None-Match")
                .map(header -> !tag.satisfiesIfNoneMatch(header))
                .orElse(false);
        if (known) {
            exchange.empty(304);
        } else {
            exchange.bytes(200, contentType, bytes);
        }
    }
}
