package org.firmwarerecovery.update.power;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that keeps as little over a power cut as POSIX allows. Bytes of a file are durable once the file was forced,
 * names in a folder once the folder was forced, nothing else is: of what was not forced any part survives, in any order, sector
 * by sector and name by name. Only a name never points to two files, and a rename within or into a folder is one event.
 *
 * <p>{@link #path} gives its files to any code that works with {@code java.nio.file}. Every operation that changes something or
 * forces it is told to the watch before it happens: that is a cut point. One thread.
 */
final class FaultyDisk {
    private static final int ROOT = 0;

    private final TreeMap<Integer, Node> nodes;
    private final DiskFileSystem fileSystem = new DiskFileSystem(this);
    private int nextId;
    private Consumer<String> watch = what -> {};
    private Predicate<String> lazy = path -> false;
    private Predicate<String> worn = path -> false;
    private Predicate<String> failing = path -> false;

    /** A file (versions of its content) or a folder (names, and how they changed). */
    private static final class Node {
        private final boolean folder;
        /** Of a file: what is durable first, what is seen last. */
        private final List<Sectors> versions = new ArrayList<>();

        private final TreeMap<String, Integer> durable = new TreeMap<>();
        private final TreeMap<String, Integer> seen = new TreeMap<>();
        private final List<Change> changes = new ArrayList<>();

        private Node(boolean folder) {
            this.folder = folder;
            if (!folder) {
                versions.add(Sectors.NONE);
            }
        }

        private Sectors content() {
            return versions.get(versions.size() - 1);
        }

        private Node copy() {
            Node copy = new Node(folder);
            copy.versions.clear();
            copy.versions.addAll(versions);
            copy.durable.putAll(durable);
            copy.seen.putAll(seen);
            copy.changes.addAll(changes);
            return copy;
        }
    }

    /** A change of names: {@code name} comes to mean {@code id} (none when null), and loses its old name {@code oldName}. */
    private record Change(String name, @Nullable Integer id, int oldFolder, String oldName) {}

    FaultyDisk() {
        this(new TreeMap<>(), ROOT + 1);
        nodes.put(ROOT, new Node(true));
    }

    private FaultyDisk(TreeMap<Integer, Node> nodes, int nextId) {
        this.nodes = nodes;
        this.nextId = nextId;
    }

    /** An exact copy, with everything that is at risk. */
    FaultyDisk copy() {
        TreeMap<Integer, Node> copies = new TreeMap<>();
        nodes.forEach((id, node) -> copies.put(id, node.copy()));
        FaultyDisk copy = new FaultyDisk(copies, nextId);
        copy.lazy = lazy;
        return copy;
    }

    /** Tells every operation before it happens: kind and path. */
    void watch(Consumer<String> watcher) {
        watch = watcher;
    }

    /** From now on a force of a path that {@code paths} names does nothing: a program that forgot it. */
    void forgetForce(Predicate<String> paths) {
        lazy = paths;
    }

    /** From now on a write to a path that {@code paths} names has one wrong bit, silently: a worn cell. */
    void wear(Predicate<String> paths) {
        worn = paths;
    }

    /** The next write to a path that {@code paths} names fails, and changes nothing. */
    void failOnce(Predicate<String> paths) {
        failing = paths;
    }

    DiskPath path(String absolute) {
        return fileSystem.getPath(absolute);
    }

    /** Content of a file as it is seen, null when there is none. */
    byte @Nullable [] read(String absolute) {
        Integer id = find(absolute);
        Node node = id == null ? null : node(id);
        return node == null || node.folder ? null : node.content().bytes();
    }

    /** Changes one byte of a file for good: damage that no program made. */
    void damage(String absolute, int offset) {
        Node node = node(Objects.requireNonNull(find(absolute)));
        byte[] bytes = node.content().bytes();
        bytes[offset] ^= 0x10;
        node.versions.clear();
        node.versions.add(Sectors.of(bytes));
    }

    /** Forces everything: an orderly end. */
    void forceAll() {
        nodes.values().forEach(FaultyDisk::makeDurable);
    }

    // ---- the power goes

    /** What is open when the power goes: one number per part at risk, how many states it may be left in. */
    int[] risks() {
        List<Integer> risks = new ArrayList<>();
        for (Node node : nodes.values()) {
            node.changes.forEach(change -> risks.add(2));
            if (node.versions.size() > 1) {
                risks.add(lengths(node).size());
                for (int i = 0; i < sectors(node); i++) {
                    risks.add(states(node, i).size());
                }
            }
        }
        return risks.stream().mapToInt(Integer::intValue).toArray();
    }

    /** What the next start finds where each part at risk was left in the state that {@code states} says. */
    FaultyDisk survivor(int[] states) {
        FaultyDisk left = new FaultyDisk(new TreeMap<>(), nextId);
        List<Runnable> names = new ArrayList<>();
        int next = 0;
        for (Map.Entry<Integer, Node> entry : nodes.entrySet()) {
            Node node = entry.getValue();
            Node after = new Node(node.folder);
            after.durable.putAll(node.durable);
            left.nodes.put(entry.getKey(), after);
            for (Change change : node.changes) {
                if (states[next++] == 1) {
                    names.add(() -> apply(left, entry.getKey(), change));
                }
            }
            if (node.versions.size() > 1) {
                Sectors content = node.versions.get(0).ofLength(lengths(node).get(states[next++]));
                for (int i = 0; i < sectors(node); i++) {
                    content = content.withSector(i, states(node, i).get(states[next++]));
                }
                after.versions.set(0, content);
            } else if (!node.folder) {
                after.versions.set(0, node.content());
            }
        }
        names.forEach(Runnable::run);
        left.nodes.values().forEach(node -> node.seen.putAll(node.durable));
        return left;
    }

    /** Each different length that a file had since it was forced. */
    private static List<Long> lengths(Node file) {
        return file.versions.stream().map(Sectors::length).distinct().toList();
    }

    private static void apply(FaultyDisk disk, int folder, Change change) {
        Node in = disk.node(folder);
        if (change.id() == null) {
            in.durable.remove(change.name());
            return;
        }
        in.durable.put(change.name(), change.id());
        Node old = disk.nodes.get(change.oldFolder());
        if (!change.oldName().isEmpty() && old != null) {
            old.durable.remove(change.oldName(), change.id());
        }
    }

    private static int sectors(Node file) {
        int most = 0;
        for (Sectors version : file.versions) {
            most = Math.max(most, version.count());
        }
        return most;
    }

    /** Each different content that a sector had since it was forced. */
    private static List<byte[]> states(Node file, int sector) {
        List<byte[]> states = new ArrayList<>();
        for (Sectors version : file.versions) {
            byte[] content = version.sector(sector);
            if (states.isEmpty() || !Arrays.equals(states.get(states.size() - 1), content)) {
                states.add(content);
            }
        }
        return states;
    }

    private static void makeDurable(Node node) {
        node.durable.clear();
        node.durable.putAll(node.seen);
        node.changes.clear();
        if (!node.folder) {
            Sectors last = node.content();
            node.versions.clear();
            node.versions.add(last);
        }
    }

    // ---- what the file system asks for

    /** Id of what stands at a path, null when nothing does. */
    @Nullable
    Integer find(String absolute) {
        Integer at = ROOT;
        for (String name : absolute.split("/")) {
            if (!name.isEmpty()) {
                Node node = at == null ? null : node(at);
                at = node == null ? null : node.seen.get(name);
            }
        }
        return at;
    }

    int get(String absolute) throws NoSuchFileException {
        Integer id = find(absolute);
        if (id == null) {
            throw new NoSuchFileException(absolute);
        }
        return id;
    }

    private Node node(int id) {
        return Objects.requireNonNull(nodes.get(id));
    }

    boolean isFolder(int id) {
        return node(id).folder;
    }

    Sectors content(int id) {
        return node(id).content();
    }

    List<String> names(int id) {
        return List.copyOf(node(id).seen.keySet());
    }

    int create(String absolute, boolean folder) throws IOException {
        if (find(absolute) != null) {
            throw new FileAlreadyExistsException(absolute);
        }
        int parent = get(parentOf(absolute));
        watch.accept("create " + absolute);
        int id = nextId++;
        nodes.put(id, new Node(folder));
        change(parent, new Change(nameOf(absolute), id, parent, ""));
        return id;
    }

    void delete(String absolute) throws IOException {
        int id = get(absolute);
        if (node(id).folder && !node(id).seen.isEmpty()) {
            throw new DirectoryNotEmptyException(absolute);
        }
        int parent = get(parentOf(absolute));
        watch.accept("delete " + absolute);
        change(parent, new Change(nameOf(absolute), null, parent, ""));
    }

    void rename(String from, String to) throws IOException {
        int id = get(from);
        int old = get(parentOf(from));
        int parent = get(parentOf(to));
        Integer there = find(to);
        if (there != null && node(there).folder) {
            throw new FileSystemException(to, null, "is a folder");
        }
        watch.accept("rename " + to);
        node(old).seen.remove(nameOf(from));
        change(parent, new Change(nameOf(to), id, old, nameOf(from)));
    }

    private void change(int folder, Change change) {
        Node node = node(folder);
        node.changes.add(change);
        if (change.id() == null) {
            node.seen.remove(change.name());
        } else {
            node.seen.put(change.name(), change.id());
        }
    }

    void write(int id, String absolute, long offset, ByteBuffer bytes) throws IOException {
        if (failing.test(absolute)) {
            failing = path -> false;
            throw new IOException("input/output error");
        }
        watch.accept("write " + absolute);
        ByteBuffer content = bytes;
        if (worn.test(absolute)) {
            byte[] wrong = new byte[bytes.remaining()];
            bytes.get(wrong);
            wrong[wrong.length / 2] ^= 1;
            content = ByteBuffer.wrap(wrong);
        }
        Node node = node(id);
        node.versions.add(node.content().with(offset, content));
    }

    void truncate(int id, String absolute, long length) {
        watch.accept("truncate " + absolute);
        Node node = node(id);
        node.versions.add(node.content().ofLength(length));
    }

    void force(int id, String absolute) {
        watch.accept("force " + absolute);
        Node node = node(id);
        if (lazy.test(absolute)) {
            return;
        }
        for (Change change : node.changes) {
            apply(this, id, change);
        }
        node.changes.clear();
        if (!node.folder) {
            makeDurable(node);
        }
    }

    private static String parentOf(String absolute) {
        int slash = absolute.lastIndexOf('/');
        return slash <= 0 ? "/" : absolute.substring(0, slash);
    }

    private static String nameOf(String absolute) {
        return absolute.substring(absolute.lastIndexOf('/') + 1);
    }
}
