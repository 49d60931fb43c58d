package org.firmwarerecovery.service.endpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.update.io.file.AtomicFiles;

/**
 * Where uploads land before they are verified. A file stays until its job has read it; what a crash left is removed at the
 * start, since jobs do not outlive the process.
 */
public final class UploadFolder {
    // A bundle is the image, its manifest, the signature and tar headers.
    private static final long OVERHEAD_BYTES_MAX = 2L * 1024 * 1024;
    private static final long DISK_MARGIN_BYTES = 8L * 1024 * 1024;
    private static final int BUFFER_BYTES = 65_536;

    private final Path folder;
    private final long bytesMax;

    private UploadFolder(Path folder, long bytesMax) {
        this.folder = folder;
        this.bytesMax = bytesMax;
    }

    /**
     * Opens the folder, making it if it is absent and emptying it.
     *
     * @param imageBytesMax largest image; an upload may be larger by what a bundle adds
     */
    public static UploadFolder open(Path folder, long imageBytesMax) throws IOException {
        AtomicFiles.createFolders(folder, true);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
        return new UploadFolder(folder, imageBytesMax + OVERHEAD_BYTES_MAX);
    }

    /** The file of an upload by its staging name. */
    public Path file(String stagingName) {
        return folder.resolve(stagingName);
    }

    /** Removes an upload that nobody needs any more. */
    public void discard(String stagingName) throws IOException {
        Files.deleteIfExists(file(stagingName));
    }

    /** Refuses an announced length before its first byte comes. */
    void requireRoom(long length) throws IOException {
        if (length > bytesMax) {
            throw new RedfishException(413, BaseMessages.payloadTooLarge());
        }
        if (length + DISK_MARGIN_BYTES > Files.getFileStore(folder).getUsableSpace()) {
            throw new RedfishException(507, BaseMessages.insufficientStorage());
        }
    }

    /** Writes a body to a new file and returns its staging name; after a refusal or failure nothing is left. */
    String take(InputStream body) throws IOException {
        String name = UUID.randomUUID().toString();
        boolean done = false;
        try (OutputStream out = Files.newOutputStream(file(name), StandardOpenOption.CREATE_NEW)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            long total = 0;
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                total += read;
                if (total > bytesMax) {
                    throw new RedfishException(413, BaseMessages.payloadTooLarge());
                }
                out.write(buffer, 0, read);
            }
            done = true;
            return name;
        } finally {
            if (!done) {
                discard(name);
            }
        }
    }
}
