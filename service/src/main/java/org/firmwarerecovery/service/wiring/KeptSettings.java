package org.firmwarerecovery.service.wiring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.service.cli.StartRefusedException;
import org.firmwarerecovery.service.endpoint.SettingsKeeper;
import org.firmwarerecovery.update.io.file.DiskSpace;
import org.firmwarerecovery.update.io.journal.LastRecord;
import org.firmwarerecovery.update.io.journal.NewerFormatException;
import org.firmwarerecovery.update.io.store.TwoCopies;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code boot/settings}: what the node keeps about itself in two copies. Its UUID, settings changed through Redfish, and the
 * newest time ever seen, for the clock rule. Thread-safe.
 */
final class KeptSettings implements SettingsKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(KeptSettings.class);
    private static final int FORMAT_VERSION = 1;
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private final TwoCopies file;
    private final LinkedHashMap<String, String> settings = new LinkedHashMap<>();
    private @Nullable UUID uuid;
    private @Nullable Instant newest;

    private KeptSettings(TwoCopies file) {
        this.file = file;
    }

    /** Reads what was kept; both copies damaged is an error, since it would silently lose the operator's settings. */
    static KeptSettings open(TwoCopies file) throws IOException, StartRefusedException {
        KeptSettings kept = new KeptSettings(file);
        LastRecord last = file.read();
        if (last instanceof LastRecord.BothDamaged) {
            throw new StartRefusedException(List.of(
                    "node.state: both copies of boot/settings are damaged; remove them to start with the settings of"
                            + " the configuration file, or restore one"));
        }
        if (last instanceof LastRecord.Recovered recovered) {
            kept.read(recovered.bytes().array());
        }
        return kept;
    }

    private void read(byte[] bytes) throws IOException {
        try {
            ObjectNode tree = (ObjectNode) MAPPER.readTree(bytes);
            if (tree.path("formatVersion").asInt() > FORMAT_VERSION) {
                throw new NewerFormatException(
                        "boot/settings", tree.path("formatVersion").asLong(), FORMAT_VERSION);
            }
            tree.path("settings")
                    .properties()
                    .forEach(entry ->
                            settings.put(entry.getKey(), entry.getValue().asText()));
            uuid = tree.hasNonNull("uuid") ? UUID.fromString(tree.path("uuid").asText()) : null;
            newest = tree.hasNonNull("newest")
                    ? Instant.parse(tree.path("newest").asText())
                    : null;
        } catch (JsonProcessingException | ClassCastException | IllegalArgumentException | DateTimeException e) {
            throw new IOException(
                    "boot/settings holds no settings: " + e.getClass().getSimpleName(), e);
        }
    }

    /** Settings changed through Redfish: key path to YAML text. */
    synchronized Map<String, String> settings() {
        return new LinkedHashMap<>(settings);
    }

    @Override
    public synchronized void keep(Map<String, String> changed) {
        LinkedHashMap<String, String> before = new LinkedHashMap<>(settings);
        settings.putAll(changed);
        try {
            write();
        } catch (IOException e) {
            settings.clear();
            settings.putAll(before);
            if (DiskSpace.saysFull(e)) {
                throw new RedfishException(507, BaseMessages.insufficientStorage());
            }
            throw new UncheckedIOException("boot/settings could not be written", e);
        }
    }

    /** The node's UUID from an earlier start. */
    synchronized Optional<UUID> uuid() {
        return Optional.ofNullable(uuid);
    }

    /** Keeps the node's UUID. */
    synchronized void keep(UUID own) throws IOException {
        if (!own.equals(uuid)) {
            uuid = own;
            write();
        }
    }

    /** The newest time ever kept; the beginning of time when none was. */
    synchronized Instant newest() {
        return newest == null ? Instant.EPOCH : newest;
    }

    /** Keeps {@code now} when it is newer than what was kept; a medium that refuses is no reason not to start. */
    synchronized void saw(Instant now) {
        Instant before = newest;
        if (before == null || now.isAfter(before)) {
            newest = now;
            try {
                write();
            } catch (IOException e) {
                LOG.warn("the time of this start can not be kept in boot/settings", e);
            }
        }
    }

    private void write() throws IOException {
        ObjectNode tree = MAPPER.createObjectNode();
        tree.put("formatVersion", FORMAT_VERSION);
        UUID own = uuid;
        if (own != null) {
            tree.put("uuid", own.toString());
        }
        Instant seen = newest;
        if (seen != null) {
            tree.put("newest", seen.toString());
        }
        ObjectNode all = tree.putObject("settings");
        settings.forEach(all::put);
        file.write(MAPPER.writeValueAsBytes(tree));
    }
}
