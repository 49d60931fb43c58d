package org.firmwarerecovery.redfish.privilege;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.firmwarerecovery.redfish.json.SchemaFiles;
import org.jspecify.annotations.Nullable;

/**
 * The mapping from entity and method to the privileges that are needed, with overrides by property, by place in the tree and
 * by URI (DSP0266, clause on privilege registry mapping). What is not mapped is denied.
 *
 * <p>Immutable and thread-safe.
 */
public final class PrivilegeRegistry {
    /** What anybody may read without authentication; POST of a session is the only other open operation. */
    public static final List<String> OPEN_PATHS =
            List.of("/redfish", "/redfish/v1", "/redfish/v1/odata", "/redfish/v1/$metadata");

    /** Where anybody may POST: the login, also in the form that names the array. */
    public static final List<String> LOGIN_PATHS =
            List.of("/redfish/v1/SessionService/Sessions", "/redfish/v1/SessionService/Sessions/Members");

    private static final String NO_AUTH = "NoAuth";
    private static final PrivilegeRegistry STANDARD =
            parse(merge(SchemaFiles.privilegeMap(), SchemaFiles.privilegeOverlay()));

    private record Rule(List<String> targets, TreeMap<String, Requirement> operations) {}

    private record Mapping(
            TreeMap<String, Requirement> operations,
            List<Rule> byProperty,
            List<Rule> bySubordinate,
            List<Rule> byUri) {}

    private final TreeMap<String, Mapping> mappings;
    private final ObjectNode document;

    private PrivilegeRegistry(TreeMap<String, Mapping> mappings, ObjectNode document) {
        this.mappings = mappings;
        this.document = document;
    }

    /** The registry of this service: the standard entities with our overlay, read once from the {@code schemas} jar. */
    public static PrivilegeRegistry standard() {
        return STANDARD;
    }

    /**
     * Reads a {@code PrivilegeRegistry} document.
     *
     * @throws IllegalArgumentException when it names a privilege that this service does not know: a registry is part of an
     *     installation, so this is not an expected outcome
     */
    public static PrivilegeRegistry parse(JsonNode document) {
        TreeMap<String, Mapping> mappings = new TreeMap<>();
        for (JsonNode mapping : document.path("Mappings")) {
            mappings.put(
                    mapping.path("Entity").asText(),
                    new Mapping(
                            operations(mapping.path("OperationMap")),
                            overrides(mapping.path("PropertyOverrides")),
                            overrides(mapping.path("SubordinateOverrides")),
                            overrides(mapping.path("ResourceURIOverrides"))));
        }
        return new PrivilegeRegistry(mappings, document.deepCopy());
    }

    /**
     * Lays an overlay over a base registry: a new entity is added, a listed operation of a known entity replaces that of the
     * base, overrides are added.
     */
    public static ObjectNode merge(JsonNode base, JsonNode overlay) {
        ObjectNode merged = base.deepCopy();
        ArrayNode mappings = merged.withArray("/Mappings");
        for (JsonNode addition : overlay.path("Mappings")) {
            @Nullable ObjectNode known = find(mappings, addition.path("Entity").asText());
            if (known == null) {
                mappings.add(addition.deepCopy());
                continue;
            }
            known.withObject("/OperationMap").setAll((ObjectNode) addition.path("OperationMap"));
            for (String kind : List.of("PropertyOverrides", "SubordinateOverrides", "ResourceURIOverrides")) {
                for (JsonNode override : addition.path(kind)) {
                    known.withArray("/" + kind).add(override.deepCopy());
                }
            }
        }
        for (JsonNode oem : overlay.path("OEMPrivilegesUsed")) {
            merged.withArray("/OEMPrivilegesUsed").add(oem);
        }
        return merged;
    }

    /** True for the operations that DSP0266 leaves open; {@code path} with or without a trailing slash. */
    public static boolean isOpen(String method, String path) {
        String plain = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return switch (method) {
            case "GET", "HEAD" -> OPEN_PATHS.contains(plain);
            case "POST" -> LOGIN_PATHS.contains(plain);
            default -> false;
        };
    }

    /** The document of this registry, to be published as {@code AccountService.PrivilegeMap}; without {@code @odata.id}. */
    public ObjectNode document() {
        return document.deepCopy();
    }

