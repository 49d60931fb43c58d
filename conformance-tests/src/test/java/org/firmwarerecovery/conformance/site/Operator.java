package org.firmwarerecovery.conformance.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Somebody with an account and a plain HTTP client. */
public final class Operator {
    /** The update service. */
    public static final String UPDATE_SERVICE = "/redfish/v1/UpdateService";
    /** The recovery service. */
    public static final String RECOVERY_SERVICE = UPDATE_SERVICE + "/Oem/FirmwareRecovery";
    /** Its records. */
    public static final String RECOVERIES = RECOVERY_SERVICE + "/Recoveries";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> TASK_OVER = List.of("Completed", "Exception", "Cancelled", "Killed");

    /** A look costs several TLS handshakes of the node that is looked at, so not too often. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private static final Set<String> OVER = ConcurrentHashMap.newKeySet();

    private final URI service;
    private final Client client;

    Operator(URI service, String user, String password) {
        this.service = service;
        this.client = Client.of(service, Connections::kept).basic(user, password);
    }

    /** What it speaks with. */
    public Client client() {
        return client;
    }

    /** A request with the account's credentials. */
    public RequestSpecification request() {
        return client.request();
    }

    /** A request without credentials. */
    public RequestSpecification anonymous() {
        return client.anonymous();
    }

    /** GET that has to answer 200 with JSON. */
    public JsonNode get(String path) throws Exception {
        return client.get(path);
    }

    /** POST of a JSON body. */
    public Response post(String path, String json) {
        return client.post(path, json);
    }

    /** PATCH of a JSON body; has to succeed. */
    public void patch(String path, String json) {
        Response answer = client.patch(path, json);
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError("PATCH " + path + ": " + answer.statusCode() + "\n" + answer.asString());
        }
    }

    /** A member of FirmwareInventory. */
    public JsonNode inventory(String id) throws Exception {
        return get(UPDATE_SERVICE + "/FirmwareInventory/" + id);
    }

    /** State of a bank or of the active image, as the OEM part of the inventory says. */
    public String bankState(String id) throws Exception {
        return inventory(id).path("Oem").path("FirmwareRecovery").path("State").asText();
    }

    /** Stem of the file of the active bank: {@code a} or {@code b}. */
    public String activeBank() throws Exception {
        return inventory("BMC-A").path("Active").asBoolean() ? "a" : "b";
    }

    /** Waits until both banks are good and nothing is being recovered. */
    public void awaitHealthy(Duration limit) throws Exception {
        Await.until(limit, LOOK, () -> "not healthy: " + shown(), () -> {
            boolean good =
                    bankState("BMC-A").equals("Good") && bankState("BMC-B").equals("Good");
            return good && nothingGoesOn() ? Optional.of(true) : Optional.empty();
        });
    }

    /** True when every recovery is over. What was seen to be over is not read again: it stays so. */
    private boolean nothingGoesOn() throws Exception {
        for (String id : recoveryIds()) {
            Response answer = OVER.contains(service + id) ? null : request().get(RECOVERIES + "/" + id);
            if (answer != null && answer.statusCode() == 200) {
                if (!isOver(JSON.readTree(answer.asByteArray()))) {
                    return false;
                }
                OVER.add(service + id);
            }
        }
        return true;
    }

    private static boolean isOver(JsonNode recovery) {
        return List.of("Healthy", "Cancelled").contains(recovery.path("State").asText());
    }

    /** Uploads a bundle as multipart for whatever it fits; the path of the Task. */
    public String upload(Path bundle) {
        return upload(bundle, "{}");
    }

    /** The same with these {@code UpdateParameters}. */
    public String upload(Path bundle, String parameters) {
        return task(push(bundle, parameters));
    }

    /** Uploads a bundle for one component; the path of the Task, or empty while something else writes the component. */
    public Optional<String> tryUpload(Path bundle, String component) {
        Response answer =
                push(bundle, "{\"Targets\":[\"" + UPDATE_SERVICE + "/FirmwareInventory/" + component + "\"]}");
        return answer.statusCode() == 409 ? Optional.empty() : Optional.of(task(answer));
    }

    private Response push(Path bundle, String parameters) {
        return request()
                .multiPart("UpdateParameters", parameters, "application/json")
                .multiPart("UpdateFile", bundle.toFile(), "application/octet-stream")
                .post(UPDATE_SERVICE + "/upload");
    }

    /** SimpleUpdate; the path of the Task. */
    public String simpleUpdate(String json) {
        return task(post(UPDATE_SERVICE + "/Actions/UpdateService.SimpleUpdate", json));
    }

    private static String task(Response answer) {
        if (answer.statusCode() != 202) {
            throw new AssertionError("expected 202, got " + answer.statusCode() + "\n" + answer.asString());
        }
        String monitor = answer.header("Location");
        return monitor.substring(0, monitor.length() - "/Monitor".length());
    }

    /** The Task when it is over. */
    public JsonNode finished(String task, Duration limit) throws Exception {
        return Await.until(limit, () -> task + " is not over", () -> {
            JsonNode now = get(task);
            return TASK_OVER.contains(now.path("TaskState").asText()) ? Optional.of(now) : Optional.empty();
        });
    }

    /** All recoveries, oldest first. */
    public List<JsonNode> recoveries() throws Exception {
        return recoveries(List.of());
    }

    private List<JsonNode> recoveries(List<String> without) throws Exception {
        List<JsonNode> all = new ArrayList<>();
        List<String> ids = new ArrayList<>(recoveryIds());
        ids.removeAll(without);
        for (String id : ids) {
            Response answer = request().get(RECOVERIES + "/" + id);
            if (answer.statusCode() == 200) {
                all.add(JSON.readTree(answer.asByteArray()));
            }
        }
        all.sort(Comparator.comparing(recovery -> recovery.path("Started").asText()));
        return all;
    }

    /** Ids of the recoveries there are now, for telling new ones apart. */
    public List<String> recoveryIds() throws Exception {
        List<String> ids = new ArrayList<>();
        for (JsonNode member : get(RECOVERIES).path("Members")) {
            String uri = member.path("@odata.id").asText();
            ids.add(uri.substring(uri.lastIndexOf('/') + 1));
        }
        return ids;
    }

    /** The first recovery that is not in {@code known} and fulfils {@code wanted}. */
    public JsonNode newRecovery(List<String> known, String what, Predicate<JsonNode> wanted, Duration limit)
            throws Exception {
        return Await.until(
                limit,
                LOOK,
                () -> "no new recovery " + what + ": " + shown(),
                () -> recoveries(known).stream().filter(wanted).findFirst());
    }

    /** The first recovery that is not in {@code known} and has healed its component. */
    public JsonNode healed(List<String> known, Duration limit) throws Exception {
        return newRecovery(
                known, "is Healthy", recovery -> recovery.path("State").asText().equals("Healthy"), limit);
    }

    private String shown() {
        try {
            return inventory("BMC-A") + "\n" + inventory("BMC-B") + "\n" + recoveries();
        } catch (Exception unreachable) {
            return "and the node cannot be asked: " + unreachable;
        }
    }
}
