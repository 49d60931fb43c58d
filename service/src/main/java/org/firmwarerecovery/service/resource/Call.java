package org.firmwarerecovery.service.resource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.service.auth.Principal;

/**
 * One operation on one resource, as an endpoint sees it.
 *
 * @param method HTTP method
 * @param path path of the request, without query and trailing slash
 * @param parameters ids from the path, by template name, in order
 * @param principal who asks
 * @param clientAddress where from, for records
 */
public record Call(
        String method, String path, Map<String, String> parameters, Principal principal, String clientAddress) {
    /** An id from the path; asking for one that the template does not name is a bug. */
    public String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalStateException(path + " has no parameter " + name);
        }
        return value;
    }

    /** The last id of the path. */
    public String id() {
        List<String> all = List.copyOf(parameters.values());
        if (all.isEmpty()) {
            throw new IllegalStateException(path + " has no parameter");
        }
        return all.get(all.size() - 1);
    }

    /** The account behind the call, if it is a person's. */
    public Optional<Principal.User> user() {
        return principal instanceof Principal.User user ? Optional.of(user) : Optional.empty();
    }

    /** The peer behind the call, if it is one. */
    public Optional<Principal.Peer> peer() {
        return principal instanceof Principal.Peer peer ? Optional.of(peer) : Optional.empty();
    }
}
