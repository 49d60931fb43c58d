package org.firmwarerecovery.service.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.firmwarerecovery.redfish.privilege.PrivilegeRegistry;

/**
 * Finds what is wrong with a catalogue, everything at once, so that a half-declared resource never gets as far as a client.
 */
public final class CatalogueCheck {
    private final PrivilegeRegistry privileges;
    private final Predicate<String> knownType;

    /**
     * Checks against these.
     *
     * @param privileges default deny: an operation without a line here is an error
     * @param knownType whether a {@code @odata.type}, without hash, is in the schemas of this product
     */
    public CatalogueCheck(PrivilegeRegistry privileges, Predicate<String> knownType) {
        this.privileges = privileges;
        this.knownType = knownType;
    }

    /** Stops the start with the whole list when there is a problem. */
    public void require(ResourceCatalogue catalogue) {
        List<String> problems = problems(catalogue);
        if (!problems.isEmpty()) {
            throw new IncompleteCatalogueException(problems);
        }
    }

    /** All problems, in the order of the catalogue; empty when there is none. */
    public List<String> problems(ResourceCatalogue catalogue) {
        List<String> problems = new ArrayList<>();
        Map<String, String> shapes = new TreeMap<>();
        for (ResourceDeclaration declaration : catalogue.resources()) {
            claim(shapes, declaration.uri(), declaration.toString(), problems);
            for (String problem : problems(declaration, catalogue.ancestors(declaration))) {
                problems.add(declaration + ": " + problem);
            }
        }
        for (RawRoute route : catalogue.routes()) {
            String label = "route " + route.uri().text();
            claim(shapes, route.uri(), label, problems);
            for (String problem : problems(route)) {
                problems.add(label + ": " + problem);
            }
        }
        return problems;
    }

    private static void claim(Map<String, String> shapes, UriTemplate uri, String label, List<String> problems) {
        String other = shapes.putIfAbsent(uri.shape(), label);
        if (other != null) {
            problems.add(label + ": same path as " + other);
        }
    }

    private List<String> problems(ResourceDeclaration declaration, List<String> ancestors) {
        List<String> problems = new ArrayList<>();
        if (!knownType.test(declaration.type())) {
            problems.add("type is not in the schemas");
        }
        if (declaration.name().isBlank()) {
            problems.add("no name");
        }
        if (declaration.description().isBlank()) {
            problems.add("no description");
        }
        if (declaration.isCollection()
                ? declaration.members().isEmpty()
                : declaration.read().isEmpty()) {
            problems.add(declaration.isCollection() ? "no members operation" : "no read operation");
        }
        if (!declaration.isCollection() && declaration.create().isPresent()) {
            problems.add("create on something that is no collection");
        }
        if (!privileges.hasEntity(declaration.entity())) {
            problems.add("entity " + declaration.entity() + " has no privileges");
            return problems;
        }
        String path = declaration.uri().text();
        for (String method : declaration.methods()) {
            boolean mapped = PrivilegeRegistry.isOpen(method, path)
                    || privileges
                            .requirement(method, declaration.entity(), path, ancestors)
                            .isPresent();
            if (!mapped) {
                problems.add(method + " has no privileges");
            }
        }
        Map<String, String> names = new TreeMap<>();
        for (ActionDeclaration<?> action : declaration.actions()) {
            problems.addAll(problems(declaration, action, ancestors));
            if (names.put(action.name(), action.description()) != null) {
                problems.add("action " + action.name() + " is declared twice");
            }
        }
        return problems;
    }

    private List<String> problems(
            ResourceDeclaration declaration, ActionDeclaration<?> action, List<String> ancestors) {
        List<String> problems = new ArrayList<>();
        String target = declaration.target(declaration.uri().text(), action);
        if (privileges
                .requirement("POST", declaration.entity(), target, ancestors)
                .isEmpty()) {
            problems.add("action " + action.name() + " has no privileges");
        }
        if (action.description().isBlank()) {
            problems.add("action " + action.name() + " has no description");
        }
        if (!action.body().isRecord()) {
            problems.add("action " + action.name() + " takes " + action.body().getSimpleName() + ", not a record");
        }
        for (String annotation : action.annotations().keySet()) {
            if (!annotation.contains("@Redfish.") && !annotation.equals("title")) {
                problems.add("action " + action.name() + " has " + annotation + ", which is no annotation");
            }
        }
        return problems;
    }

    private List<String> problems(RawRoute route) {
        List<String> problems = new ArrayList<>();
        if (route.description().isBlank()) {
            problems.add("no description");
        }
        if (route.methods().isEmpty()) {
            problems.add("no methods");
        }
        for (String method : route.methods()) {
            String path = route.uri().text();
            boolean mapped = PrivilegeRegistry.isOpen(method, path)
                    || privileges.requirement(method, route.entity(), path).isPresent();
            if (!mapped) {
                problems.add(method + " has no privileges under entity " + route.entity());
            }
        }
        return problems;
    }

    /** A catalogue with problems: our own mistake, found at start. */
    public static final class IncompleteCatalogueException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient List<String> problems;

        IncompleteCatalogueException(List<String> problems) {
            super("the resource catalogue is incomplete:\n  " + String.join("\n  ", problems));
            this.problems = List.copyOf(problems);
        }

        /** One line each. */
        public List<String> problems() {
            return problems;
        }
    }
}
