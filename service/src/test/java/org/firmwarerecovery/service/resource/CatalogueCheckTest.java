package org.firmwarerecovery.service.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.odata.Field;
import org.firmwarerecovery.redfish.privilege.PrivilegeRegistry;
import org.firmwarerecovery.service.resource.CatalogueCheck.IncompleteCatalogueException;
import org.junit.jupiter.api.Test;

/** A half-declared resource never gets as far as a socket. */
class CatalogueCheckTest {
    private final CatalogueCheck check =
            new CatalogueCheck(PrivilegeRegistry.standard(), type -> !type.startsWith("Unknown"));

    record Body(Field<String> text) {}

    private static ResourceDeclaration.Builder complete(String uri) {
        return ResourceDeclaration.of("TaskService.v1_3_0.TaskService", uri)
                .name("Name")
                .description("A sentence.")
                .read(call -> Optional.empty());
    }

    private List<String> problems(ResourceDeclaration... declarations) {
        return check.problems(ResourceCatalogue.builder().with(declarations).build());
    }

    @Test
    void a_complete_declaration_passes() {
        assertEquals(List.of(), problems(complete("/redfish/v1/TaskService").build()));
    }

    @Test
    void every_gap_of_every_declaration_is_told_at_once() {
        ResourceCatalogue catalogue = ResourceCatalogue.builder()
                .with(
                        ResourceDeclaration.of("UnknownThing.v1_0_0.UnknownThing", "/redfish/v1/Thing")
                                .build(),
                        ResourceDeclaration.collection("TaskCollection", "/redfish/v1/TaskService/Tasks")
                                .name("Tasks")
                                .description("Tasks.")
                                .build())
                .build();
        IncompleteCatalogueException stopped =
                assertThrows(IncompleteCatalogueException.class, () -> check.require(catalogue));
        List<String> problems = stopped.problems();
        assertEquals(6, problems.size(), problems.toString());
        assertTrue(problems.stream().anyMatch(line -> line.endsWith("type is not in the schemas")));
        assertTrue(problems.stream().anyMatch(line -> line.endsWith("no name")));
        assertTrue(problems.stream().anyMatch(line -> line.endsWith("no description")));
        assertTrue(problems.stream().anyMatch(line -> line.endsWith("no read operation")));
        assertTrue(problems.stream().anyMatch(line -> line.endsWith("entity UnknownThing has no privileges")));
        assertTrue(problems.stream().anyMatch(line -> line.endsWith("no members operation")));
        assertTrue(String.valueOf(stopped.getMessage()).contains(problems.get(5)));
    }

    @Test
    void two_declarations_of_one_path_are_told_whatever_their_parameters_are_called() {
        List<String> problems = problems(
                complete("/redfish/v1/X/{One}").build(),
                complete("/redfish/v1/X/{Two}").build());
        assertEquals(1, problems.size());
        assertTrue(problems.get(0).contains("same path as"));
    }

    @Test
    void an_action_without_privileges_description_or_record_is_told() {
        ResourceDeclaration.Builder offer = ResourceDeclaration.of(
                        "FirmwareOffer.v1_0_0.FirmwareOffer", "/redfish/v1/Other/{Id}")
                .name("Name")
                .description("A sentence.")
                .entity("Nothing")
                .read(call -> Optional.empty());
        assertEquals(1, problems(offer.build()).size());
        List<String> problems = problems(complete("/redfish/v1/TaskService")
                .action(ActionDeclaration.of("Stop", " ", String.class, (call, body) -> Reply.done())
                        .annotated("Colour", "red"))
                .build());
        assertEquals(3, problems.size(), problems.toString());
    }

    @Test
    void a_create_belongs_to_a_collection() {
        List<String> problems = problems(complete("/redfish/v1/TaskService")
                .create(Body.class, (call, body) -> Reply.done())
                .build());
        assertTrue(problems.get(0).endsWith("create on something that is no collection"));
    }
}