    /** True when the entity is mapped at all; an endpoint of an unmapped entity must stop the start. */
    public boolean hasEntity(String entity) {
        return mappings.containsKey(entity);
    }

    /** {@link #requirement(String, String, String, List)} for an entity whose place in the tree does not matter. */
    public Optional<Requirement> requirement(String method, String entity, String path) {
        return requirement(method, entity, path, List.of());
    }

    /**
     * What an operation asks for. An override by URI beats one by place, which beats the entity's own line.
     *
     * @param method GET, HEAD, PATCH, PUT, POST or DELETE; a POST to an action is a POST to its resource's entity
     * @param entity the schema name of the resource, for example {@code UpdateService}
     * @param path path of the request, actions included
     * @param ancestors schema names of the resources above, outermost first
     * @return empty when nothing is mapped: deny
     */
    public Optional<Requirement> requirement(String method, String entity, String path, List<String> ancestors) {
        Mapping mapping = mappings.get(entity);
        if (mapping == null) {
            return Optional.empty();
        }
        for (Rule override : mapping.byUri()) {
            Requirement requirement = override.operations().get(method);
            if (requirement != null && override.targets().stream().anyMatch(pattern -> matches(pattern, path))) {
                return Optional.of(requirement);
            }
        }
        for (Rule override : mapping.bySubordinate()) {
            Requirement requirement = override.operations().get(method);
            if (requirement != null && endsWith(ancestors, override.targets())) {
                return Optional.of(requirement);
            }
        }
        return Optional.ofNullable(mapping.operations().get(method));
    }

    /** What changing one property asks for instead of the entity's own line, or empty when there is no such override. */
    public Optional<Requirement> propertyRequirement(String method, String entity, String property) {
        Mapping mapping = mappings.get(entity);
        if (mapping == null) {
            return Optional.empty();
        }
        return mapping.byProperty().stream()
                .filter(override -> override.targets().contains(property))
                .map(override -> Optional.ofNullable(override.operations().get(method)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Patterns have {@code {Name}} in place of one path segment. */
    private static boolean matches(String pattern, String path) {
        String[] want = pattern.split("/", -1);
        String[] have = (path.endsWith("/") ? path.substring(0, path.length() - 1) : path).split("/", -1);
        if (want.length != have.length) {
            return false;
        }
        for (int i = 0; i < want.length; i++) {
            if (!want[i].startsWith("{") && !want[i].equals(have[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean endsWith(List<String> ancestors, List<String> targets) {
        int from = ancestors.size() - targets.size();
        return from >= 0 && ancestors.subList(from, ancestors.size()).equals(targets);
    }

    private static @Nullable ObjectNode find(ArrayNode mappings, String entity) {
        for (JsonNode mapping : mappings) {
            if (mapping.path("Entity").asText().equals(entity)) {
                return (ObjectNode) mapping;
            }
        }
        return null;
    }

    private static List<Rule> overrides(JsonNode json) {
        List<Rule> overrides = new ArrayList<>();
        for (JsonNode override : json) {
            List<String> targets = new ArrayList<>();
            override.path("Targets").forEach(target -> targets.add(target.asText()));
            overrides.add(new Rule(targets, operations(override.path("OperationMap"))));
        }
        return overrides;
    }

    private static TreeMap<String, Requirement> operations(JsonNode json) {
        TreeMap<String, Requirement> operations = new TreeMap<>();
        for (Map.Entry<String, JsonNode> operation : json.properties()) {
            operations.put(operation.getKey(), requirement(operation.getValue()));
        }
        return operations;
    }

    private static Requirement requirement(JsonNode alternatives) {
        boolean open = false;
        List<List<Privilege>> anyOf = new ArrayList<>();
        for (JsonNode alternative : alternatives) {
            List<Privilege> all = new ArrayList<>();
            for (JsonNode word : alternative.path("Privilege")) {
                if (word.asText().equals(NO_AUTH)) {
                    open = true;
                } else {
                    all.add(Privilege.of(word.asText())
                            .orElseThrow(() -> new IllegalArgumentException("unknown privilege " + word.asText())));
                }
            }
            // An alternative of NoAuth alone is the open flag; an empty list would be satisfied by everybody.
            if (!all.isEmpty()) {
                anyOf.add(all);
            }
        }
        return new Requirement(open, anyOf);
    }
}
