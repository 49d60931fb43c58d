package org.firmwarerecovery.update.io.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.journal.LastRecord;
import org.firmwarerecovery.update.io.journal.NewerFormatException;
import org.firmwarerecovery.update.io.journal.SlotJournal;
import org.firmwarerecovery.update.io.store.TwoCopies;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.JournalCodec;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.journal.JournalText;
import org.firmwarerecovery.update.journal.Quarantine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The banks journal with its second home for what must outlive it: floors and quarantine stand in {@code boot/floor} before a
 * change of them reaches the journal, so that no loss of the journal lowers a floor or brings back an image that failed here. It
 * is written at least once in the life of a state folder, so its presence beside an empty journal tells that the journal was
 * lost. Where nobody knows how high a floor was, what stands here is the least that is known. Called by the loop thread.
 */
public final class BankJournal implements JournalWriter {
    private static final Logger LOG = LoggerFactory.getLogger(BankJournal.class);
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final int FORMAT_VERSION = 1;
    private static final String JOURNAL = "banks/journal";
    private static final String FLOOR = "boot/floor";
    private static final String BEFORE_THE_LOSS = "it was in quarantine when the journal was lost";

    private final SlotJournal slots;
    private final TwoCopies floorFile;
    private final TreeMap<ComponentId, Kept> kept = new TreeMap<>();
    private long keptUptime;
    private boolean floorsWritten;

    /** What stands in the second home about one component. */
    private record Kept(long floor, boolean unknown, List<Digest> quarantine) {
        private Kept {
            quarantine = List.copyOf(quarantine);
        }
    }

    /**
     * What the disk says about the last run.
     *
     * @param record what was persisted last; after a loss only what {@code boot/floor} kept
     * @param journalLost there was a journal and nothing of it is readable: the machine rebuilds it from banks and manifests
     * @param floorsLost both copies of {@code boot/floor} are damaged: floors come from the journal, manifests and configuration
     * @param floorsUnknown the components whose floor is nowhere any more: the journal is lost, and {@code boot/floor} says
     *     nothing, or only the least that it can be
     */
    public record Loaded(
            JournalRecord record, boolean journalLost, boolean floorsLost, List<ComponentId> floorsUnknown) {
        /** Copies the list. */
        public Loaded {
            floorsUnknown = List.copyOf(floorsUnknown);
        }
    }

    /** A journal in these files, which stay the caller's to close. */
    public BankJournal(SlotJournal slots, TwoCopies floorFile) {
        this.slots = slots;
        this.floorFile = floorFile;
    }

    /**
     * What was written last, with floors at least as high as in {@code boot/floor}. A single damaged slot is written anew.
     *
     * @throws NewerFormatException a newer program wrote it
     * @throws IOException the medium failed
     */
    public Loaded load(List<Component> components) throws IOException {
        boolean floorsLost = readFloors();
        LastRecord last = slots.read();
        JournalRecord record = last instanceof LastRecord.Recovered recovered ? understood(recovered) : null;
        boolean lost = record == null && (!(last instanceof LastRecord.Empty) || floorsWritten || floorsLost);
        if (lost) {
            LOG.error(
                    "{} is lost ({}); it is rebuilt from the banks and their manifests",
                    JOURNAL,
                    last instanceof LastRecord.Empty ? "it is missing or empty" : "both slots are damaged");
        }
        if (record != null && last instanceof LastRecord.Recovered recovered && recovered.otherSlotDamaged()) {
            repair(recovered);
        }
        JournalRecord left = record == null ? new JournalRecord(keptUptime, new TreeMap<>()) : record;
        List<ComponentId> unknown = components.stream()
                .map(Component::id)
                .filter(id -> lost && floorUnknown(id))
                .toList();
        return new Loaded(withFloors(roomFor(components, left), components), lost, floorsLost, unknown);
    }

    private boolean floorUnknown(ComponentId id) {
        Kept known = kept.get(id);
        return known == null || known.unknown();
    }

    /** A write that was cut off leaves a damaged slot too, so this is no alarm. */
    private void repair(LastRecord.Recovered recovered) {
        try {
            slots.write(recovered.bytes().array());
            LOG.warn("one slot of {} was damaged; it was restored from the other one", JOURNAL);
        } catch (IOException e) {
            LOG.warn("one slot of {} is damaged and can not be restored now; the other one is whole", JOURNAL, e);
        }
    }

    /** Components that left the configuration keep their entries while there is room; their floors stay in any case. */
    private static JournalRecord roomFor(List<Component> components, JournalRecord record) {
        TreeMap<ComponentId, ComponentRecord> entries = new TreeMap<>(record.components());
        List<ComponentId> ids = components.stream().map(Component::id).toList();
        long fresh = ids.stream().filter(id -> !entries.containsKey(id)).count();
        if (entries.size() + fresh > JournalCodec.COMPONENTS_MAX) {
            LOG.warn("{} forgets components that are not configured any more: it has no room for them", JOURNAL);
            entries.keySet().retainAll(ids);
        }
        return record.with(entries);
    }

    private JournalRecord withFloors(JournalRecord loaded, List<Component> components) {
        JournalRecord record = loaded;
        for (Component component : components) {
            Kept known = kept.get(component.id());
            ComponentRecord entry = record.of(component.id());
            if (known != null) {
                ComponentRecord whole = entry == null ? remains(component, known) : entry;
                record = record.with(component.id(), whole.withFloorAtLeast(known.floor()), record.uptimeMillis());
            }
        }
        return record;
    }

