package org.firmwarerecovery.service.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A plain Redfish client with Basic authentication. Blocking; thread-safe. Paths are service paths such as
 * {@code /redfish/v1/UpdateService}.
 */
public final class RedfishClient {
    /** Where images are pushed to. */
    public static final String UPLOAD = "/redfish/v1/UpdateService/upload";

    private static final String NAME_CHECK_OFF = "jdk.internal.httpclient.disableHostnameVerification";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration UPLOAD_TIMEOUT = Duration.ofMinutes(30);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Access access;
    private final HttpClient http;
    private final String authorization;
    private final Optional<String> pinned;

    private RedfishClient(Access access, ServerTrust.Believed believed) {
        this.access = access;
        this.pinned = believed.pinned();
        this.authorization = "Basic "
                + Base64.getEncoder()
                        .encodeToString((access.user() + ":" + access.password()).getBytes(StandardCharsets.UTF_8));
        // HTTP/1.1: an upgrade offered with a POST makes some servers wait for a body that never comes.
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .sslContext(believed.tls())
                .build();
    }

    /** Prepares a client; with {@code insecure} the server is asked for its certificate now. */
    public static RedfishClient connect(Access access) throws IOException {
        if (access.insecure()) {
            // The certificate is pinned instead of the name; the JDK client reads this once, before its first use.
            System.setProperty(NAME_CHECK_OFF, "true");
        }
        return new RedfishClient(access, ServerTrust.of(access));
    }

    /** Whom this client speaks to, as whom. */
    public Access access() {
        return access;
    }

    /** SHA-256 fingerprint of the certificate that is believed unseen before; empty where the server's chain is judged. */
    public Optional<String> pinned() {
        return pinned;
    }

    /** Reads a resource. */
    public JsonNode get(String path) throws IOException {
        return send(request(path).GET(), path).body();
    }

    /** Reads all members of a collection, following its pages. */
    public List<JsonNode> members(String path) throws IOException {
        List<JsonNode> members = new ArrayList<>();
        Optional<String> page = Optional.of(path);
        while (page.isPresent()) {
            JsonNode collection = get(page.get());
            for (JsonNode link : collection.path("Members")) {
                members.add(get(link.path("@odata.id").asText()));
            }
            page = Optional.ofNullable(collection.get("Members@odata.nextLink")).map(JsonNode::asText);
        }
        return members;
    }

    /** Calls an action or creates a member. */
    public Answer post(String path, JsonNode body) throws IOException {
        return send(
                request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body.toString())),
                path);
    }

    /** Changes properties of a resource. */
    public Answer patch(String path, JsonNode body) throws IOException {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .method("PATCH", BodyPublishers.ofString(body.toString())),
                path);
    }

    /** Asks again without judging the status: for task monitors, whose 4xx is an answer. */
    public Answer poll(String path) throws IOException {
        return answer(exchange(request(path).GET(), path));
    }

    /**
     * Pushes an image or bundle.
     *
     * @param file the bytes
     * @param parameters the UpdateParameters part
     */
    public Answer upload(Path file, JsonNode parameters) throws IOException {
        byte[] random = new byte[12];
        ThreadLocalRandom.current().nextBytes(random);
        String boundary = "firmware-recovery-" + HexFormat.of().formatHex(random);
        String name = String.valueOf(file.getFileName()).replace('"', '_');
        String head = "--" + boundary + "\r\n"
                + "Content-Disposition: form-data; name=\"UpdateParameters\"\r\n"
                + "Content-Type: application/json\r\n\r\n"
                + parameters + "\r\n"
                + "--" + boundary + "\r\n"
                + "Content-Disposition: form-data; name=\"UpdateFile\"; filename=\"" + name + "\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n";
        BodyPublisher body = BodyPublishers.concat(
                BodyPublishers.ofString(head),
                BodyPublishers.ofFile(file),
                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
        return send(
                request(UPLOAD)
                        .timeout(UPLOAD_TIMEOUT)
                        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                        .POST(body),
                UPLOAD);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(access.url().resolve(path).toString()))
                .timeout(ANSWER_TIMEOUT)
                .header("Accept", "application/json")
                .header("OData-Version", "4.0")
                .header("Authorization", authorization);
    }

    private Answer send(HttpRequest.Builder request, String path) throws IOException {
        HttpResponse<String> response = exchange(request, path);
        Answer answer = answer(response);
        if (answer.status() >= 400) {
            throw new RefusedException(answer.status(), path, answer.body());
        }
        return answer;
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request, String path) throws IOException {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while waiting for " + path);
        } catch (IOException failed) {
            throw new IOException(access.url() + path + " cannot be reached: " + reason(failed), failed);
        }
    }

    private static String reason(IOException failed) {
        return failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
    }

    private static Answer answer(HttpResponse<String> response) {
        Optional<String> location = response.headers().firstValue("Location").map(text -> {
            String path = URI.create(text).getPath();
            return path == null ? text : path;
        });
        return new Answer(response.statusCode(), location, json(response.body()));
    }

    private static JsonNode json(String text) {
        if (text.isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException foreign) {
            // Not a Redfish answer: something between us and the service. The status still tells.
            return MissingNode.getInstance();
        }
    }

    /** An empty JSON object to fill in. */
    public static ObjectNode object() {
        return JSON.createObjectNode();
    }
}
