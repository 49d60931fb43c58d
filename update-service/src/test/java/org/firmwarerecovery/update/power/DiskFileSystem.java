package org.firmwarerecovery.update.power;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The file system on a {@link FaultyDisk}: only as much of the interface as the code of a node uses. */
final class DiskFileSystem extends FileSystem {
    private final FaultyDisk disk;
    private final DiskProvider provider = new DiskProvider();

    DiskFileSystem(FaultyDisk disk) {
        this.disk = disk;
    }

    FaultyDisk disk() {
        return disk;
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("a disk is never closed");
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of(getPath("/"));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return List.of(new DiskStore());
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return new TreeSet<>(List.of("basic", "posix"));
    }

    @Override
    public DiskPath getPath(String first, String... more) {
        return DiskPath.of(this, more.length == 0 ? first : first + "/" + String.join("/", more));
    }

    @Override
    public PathMatcher getPathMatcher(String syntaxAndPattern) {
        throw new UnsupportedOperationException(syntaxAndPattern);
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        throw new UnsupportedOperationException("principals");
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException("watches");
    }
}
