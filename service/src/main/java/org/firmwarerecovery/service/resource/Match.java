package org.firmwarerecovery.service.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands at a path. */
public sealed interface Match {
    /** Methods for {@code Allow}. */
    List<String> methods();

    /** Value of the header {@code Allow}. */
    default String allow() {
        return String.join(", ", methods());
    }

    /** Ids from the path, by template name. */
    Map<String, String> parameters();

    /**
     * A declared resource, or its {@code Members} twin.
     *
     * @param declaration the resource
     * @param path its own path, without {@code /Members}
     * @param parameters ids from the path
     * @param twin whether the request named the array: only POST then
     */
    record Resource(ResourceDeclaration declaration, String path, Map<String, String> parameters, boolean twin)
            implements Match {
        @Override
        public List<String> methods() {
            return twin ? List.of("POST") : declaration.methods();
        }

        @Override
        public String allow() {
            return twin ? "POST" : declaration.allow();
        }
    }

    /**
     * An action of a declared resource.
     *
     * @param declaration the resource
     * @param path path of the resource
     * @param parameters ids from the path
     * @param action the action
     */
    record Action(
            ResourceDeclaration declaration, String path, Map<String, String> parameters, ActionDeclaration<?> action)
            implements Match {
        @Override
        public List<String> methods() {
            return List.of("POST");
        }
    }

    /**
     * A raw route.
     *
     * @param route the route
     * @param parameters ids from the path
     */
    record Raw(RawRoute route, Map<String, String> parameters) implements Match {
        @Override
        public List<String> methods() {
            List<String> methods = new ArrayList<>(route.methods());
            int get = methods.indexOf("GET");
            if (get >= 0 && !methods.contains("HEAD")) {
                methods.add(get + 1, "HEAD");
            }
            return methods;
        }
    }

    /** The declaration behind a match, if there is one. */
    default Optional<ResourceDeclaration> declared() {
        if (this instanceof Resource resource) {
            return Optional.of(resource.declaration());
        }
        return this instanceof Action action ? Optional.of(action.declaration()) : Optional.empty();
    }
}
