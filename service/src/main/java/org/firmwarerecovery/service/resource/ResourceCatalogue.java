package org.firmwarerecovery.service.resource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All resources of a server: one line each, where it is put together. What is not in here does not exist. Checked as a
 * whole by {@link CatalogueCheck} before the first socket opens.
 */
public final class ResourceCatalogue {
    private static final String MEMBERS = "Members";
    private static final String ACTIONS = "Actions";

    private final List<ResourceDeclaration> resources;
    private final List<RawRoute> routes;
    private final UriTable<ResourceDeclaration> resourcesByUri;
    private final UriTable<RawRoute> routesByUri;
    private final Map<String, List<String>> ancestors = new TreeMap<>();

    private ResourceCatalogue(List<ResourceDeclaration> resources, List<RawRoute> routes) {
        this.resources = resources.stream()
                .sorted(Comparator.comparingInt(
                        (ResourceDeclaration declaration) -> -declaration.uri().fixedSegments()))
                .toList();
        this.routes = routes.stream()
                .sorted(Comparator.comparingInt((RawRoute route) -> -route.uri().fixedSegments()))
                .toList();
        this.resourcesByUri = new UriTable<>(resources, ResourceDeclaration::uri);
        this.routesByUri = new UriTable<>(routes, RawRoute::uri);
        this.resources.forEach(declaration -> ancestors.put(declaration.uri().shape(), above(declaration)));
    }

    /** Collects resources and routes. */
    public static Builder builder() {
        return new Builder();
    }

    /** The declared resources, those with more fixed segments first. */
    public List<ResourceDeclaration> resources() {
        return resources;
    }

    /** The raw routes, those with more fixed segments first. */
    public List<RawRoute> routes() {
        return routes;
    }

    /** What stands at this path; no query, no trailing slash, percent escapes resolved. */
    public Optional<Match> match(String path) {
        if (!path.startsWith("/")) {
            return Optional.empty();
        }
        Optional<ResourceDeclaration> known = resourcesByUri.fixed(path);
        if (known.isPresent() && routesByUri.fixed(path).isEmpty()) {
            return Optional.of(new Match.Resource(known.get(), path, Map.of(), false));
        }
        List<String> segments = List.of(path.substring(1).split("/", -1));
        Optional<UriTable.Found<RawRoute>> route = routesByUri.find(path, segments);
        if (route.isPresent()) {
            return Optional.of(new Match.Raw(route.get().what(), route.get().parameters()));
        }
        int size = segments.size();
        if (size > 2 && segments.get(size - 2).equals(ACTIONS)) {
            return action(segments);
        }
        if (size > 1 && segments.get(size - 1).equals(MEMBERS)) {
            return resource(segments.subList(0, size - 1), true)
                    .filter(found -> found.declaration().create().isPresent())
                    .map(found -> found);
        }
        return resource(segments, false).map(found -> found);
    }

    /** Schema names of the declared resources above a path, outermost first: the privilege registry asks for them. */
    List<String> ancestors(ResourceDeclaration declaration) {
        return ancestors.getOrDefault(declaration.uri().shape(), List.of());
    }

    private List<String> above(ResourceDeclaration declaration) {
        List<String> names = new ArrayList<>();
        String shape = declaration.uri().shape();
        for (int slash = shape.indexOf('/', 1); slash > 0; slash = shape.indexOf('/', slash + 1)) {
            String prefix = shape.substring(0, slash);
            resources.stream()
                    .filter(other -> other.uri().shape().equals(prefix))
                    .findFirst()
                    .ifPresent(other -> names.add(other.schema()));
        }
        return names;
    }

    private Optional<Match> action(List<String> segments) {
        int size = segments.size();
        String name = segments.get(size - 1);
        return resource(segments.subList(0, size - 2), false)
                .flatMap(parent -> parent.declaration().actions().stream()
                        .filter(action -> name.equals(parent.declaration().schema() + "." + action.name()))
                        .findFirst()
                        .map(action ->
                                new Match.Action(parent.declaration(), parent.path(), parent.parameters(), action)));
    }

    private Optional<Match.Resource> resource(List<String> segments, boolean twin) {
        String path = "/" + String.join("/", segments);
        return resourcesByUri
                .find(path, segments)
                .map(found -> new Match.Resource(found.what(), path, found.parameters(), twin));
    }

    /** Collects what a server has. */
    public static final class Builder {
        private final List<ResourceDeclaration> resources = new ArrayList<>();
        private final List<RawRoute> routes = new ArrayList<>();

        private Builder() {}

        /** Adds resources. */
        public Builder with(ResourceDeclaration... declarations) {
            resources.addAll(List.of(declarations));
            return this;
        }

        /** Adds resources. */
        public Builder with(List<ResourceDeclaration> declarations) {
            resources.addAll(declarations);
            return this;
        }

        /** Adds a raw route. */
        public Builder with(RawRoute route) {
            routes.add(route);
            return this;
        }

        /** Adds raw routes. */
        public Builder withRoutes(List<? extends RawRoute> more) {
            routes.addAll(more);
            return this;
        }

        /** The catalogue, unchecked. */
        public ResourceCatalogue build() {
            return new ResourceCatalogue(resources, routes);
        }
    }
}
