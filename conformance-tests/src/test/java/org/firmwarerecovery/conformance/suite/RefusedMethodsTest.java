package org.firmwarerecovery.conformance.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import java.util.List;
import org.firmwarerecovery.conformance.site.Client;

/** Requests that have to be refused. Whoever does not refuse them changes something, so they need to be allowed. */
@Conformance
class RefusedMethodsTest {
    private final Service service;
    private final Client client;

    RefusedMethodsTest(Service service) {
        service.requireChange();
        this.service = service;
        client = service.client();
    }

    @Case({"PROTO_HTTP_UNSUPPORTED_METHODS", "REQ_DATA_MOD_NOT_SUPPORTED", "RESP_HEADERS_ALLOW_METHOD_NOT_ALLOWED"})
    void the_root_can_neither_be_changed_nor_removed() {
        for (String method : List.of("DELETE", "PATCH", "POST", "PUT")) {
            Response answer =
                    client.request().contentType("application/json").body("{}").request(method, Service.ROOT);
            assertEquals(List.of(method, ""), List.of(method, Errors.offence(answer, 405)));
            assertTrue(answer.header("Allow") != null, method + ": no Allow");
        }
    }

    @Case({"PROTO_HTTP_UNSUPPORTED_METHODS", "RESP_HEADERS_ALLOW_METHOD_NOT_ALLOWED"})
    void a_method_that_nobody_knows_is_405_or_501() {
        Response answer = client.request().request("FAKEMETHODFORTEST", Service.ROOT);
        assertTrue(List.of(405, 501).contains(answer.statusCode()), "it is " + answer.statusCode());
    }

    @Case("SERV_EVENT_ERROR_ON_BAD_REQUEST")
    void a_subscription_by_an_unknown_protocol_is_400() throws Exception {
        Response answer = client.post(
                subscriptions(),
                "{\"Context\":\"conformance\",\"Protocol\":\"FTP\",\"Destination\":\"https://192.168.1.50/Destination1\"}");
        assertEquals("", Errors.offence(answer, 400));
    }

    @Case("SERV_EVENT_POST_RESP")
    void a_subscription_is_created_and_removed() throws Exception {
        Response answer = client.post(
                subscriptions(),
                "{\"Context\":\"conformance\",\"Protocol\":\"Redfish\",\"Destination\":\"https://192.168.1.50/Destination1\"}");
        assertEquals(201, answer.statusCode(), answer.asString());
        String made = Sessions.place(answer);
        assertEquals("conformance", client.get(made).path("Context").asText());
        assertEquals(2, client.request().delete(made).statusCode() / 100);
        assertEquals(404, client.ask(made).statusCode());
    }

    private String subscriptions() throws Exception {
        return service.first("EventService")
                .document()
                .at("/Subscriptions/@odata.id")
                .asText();
    }

    @Case({"DSP0266:SimpleUpdate", "RESP_STATUS_BAD_REQUEST"})
    void an_update_without_an_image_is_400_at_once() throws Exception {
        String target = service.first("UpdateService")
                .document()
                .at("/Actions/#UpdateService.SimpleUpdate/target")
                .asText();
        service.require(!target.isEmpty(), "there is no SimpleUpdate");
        Response answer = client.post(target, "{}");
        assertEquals("", Errors.offence(answer, 400));
        assertTrue(answer.asString().contains("ImageURI"), answer.asString());
    }
}
