package org.firmwarerecovery.service.resource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What stands at which path. A path without parameters is looked up at once; of the templates with as many segments as the
 * path those with more fixed ones come first, so that {@code Accounts/admin} would win over {@code Accounts/{id}}. Made
 * once; any number of threads.
 *
 * @param <T> what stands there
 */
final class UriTable<T> {
    private final Map<String, T> fixed = new HashMap<>();
    private final Map<Integer, List<Place<T>>> bySize = new HashMap<>();

    /**
     * What was found.
     *
     * @param what it is
     * @param parameters ids from the path, by template name
     */
    record Found<T>(T what, Map<String, String> parameters) {}

    private record Place<T>(UriTemplate uri, T what) {}

    UriTable(List<T> all, Function<T, UriTemplate> uri) {
        for (T each : all) {
            UriTemplate template = uri.apply(each);
            if (template.isFixed()) {
                fixed.putIfAbsent(template.text(), each);
            } else {
                bySize.computeIfAbsent(template.size(), size -> new ArrayList<>())
                        .add(new Place<>(template, each));
            }
        }
        Comparator<Place<T>> moreFixed =
                Comparator.comparingInt(place -> -place.uri().fixedSegments());
        bySize.values().forEach(places -> places.sort(moreFixed));
    }

    /** What stands at this very path, which no template names. */
    Optional<T> fixed(String path) {
        return Optional.ofNullable(fixed.get(path));
    }

    /** What stands at a path of these segments. */
    Optional<Found<T>> find(String path, List<String> segments) {
        T exact = fixed.get(path);
        if (exact != null) {
            return Optional.of(new Found<>(exact, Map.of()));
        }
        for (Place<T> place : bySize.getOrDefault(segments.size(), List.of())) {
            Optional<Map<String, String>> parameters = place.uri().match(segments);
            if (parameters.isPresent()) {
                return Optional.of(new Found<>(place.what(), parameters.get()));
            }
        }
        return Optional.empty();
    }
}
