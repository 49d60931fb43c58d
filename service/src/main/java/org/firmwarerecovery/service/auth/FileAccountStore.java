package org.firmwarerecovery.service.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * Accounts in one small file, {@code store/accounts.json}, mode 0600. Replaced by temp + force + rename + directory
 * force, so a power cut leaves the old or the new file, never half of one.
 */
public final class FileAccountStore implements AccountStore {
    private static final int FORMAT_VERSION = 1;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path file;

    /** Uses {@code folder/accounts.json}; the folder is made on the first save. */
    public FileAccountStore(Path folder) {
        this.file = folder.resolve("accounts.json");
    }

    @Override
    public List<Account> load() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        Stored stored;
        try {
            stored = MAPPER.readValue(Files.readAllBytes(file), Stored.class);
        } catch (JsonProcessingException e) {
            // The parser's own text would quote the file, hashes included.
            throw new IOException(file + " is damaged: " + e.getClass().getSimpleName());
        }
        if (stored.formatVersion() > FORMAT_VERSION) {
            throw new IOException(file + " has format " + stored.formatVersion() + "; this program knows up to "
                    + FORMAT_VERSION);
        }
        return List.copyOf(stored.accounts());
    }

    @Override
    public void save(List<Account> accounts) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " has no folder");
        }
        Files.createDirectories(folder);
        Path fresh = folder.resolve("accounts.json.new");
        Files.deleteIfExists(fresh);
        byte[] bytes = MAPPER.writeValueAsBytes(new Stored(FORMAT_VERSION, accounts));
        FileAttribute<Set<PosixFilePermission>> ownerOnly =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(
                fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(folder)) {
            directory.force(true);
        }
    }

    private record Stored(int formatVersion, List<Account> accounts) {}
}
