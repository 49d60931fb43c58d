package org.firmwarerecovery.service.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything there is to know about one resource: type, path, privileges' entity, operations, actions. Routes, {@code
 * Allow}, envelope, entity tags, conditional requests and the {@code Actions} block follow from it.
 *
 * <p>Immutable; made by {@link #of} or {@link #collection} and {@link Builder#build()}. What is wrong with a declaration is
 * found by {@link CatalogueCheck}, all problems of all declarations at once.
 */
public final class ResourceDeclaration {
    private static final String OUR_SCHEMAS = "/redfish/v1/schemas/";
    private static final String DMTF_SCHEMAS = "http://redfish.dmtf.org/schemas/v1/";

    private final Builder parts;
    private final Optional<WritableProperties> writable;
    // These are asked for with every request.
    private final String schema;
    private final List<String> methods;
    private final String allow;
    private final String describedBy;

    private ResourceDeclaration(Builder parts) {
        this.parts = parts;
        this.writable = patch().map(bound -> WritableProperties.of(bound.body()));
        this.schema = parts.type.substring(0, parts.type.indexOf('.'));
        this.methods = Stream.of(
                        Optional.of("GET"),
                        Optional.of("HEAD"),
                        create().map(ignored -> "POST"),
                        patch().map(ignored -> "PATCH"),
                        remove().map(ignored -> "DELETE"))
                .flatMap(Optional::stream)
                .toList();
        this.allow = String.join(", ", methods);
        String folder = type().startsWith("Firmware") ? OUR_SCHEMAS : DMTF_SCHEMAS;
        this.describedBy = "<" + folder + schemaFile() + ".json>; rel=describedby";
    }

    /**
     * A resource.
     *
     * @param type as in {@code @odata.type}, with or without the hash: {@code #TaskService.v1_3_0.TaskService}
     * @param uri path template
     */
    public static Builder of(String type, String uri) {
        return new Builder(type, uri, false);
    }

    /** A collection, for example {@code TaskCollection}. */
    public static Builder collection(String type, String uri) {
        return new Builder(type + "." + type, uri, true);
    }

    /** {@code @odata.type} without the hash. */
    public String type() {
        return parts.type;
    }

    /** Schema name: {@code TaskService} of {@code TaskService.v1_3_0.TaskService}. */
    public String schema() {
        return schema;
    }

    /** File name of its JSON Schema without ending: versioned for resources, plain for collections. */
    public String schemaFile() {
        int last = type().lastIndexOf('.');
        return isCollection() ? schema() : type().substring(0, last);
    }

    /** The path. */
    public UriTemplate uri() {
        return parts.uri;
    }

    /** Name in the privilege registry. */
    public String entity() {
        return parts.entity == null ? schema() : parts.entity;
    }

    /** {@code Name} when the record has none; empty when nothing was declared. */
    public String name() {
        return parts.name;
    }

    /** {@code Id} that is not the last segment of the path. */
    public Optional<String> fixedId() {
        return Optional.ofNullable(parts.fixedId);
    }

    /** {@code Description}; empty when nothing was declared. */
    public String description() {
        return parts.description;
    }

    /** Whether it has {@code Members}. */
    public boolean isCollection() {
        return parts.collection;
    }

    /** Members of the document that do not count for its entity tag. */
    public List<String> volatileMembers() {
        return List.copyOf(parts.volatileMembers);
    }

    /** The actions. */
    public List<ActionDeclaration<?>> actions() {
        return List.copyOf(parts.actions);
    }

    /** Methods for {@code Allow}. */
    public List<String> methods() {
        return methods;
    }

    /** Value of the header {@code Allow}. */
    public String allow() {
        return allow;
    }

    /** Value of the header {@code Link} that names the schema. */
    String describedBy() {
        return describedBy;
    }

    Optional<Operations.Read> read() {
        return Optional.ofNullable(parts.read);
    }

    Optional<Operations.Members> members() {
        return Optional.ofNullable(parts.members);
    }

    Optional<Bound<?>> create() {
        return Optional.ofNullable(parts.create);
    }

    Optional<Bound<?>> patch() {
        return Optional.ofNullable(parts.patch);
    }

    boolean isExpanded() {
        return parts.expanded;
    }

    /** What a PATCH of a resource in this state may change. */
    Optional<WritableProperties> writable(Object state) {
        return parts.restricted.test(state) ? writable.map(all -> all.only(parts.restrictedTo)) : writable;
    }

    Optional<Operations.Remove> remove() {
        return Optional.ofNullable(parts.remove);
    }

    Operations.Own own() {
        return parts.own;
    }

    /** Path of an action on the resource at {@code path}. */
    public String target(String path, ActionDeclaration<?> action) {
        return path + "/Actions/" + schema() + "." + action.name();
    }

    @Override
    public String toString() {
        return type() + " at " + uri().text();
    }

    /** An operation with its body type. */
    record Bound<B>(Class<B> body, Operations.Change<B> run) {}

    /** Collects the parts of a declaration. */
    public static final class Builder {
        private final String type;
        private final UriTemplate uri;
        private final boolean collection;
        private boolean expanded;
        private final List<ActionDeclaration<?>> actions = new ArrayList<>();
        private final List<String> volatileMembers = new ArrayList<>();
        private String name = "";
        private String description = "";
        private @Nullable String entity;
        private @Nullable String fixedId;
        private Operations.@Nullable Read read;
        private Operations.@Nullable Members members;
        private @Nullable Bound<?> create;
        private @Nullable Bound<?> patch;
        private Operations.@Nullable Remove remove;
        private Operations.Own own = call -> false;
        private Predicate<Object> restricted = state -> false;
        private List<String> restrictedTo = List.of();

        private Builder(String type, String uri, boolean collection) {
            this.type = type.startsWith("#") ? type.substring(1) : type;
            this.uri = new UriTemplate(uri);
            this.collection = collection;
        }

        /** Entity of the privilege registry, when it is not the schema's name. */
        public Builder entity(String other) {
            this.entity = other;
            return this;
        }

        /** {@code Name}, unless the record has its own. */
        public Builder name(String text) {
            this.name = text;
            return this;
        }

        /** {@code Id}, when it is not the last segment of the path. */
        public Builder id(String text) {
            this.fixedId = text;
            return this;
        }

        /** {@code Description}: one sentence on what the resource is. */
        public Builder description(String text) {
            this.description = text;
            return this;
        }

        /** Members that change without the resource changing: clocks, counters, progress. */
        public Builder volatileMembers(String... memberNames) {
            volatileMembers.addAll(List.of(memberNames));
            return this;
        }

        /** How to read it. */
        public Builder read(Operations.Read operation) {
            this.read = operation;
            return this;
        }

        /** How to list a collection. */
        public Builder members(Operations.Members operation) {
            this.members = operation;
            return this;
        }

        /** POST to a collection. */
        public <B> Builder create(Class<B> body, Operations.Change<B> operation) {
            this.create = new Bound<>(body, operation);
            return this;
        }

        /** Shows members of a collection in full: for those whose schema says OData.AutoExpand. */
        public Builder expanded() {
            this.expanded = true;
            return this;
        }

        /** PATCH. */
        public <B> Builder patch(Class<B> body, Operations.Change<B> operation) {
            this.patch = new Bound<>(body, operation);
            return this;
        }

        /** Of resources in these states a PATCH changes no more than these properties, which its operation sees to. */
        public Builder patchOnly(List<String> properties, Predicate<Object> states) {
            this.restrictedTo = List.copyOf(properties);
            this.restricted = states;
            return this;
        }

        /** DELETE. */
        public Builder remove(Operations.Remove operation) {
            this.remove = operation;
            return this;
        }

        /** When {@code ConfigureSelf} counts. */
        public Builder own(Operations.Own rule) {
            this.own = rule;
            return this;
        }

        /** An action. */
        public Builder action(ActionDeclaration<?> action) {
            actions.add(action);
            return this;
        }

        /** The declaration, complete or not: the catalogue check tells. */
        public ResourceDeclaration build() {
            return new ResourceDeclaration(this);
        }
    }
}
