package org.firmwarerecovery.service.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.firmwarerecovery.update.io.file.AtomicFiles;

/**
 * Accounts in one small file, {@code store/accounts.json}, mode 0600. Replaced by temp + force + rename + directory
 * force, so a power cut leaves the old or the new file, never half of one.
 */
public final class FileAccountStore implements AccountStore {
    private static final int FORMAT_VERSION = 2;
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
            throw new IOException(
                    file + " has format " + stored.formatVersion() + "; this program knows up to " + FORMAT_VERSION);
        }
        return List.copyOf(stored.accounts());
    }

    @Override
    public void save(List<Account> accounts) throws IOException {
        AtomicFiles.createFolders(AtomicFiles.folderOf(file), true);
        AtomicFiles.write(file, MAPPER.writeValueAsBytes(new Stored(FORMAT_VERSION, accounts)), true);
    }

    private record Stored(int formatVersion, List<Account> accounts) {}
}
