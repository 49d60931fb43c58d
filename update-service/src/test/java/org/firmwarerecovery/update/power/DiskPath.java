package org.firmwarerecovery.update.power;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/** A path on a {@link FaultyDisk}: the algebra is that of the host's own paths. */
final class DiskPath implements Path {
    private final DiskFileSystem fileSystem;
    private final Path inner;

    DiskPath(DiskFileSystem fileSystem, Path inner) {
        this.fileSystem = fileSystem;
        this.inner = inner;
    }

    static DiskPath of(DiskFileSystem fileSystem, String text) {
        return new DiskPath(fileSystem, Paths.get(text));
    }

    /** The path as the disk knows it. */
    String absolute() {
        return toAbsolutePath().normalize().toString();
    }

    private DiskPath wrap(Path path) {
        return new DiskPath(fileSystem, path);
    }

    private @Nullable DiskPath wrapIfAny(@Nullable Path path) {
        return path == null ? null : wrap(path);
    }

    private static Path inner(Path path) {
        return path instanceof DiskPath disk ? disk.inner : path;
    }

    @Override
    public FileSystem getFileSystem() {
        return fileSystem;
    }

    @Override
    public boolean isAbsolute() {
        return inner.isAbsolute();
    }

    @Override
    public @Nullable Path getRoot() {
        return wrapIfAny(inner.getRoot());
    }

    @Override
    public @Nullable Path getFileName() {
        return wrapIfAny(inner.getFileName());
    }

    @Override
    public @Nullable Path getParent() {
        return wrapIfAny(inner.getParent());
    }

    @Override
    public int getNameCount() {
        return inner.getNameCount();
    }

    @Override
    public Path getName(int index) {
        return wrap(inner.getName(index));
    }

    @Override
    public Path subpath(int beginIndex, int endIndex) {
        return wrap(inner.subpath(beginIndex, endIndex));
    }

    @Override
    public boolean startsWith(Path other) {
        return inner.startsWith(inner(other));
    }

    @Override
    public boolean endsWith(Path other) {
        return inner.endsWith(inner(other));
    }

    @Override
    public DiskPath normalize() {
        return wrap(inner.normalize());
    }

    @Override
    public DiskPath resolve(Path other) {
        return wrap(inner.resolve(inner(other)));
    }

    @Override
    public Path relativize(Path other) {
        return wrap(inner.relativize(inner(other)));
    }

    @Override
    public URI toUri() {
        throw new UnsupportedOperationException("toUri");
    }

    @Override
    public DiskPath toAbsolutePath() {
        return inner.isAbsolute() ? this : wrap(Paths.get("/").resolve(inner));
    }

    @Override
    public Path toRealPath(LinkOption... options) {
        return toAbsolutePath().normalize();
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException("register");
    }

    @Override
    public int compareTo(Path other) {
        return inner.compareTo(inner(other));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DiskPath path && path.fileSystem == fileSystem && path.inner.equals(inner);
    }

    @Override
    public int hashCode() {
        return inner.hashCode();
    }

    @Override
    public String toString() {
        return inner.toString();
    }
}
