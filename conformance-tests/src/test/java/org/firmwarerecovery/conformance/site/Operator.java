package org.firmwarerecovery.conformance.site;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An administrator with a plain HTTP client. */
public final class Operator {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RECOVERIES = "/redfish/v1/UpdateService/Oem/FirmwareRecovery/Recoveries";

    private final URI service;
    private final String user;
    private final String password;

    Operator(URI service, String user, String password) {
        this.service = service;
        this.user = user;
        this.password = password;
    }

    /** A request with the administrator's credentials. */
    public RequestSpecification request() {
        return given().relaxedHTTPSValidation()
                .baseUri(service.toString())
                .urlEncodingEnabled(false)
                .auth()
                .preemptive()
                .basic(user, password);
    }

    /** GET that has to answer 200 with JSON. */
    public JsonNode get(String path) throws Exception {
        Response answer = request().get(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError("GET " + path + ": " + answer.statusCode() + "\n" + answer.asString());
        }
        return JSON.readTree(answer.asByteArray());
    }

    /** POST of a JSON body. */
    public Response post(String path, String json) {
        return request().contentType("application/json").body(json).post(path);
    }

    /** A member of FirmwareInventory. */
    public JsonNode inventory(String id) throws Exception {
        return get("/redfish/v1/UpdateService/FirmwareInventory/" + id);
    }

    /** State of a bank or of the active image, as the OEM part of the inventory says. */
    public String bankState(String id) throws Exception {
        return inventory(id).path("Oem").path("FirmwareRecovery").path("State").asText();
    }

    /** Uploads a bundle as multipart; the path of the Task. */
    public String upload(Path bundle) throws Exception {
        Response answer = request()
                .multiPart("UpdateParameters", "{}", "application/json")
                .multiPart("UpdateFile", bundle.toFile(), "application/octet-stream")
                .post("/redfish/v1/UpdateService/upload");
        return task(answer);
    }

    /** SimpleUpdate; the path of the Task. */
    public String simpleUpdate(String json) throws Exception {
        return task(post("/redfish/v1/UpdateService/Actions/UpdateService.SimpleUpdate", json));
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
            boolean over = List.of("Completed", "Exception", "Cancelled").contains(now.path("TaskState").asText());
            return over ? Optional.of(now) : Optional.empty();
        });
    }

    /** All recoveries, oldest first. */
    public List<JsonNode> recoveries() throws Exception {
        List<JsonNode> all = new ArrayList<>();
        for (JsonNode member : get(RECOVERIES).path("Members")) {
            Response answer = request().get(member.path("@odata.id").asText());
            if (answer.statusCode() == 200) {
                all.add(JSON.readTree(answer.asByteArray()));
            }
        }
        all.sort((one, other) -> one.path("StartTime").asText().compareTo(other.path("StartTime").asText()));
        return all;
    }

    /** Ids of the recoveries there are now, for telling new ones apart. */
    public List<String> recoveryIds() throws Exception {
        List<String> ids = new ArrayList<>();
        for (JsonNode recovery : recoveries()) {
            ids.add(recovery.path("Id").asText());
        }
        return ids;
    }

    /** The first recovery that is not in {@code known} and has reached {@code state}. */
    public JsonNode newRecovery(List<String> known, String state, Duration limit) throws Exception {
        return Await.until(limit, () -> "no new recovery reached " + state + ": " + shown(), () -> recoveries().stream()
                .filter(recovery -> !known.contains(recovery.path("Id").asText()))
                .filter(recovery -> recovery.path("State").asText().equals(state))
                .findFirst());
    }

    private String shown() {
        try {
            return recoveries().toString();
        } catch (Exception unreachable) {
            return "and they cannot be read: " + unreachable;
        }
    }
}
