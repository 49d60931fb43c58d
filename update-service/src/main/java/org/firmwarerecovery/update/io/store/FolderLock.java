package org.firmwarerecovery.update.io.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.firmwarerecovery.update.io.file.AtomicFiles;
import org.jspecify.annotations.Nullable;

/**
 * The lock file of a state folder; the operating system drops the lock when the process ends, however it ends. Its content is
 * the process id, for people.
 */
final class FolderLock implements Closeable {
    private static final int PROCESS_ID_BYTES_MAX = 32;

    // File locks are per process: closing any other channel on the file would drop them, and a second lock in this
    // process
    // would succeed on some systems. So this process keeps count itself, before it touches the file.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final FileChannel channel;

    private FolderLock(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    static FolderLock take(Path folder) throws IOException {
        Path root = folder.toRealPath();
        if (!HELD_HERE.add(root)) {
            throw inUse(root, "another node in this process");
        }
        boolean taken = false;
        @Nullable FileChannel channel = null;
        try {
            channel = AtomicFiles.openOrCreate(root.resolve("lock"), false);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(root, holder(channel));
            }
            // Over what is there, cut afterwards: on a full disk a block that was given back may not come again.
            String processId = ProcessHandle.current().pid() + "\n";
            AtomicFiles.writeFully(channel, ByteBuffer.wrap(processId.getBytes(StandardCharsets.US_ASCII)));
            channel.truncate(channel.position());
            taken = true;
            return new FolderLock(root, channel);
        } finally {
            if (!taken) {
                if (channel != null) {
                    channel.close();
                }
                HELD_HERE.remove(root);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD_HERE.remove(root);
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(PROCESS_ID_BYTES_MAX);
        channel.read(content, 0);
        String processId =
                StandardCharsets.US_ASCII.decode(content.flip()).toString().strip();
        return processId.isEmpty() ? "another process" : "process " + processId;
    }

    private static StateFolderException inUse(Path root, String holder) {
        return new StateFolderException(
                StateFolderException.Problem.IN_USE,
                "state folder " + root + " is in use by " + holder
                        + ": stop that node, or give this one a folder of its own (node.state)",
                null);
    }
}
