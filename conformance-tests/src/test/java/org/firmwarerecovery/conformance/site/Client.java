package org.firmwarerecovery.conformance.site;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A plain HTTP client of one Redfish service, ours or anybody's, with or without a way to sign in. */
public final class Client {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI service;
    private final Supplier<RestAssuredConfig> connections;
    private final UnaryOperator<RequestSpecification> credentials;

    private Client(
            URI service, Supplier<RestAssuredConfig> connections, UnaryOperator<RequestSpecification> credentials) {
        this.service = service;
        this.connections = connections;
        this.credentials = credentials;
    }

    /** A stranger to a service, with these connections. */
    public static Client of(URI service, Supplier<RestAssuredConfig> connections) {
        return new Client(service, connections, request -> request);
    }

    /** The same client with an account that it names in each request. */
    public Client basic(String user, String password) {
        return new Client(
                service, connections, request -> request.auth().preemptive().basic(user, password));
    }

    /** The same client with a session. */
    public Client token(String token) {
        return new Client(service, connections, request -> request.header("X-Auth-Token", token));
    }

    /** Where the service is. */
    public URI service() {
        return service;
    }

    /** A request with credentials. */
    public RequestSpecification request() {
        return credentials.apply(anonymous());
    }

    /** A request without credentials. */
    public RequestSpecification anonymous() {
        return given().config(connections.get()).baseUri(service.toString()).urlEncodingEnabled(false);
    }

    /** GET, whatever comes of it. */
    public Response ask(String path) {
        return request().get(path);
    }

    /** GET that has to answer 200 with JSON. */
    public JsonNode get(String path) throws Exception {
        Response answer = ask(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError("GET " + path + ": " + answer.statusCode() + "\n" + answer.asString());
        }
        return JSON.readTree(answer.asByteArray());
    }

    /** POST of a JSON body. */
    public Response post(String path, String json) {
        return request().contentType("application/json").body(json).post(path);
    }

    /** PATCH of a JSON body. */
    public Response patch(String path, String json) {
        return request().contentType("application/json").body(json).patch(path);
    }
}
