package org.firmwarerecovery.service.endpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.firmwarerecovery.redfish.odata.ETag;
import org.firmwarerecovery.service.resource.RawExchange;
import org.firmwarerecovery.service.resource.RawRoute;
import org.firmwarerecovery.service.resource.UriTemplate;

/** A document that does not change while the server runs: metadata and schema files. */
final class FixedDocument implements RawRoute {
    static final String JSON = "application/json;charset=utf-8";
    static final String XML = "application/xml;charset=utf-8";

    private final UriTemplate uri;
    private final String description;
    private final String entity;
    private final String contentType;
    private final byte[] bytes;
    private final ETag tag;

    FixedDocument(String path, String description, String entity, String contentType, String text) {
        this.uri = new UriTemplate(path);
        this.description = description;
        this.entity = entity;
        this.contentType = contentType;
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
        this.tag = ETag.ofContent(bytes);
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
