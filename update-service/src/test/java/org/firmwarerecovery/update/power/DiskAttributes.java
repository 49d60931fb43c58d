package org.firmwarerecovery.update.power;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/** What a {@link FaultyDisk} tells of a file or folder; it knows no times and no owners. */
record DiskAttributes(int id, boolean folder, long bytes) implements PosixFileAttributes {
    @Override
    public FileTime lastModifiedTime() {
        return FileTime.fromMillis(0);
    }

    @Override
    public FileTime lastAccessTime() {
        return FileTime.fromMillis(0);
    }

    @Override
    public FileTime creationTime() {
        return FileTime.fromMillis(0);
    }

    @Override
    public boolean isRegularFile() {
        return !folder;
    }

    @Override
    public boolean isDirectory() {
        return folder;
    }

    @Override
    public boolean isSymbolicLink() {
        return false;
    }

    @Override
    public boolean isOther() {
        return false;
    }

    @Override
    public long size() {
        return bytes;
    }

    @Override
    public Object fileKey() {
        return id;
    }

    @Override
    public UserPrincipal owner() {
        throw new UnsupportedOperationException("owner");
    }

    @Override
    public GroupPrincipal group() {
        throw new UnsupportedOperationException("group");
    }

    @Override
    public Set<PosixFilePermission> permissions() {
        return PosixFilePermissions.fromString("rwx------");
    }

    /** Attributes by the other way there is to them. */
    record View(DiskProvider provider, Path path) implements PosixFileAttributeView {
        @Override
        public String name() {
            return "posix";
        }

        @Override
        public PosixFileAttributes readAttributes() throws IOException {
            return provider.readAttributes(path, PosixFileAttributes.class);
        }

        @Override
        public void setTimes(FileTime modified, FileTime accessed, FileTime created) {
            // It knows no times.
        }

        @Override
        public void setPermissions(Set<PosixFilePermission> permissions) {
            // Permissions do not matter to this disk.
        }

        @Override
        public UserPrincipal getOwner() {
            throw new UnsupportedOperationException("owner");
        }

        @Override
        public void setOwner(UserPrincipal owner) {
            throw new UnsupportedOperationException("owner");
        }

        @Override
        public void setGroup(GroupPrincipal group) {
            throw new UnsupportedOperationException("group");
        }
    }
}
