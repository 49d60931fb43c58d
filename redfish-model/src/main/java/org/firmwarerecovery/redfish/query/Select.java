package org.firmwarerecovery.redfish.query;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * {@code $select}: the properties to return, as a tree; a node without children means everything below it.
 *
 * @param members children by property name
 */
public record Select(TreeMap<String, Select> members) {
    /** Most paths in one request. */
    public static final int PATHS_MAX = 100;

    /** Deepest path. */
    public static final int DEPTH_MAX = 16;

    /** The tree of some paths; of a path and a longer one below it the shorter wins. */
    static Select of(List<List<String>> paths) {
        Select root = new Select(new TreeMap<>());
        for (List<String> path : paths) {
            root.add(path, 0);
        }
        return root;
    }

    /** True when everything below is wanted. */
    public boolean isLeaf() {
        return members.isEmpty();
    }

    /** The paths as a client writes them, sorted. */
    public String text() {
        List<String> paths = new ArrayList<>();
        collect("", paths);
        return String.join(",", paths);
    }

    private void add(List<String> path, int at) {
        String name = path.get(at);
        Select known = members.get(name);
        if (known != null && known.isLeaf()) {
            return;
        }
        if (at == path.size() - 1) {
            members.put(name, new Select(new TreeMap<>()));
            return;
        }
        Select child = known == null ? new Select(new TreeMap<>()) : known;
        members.put(name, child);
        child.add(path, at + 1);
    }

    private void collect(String prefix, List<String> paths) {
        members.forEach((name, below) -> {
            String path = prefix.isEmpty() ? name : prefix + '/' + name;
            if (below.isLeaf()) {
                paths.add(path);
            } else {
                below.collect(path, paths);
            }
        });
    }
}
