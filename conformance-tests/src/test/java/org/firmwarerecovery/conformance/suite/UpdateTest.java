package org.firmwarerecovery.conformance.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What clients that update firmware look for. Changes nothing. */
@Conformance
class UpdateTest {
    private final Service service;

    UpdateTest(Service service) {
        this.service = service;
    }

    @Case("DSP0266:SimpleUpdate")
    void the_update_service_tells_where_an_image_is_handed_in_and_by_which_protocols() throws Exception {
        Crawl.Page update = service.first("UpdateService");
        JsonNode action = update.document().at("/Actions/#UpdateService.SimpleUpdate");
        service.require(!action.isMissingNode(), "there is no SimpleUpdate");
        assertEquals(
                update.uri().replaceFirst("/$", "") + "/Actions/UpdateService.SimpleUpdate",
                action.path("target").asText());
        List<String> protocols = new ArrayList<>();
        action.path("TransferProtocol@Redfish.AllowableValues").forEach(value -> protocols.add(value.asText()));
        String info = action.path("@Redfish.ActionInfo").asText();
        if (!info.isEmpty()) {
            JsonNode parameters = service.client().get(info).path("Parameters");
            assertTrue(
                    parameters.findValuesAsText("Name").contains("ImageURI"),
                    "no ImageURI in " + info + ": " + parameters);
            for (JsonNode parameter : parameters) {
                if (parameter.path("Name").asText().equals("TransferProtocol")) {
                    parameter.path("AllowableValues").forEach(value -> protocols.add(value.asText()));
                }
            }
        }
        service.require(!protocols.isEmpty(), "neither ActionInfo nor AllowableValues name a TransferProtocol");
    }

    @Case("DSP0266:multipart-push")
    void an_image_can_be_pushed() throws Exception {
        JsonNode update = service.first("UpdateService").document();
        String push = update.path("MultipartHttpPushUri").asText();
        service.require(!push.isEmpty(), "there is no MultipartHttpPushUri");
        assertTrue(push.startsWith("/"), push);
    }

    @Case("DSP0268:SoftwareInventory")
    void every_firmware_can_be_told_apart_and_an_updatable_one_has_a_version_or_is_unwell() throws Exception {
        service.first("SoftwareInventory");
        service.crawl().judge(page -> page.type().equals("SoftwareInventory"), page -> {
            JsonNode item = page.document();
            boolean named = !item.path("Id").asText().isEmpty()
                    && !item.path("Name").asText().isEmpty();
            boolean known = item.path("Version").isTextual()
                    || !item.path("Status").path("Health").asText().equals("OK");
            return named && known ? "" : item.toString();
        });
    }

    @Case("DSP0268:Task")
    void every_task_that_is_over_says_when_and_how_it_went() throws Exception {
        service.first("Task");
        service.crawl().judge(page -> page.type().equals("Task"), page -> {
            JsonNode task = page.document();
            boolean over = task.path("TaskState").asText().matches("Completed|Exception|Cancelled|Killed");
            boolean ended = task.path("EndTime").isTextual();
            boolean failed = task.path("TaskState").asText().equals("Exception");
            String status = task.path("TaskStatus").asText("OK");
            return over == ended
                            && !(failed && status.equals("OK"))
                            && task.path("Messages").isArray()
                    ? ""
                    : task.toString();
        });
    }
}
