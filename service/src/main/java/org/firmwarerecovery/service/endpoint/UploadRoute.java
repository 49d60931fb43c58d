package org.firmwarerecovery.service.endpoint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.resource.SimpleUpdateBody;
import org.firmwarerecovery.service.resource.RawExchange;
import org.firmwarerecovery.service.resource.RawRoute;
import org.firmwarerecovery.service.resource.Reply;
import org.firmwarerecovery.service.resource.UriTemplate;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.job.IngestSource;
import org.firmwarerecovery.update.job.Job;
import org.jspecify.annotations.Nullable;

/**
 * Takes an image by push (DSP0266, clause on multipart HTTP push): {@code multipart/form-data} with {@code UpdateParameters}
 * and {@code UpdateFile} in any order, the first one optional; the part {@code file} of Dell-type scripts; or the bare bytes.
 */
final class UploadRoute implements RawRoute {
    static final String PATH = ImagePaths.UPDATE_SERVICE + "/upload";

    private static final int PARAMETER_BYTES_MAX = 65_536;
    private static final int FILE_NAME_LENGTH_MAX = 128;

    private final NodeContext context;
    private final UploadFolder folder;
    private final LiveSettings settings;

    UploadRoute(NodeContext context, UploadFolder folder, LiveSettings settings) {
        this.settings = settings;
        this.context = context;
        this.folder = folder;
    }

    @Override
    public UriTemplate uri() {
        return new UriTemplate(PATH);
    }

    @Override
    public String description() {
        return "Takes an image by push.";
    }

    @Override
    public List<String> methods() {
        return List.of("POST");
    }

    @Override
    public String entity() {
        return "UpdateService";
    }

    /** What came in. */
    private static final class Received {
        private @Nullable String stagingName;
        private String fileName = "";
        private byte[] parameters = {};
    }

    @Override
    public void serve(RawExchange exchange) throws IOException {
        String type = exchange.header("Content-Type").orElse("application/octet-stream");
        String plain = type.toLowerCase(Locale.ROOT);
        if (plain.startsWith("application/json") || plain.startsWith("application/x-www-form-urlencoded")) {
            throw new RedfishException(415, BaseMessages.headerInvalid("Content-Type"));
        }
        UpdateServiceEndpoint.requireEnabled(settings);
        folder.requireRoom(Math.max(0, exchange.contentLength()));
        Received received = new Received();
        boolean handedOver = false;
        try {
            if (plain.startsWith("multipart/")) {
                multipart(exchange, type, received);
            } else {
                try (InputStream body = exchange.body()) {
                    received.stagingName = folder.take(body);
                }
            }
            Reply accepted = start(exchange, received);
            // The job owns the file from here on, whether or not the client still hears the answer.
            handedOver = true;
            exchange.reply(accepted);
        } finally {
            if (!handedOver && received.stagingName != null) {
                folder.discard(received.stagingName);
            }
        }
    }

    private void multipart(RawExchange exchange, String type, Received received) throws IOException {
        String boundary =
                MultipartReader.boundary(type).orElseThrow(() -> malformed("The Content-Type has no boundary."));
        try (InputStream body = exchange.body()) {
            MultipartReader reader = new MultipartReader(body, boundary);
            for (Optional<MultipartReader.Part> part = reader.next(); part.isPresent(); part = reader.next()) {
                take(part.get(), received);
            }
        } catch (MultipartReader.MalformedPartException e) {
            throw malformed("The message is malformed: " + e.getMessage() + ".");
        }
        if (received.stagingName == null) {
            throw malformed("There is no part UpdateFile.");
        }
    }

    private void take(MultipartReader.Part part, Received received) throws IOException {
        boolean file = part.name().equals("UpdateFile") || part.name().equals("file");
        if (part.name().equals("UpdateParameters")) {
            received.parameters = part.body().readNBytes(PARAMETER_BYTES_MAX + 1);
            if (received.parameters.length > PARAMETER_BYTES_MAX) {
                throw new RedfishException(413, BaseMessages.payloadTooLarge());
            }
        } else if (file && received.stagingName == null) {
            received.stagingName = folder.take(part.body());
            received.fileName = part.fileName().orElse("");
        } else if (file) {
            throw malformed("There is more than one image.");
        }
        // Oem parts and unknown ones are skipped by the reader.
    }

    private Reply start(RawExchange exchange, Received received) {
        String name = received.stagingName;
        if (name == null) {
            throw malformed("There is no image.");
        }
        SimpleUpdateBody body = received.parameters.length == 0
                ? exchange.parse(JsonNodeFactory.instance.objectNode(), SimpleUpdateBody.class)
                : exchange.parse(received.parameters, SimpleUpdateBody.class);
        UpdateRequest request = new UpdateRequest(context);
        List<ComponentId> targets = request.targets(body);
        Job.Options options = request.options(body);
        IngestSource source = new IngestSource.Upload(name, shown(received.fileName));
        return UpdateServiceEndpoint.start(context, exchange.call(), source, targets, options, "");
    }

    /** A client's file name for logs and records: any characters came in, harmless ones go on. */
    private static String shown(String fileName) {
        String plain = fileName.replaceAll("[^A-Za-z0-9._+ -]", "_");
        return plain.substring(0, Math.min(plain.length(), FILE_NAME_LENGTH_MAX));
    }

    private static RedfishException malformed(String why) {
        return new RedfishException(400, BaseMessages.missingOrMalformedPart().because(why));
    }
}