    /** All that is known of a component whose entry is gone. */
    private ComponentRecord remains(Component component, Kept known) {
        ComponentRecord entry = ComponentRecord.fresh(component.banks().get(0), component.minSecurityVersion());
        for (Digest manifest : known.quarantine()) {
            entry = entry.withQuarantine(new Quarantine(manifest, BEFORE_THE_LOSS, keptUptime));
        }
        return entry;
    }

    /** The record; null when it is whole and makes no sense, which is our own bug and as good as lost. */
    private static @Nullable JournalRecord understood(LastRecord.Recovered recovered) throws NewerFormatException {
        JournalText text = JournalCodec.read(recovered.bytes().array());
        if (text instanceof JournalText.Ok ok) {
            return ok.record();
        }
        if (text instanceof JournalText.Newer newer) {
            throw new NewerFormatException(JOURNAL, newer.formatVersion(), JournalCodec.FORMAT_VERSION);
        }
        LOG.error("{} is whole but makes no sense: {}", JOURNAL, ((JournalText.Broken) text).why());
        return null;
    }

    /** True when there were floors and none is readable. */
    private boolean readFloors() throws NewerFormatException {
        LastRecord last = floorFile.read();
        if (last instanceof LastRecord.Empty) {
            return false;
        }
        if (last instanceof LastRecord.Recovered recovered
                && understoodFloors(recovered.bytes().array())) {
            floorsWritten = true;
            return false;
        }
        LOG.error(
                "both copies of {} are damaged; the floors come from the journal, the manifests and the"
                        + " configuration",
                FLOOR);
        return true;
    }

    private boolean understoodFloors(byte[] bytes) throws NewerFormatException {
        TreeMap<ComponentId, Kept> read = new TreeMap<>();
        long uptime;
        try {
            JsonNode tree = MAPPER.readTree(bytes);
            if (tree.path("formatVersion").asInt() > FORMAT_VERSION) {
                throw new NewerFormatException(FLOOR, tree.path("formatVersion").asLong(), FORMAT_VERSION);
            }
            List<String> unknown = new ArrayList<>();
            tree.path("unknown").forEach(id -> unknown.add(id.asText()));
            for (Map.Entry<String, JsonNode> entry : tree.path("floors").properties()) {
                List<Digest> quarantine = digests(tree.path("quarantine").path(entry.getKey()));
                read.put(
                        new ComponentId(entry.getKey()),
                        new Kept(entry.getValue().asLong(), unknown.contains(entry.getKey()), quarantine));
            }
            uptime = tree.path("uptimeMillis").asLong();
        } catch (NewerFormatException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            LOG.error("{} is whole but holds no floors", FLOOR, e);
            return false;
        }
        kept.putAll(read);
        keptUptime = Math.max(0, uptime);
        return true;
    }

    private static List<Digest> digests(JsonNode array) throws IOException {
        List<Digest> digests = new ArrayList<>();
        for (JsonNode item : array) {
            Digest digest = JournalCodec.digest(item.asText());
            if (digest == null) {
                throw new IOException("no digest: " + item);
            }
            digests.add(digest);
        }
        return digests;
    }

    @Override
    public void write(JournalRecord record) throws IOException {
        byte[] bytes = JournalCodec.write(record);
        TreeMap<ComponentId, Kept> next = new TreeMap<>(kept);
        record.components().forEach((id, entry) -> next.put(id, keep(entry, kept.get(id))));
        if (floorsWritten && !next.equals(kept)) {
            writeFloors(next, record.uptimeMillis());
        }
        slots.write(bytes);
        if (!floorsWritten) {
            // After the journal: a power cut between the two must not make a first start look like a loss.
            writeFloors(next, record.uptimeMillis());
        }
    }

    private static Kept keep(ComponentRecord entry, @Nullable Kept before) {
        List<Digest> quarantine =
                entry.quarantine().stream().map(Quarantine::manifestDigest).toList();
        long floor = before == null ? entry.floor() : Math.max(before.floor(), entry.floor());
        return new Kept(floor, entry.floorUnknown(), quarantine);
    }

    /** Remembered only once it is durable, so that a failed write is tried again. */
    private void writeFloors(SortedMap<ComponentId, Kept> next, long uptime) throws IOException {
        ObjectNode tree =
                MAPPER.createObjectNode().put("formatVersion", FORMAT_VERSION).put("uptimeMillis", uptime);
        ObjectNode floors = tree.putObject("floors");
        ObjectNode quarantine = tree.putObject("quarantine");
        next.forEach((id, known) -> {
            floors.put(id.value(), known.floor());
            ArrayNode held = quarantine.putArray(id.value());
            known.quarantine().forEach(digest -> held.add(digest.toString()));
        });
        ArrayNode unknown = MAPPER.createArrayNode();
        next.forEach((id, known) -> {
            if (known.unknown()) {
                unknown.add(id.value());
            }
        });
        if (!unknown.isEmpty()) {
            tree.set("unknown", unknown);
        }
        floorFile.write(MAPPER.writeValueAsBytes(tree));
        kept.putAll(next);
        floorsWritten = true;
    }
}
