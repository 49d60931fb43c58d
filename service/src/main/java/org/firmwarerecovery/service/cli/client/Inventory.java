package org.firmwarerecovery.service.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The firmware inventory of a node as a person reads it.
 *
 * @param rows active images and banks, in the order of the collection
 */
public record Inventory(List<Row> rows) {
    /** Copies the rows. */
    public Inventory {
        rows = List.copyOf(rows);
    }

    /**
     * One member of the collection.
     *
     * @param id member id, {@code BMC} or {@code BMC-A}
     * @param component component it belongs to
     * @param bank bank it is, or the bank that is active for an active image; empty when unknown
     * @param updateable true for the active image, which is what an update names as its target
     * @param version version; empty when the image is missing
     * @param state state of the bank, {@code Good} or what is wrong
     * @param health health of the member
     * @param json the member itself
     */
    public record Row(
            String id,
            String component,
            String bank,
            boolean updateable,
            String version,
            String state,
            String health,
            JsonNode json) {}

    /** Reads the inventory of {@code client}'s node. */
    public static Inventory read(RedfishClient client) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (JsonNode member : client.members(RecoveryPaths.INVENTORY)) {
            rows.add(row(member));
        }
        return new Inventory(rows);
    }

    /** One member as a row. */
    static Row row(JsonNode member) {
        JsonNode ours = member.path("Oem").path("FirmwareRecovery");
        String id = member.path("Id").asText("");
        return new Row(
                id,
                ours.path("Component").asText(id),
                ours.path("Bank").asText(""),
                member.path("Updateable").asBoolean(false),
                member.path("Version").asText(""),
                ours.path("State").asText(member.path("Status").path("State").asText("")),
                member.path("Status").path("Health").asText(""),
                member);
    }

    /** Ids of the components, in order. */
    public List<String> components() {
        return rows.stream().filter(Row::updateable).map(Row::id).toList();
    }

    /** The banks of a component. */
    public List<Row> banks(String component) {
        return rows.stream()
                .filter(row -> !row.updateable() && row.component().equals(component))
                .toList();
    }

    /** The active image of a component. */
    public Optional<Row> active(String component) {
        return rows.stream()
                .filter(row -> row.updateable() && row.id().equals(component))
                .findFirst();
    }

    /** A table for people, one line per member. */
    public List<String> table() {
        List<List<String>> cells = new ArrayList<>();
        cells.add(List.of("member", "bank", "version", "state", "health", "donates"));
        for (Row row : rows) {
            JsonNode ours = row.json().path("Oem").path("FirmwareRecovery");
            cells.add(List.of(
                    row.id(),
                    row.bank(),
                    row.version().isEmpty() ? "-" : row.version(),
                    row.state(),
                    row.health(),
                    ours.path("Donates").asBoolean(false) ? "yes" : "no"));
        }
        return TextTable.lines(cells);
    }
}
