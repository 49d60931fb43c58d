package org.firmwarerecovery.update.io.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.io.journal.LastRecord;
import org.firmwarerecovery.update.io.journal.NewerFormatException;
import org.firmwarerecovery.update.io.journal.SlotJournal;
import org.firmwarerecovery.update.io.store.TwoCopies;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.JournalCodec;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.journal.JournalText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The banks journal with its second home for the floors: {@code boot/floor} is written before a raised floor reaches the
 * journal, so that no loss of the journal lowers a floor. It is written at least once in the life of a state folder, so its
 * presence beside an empty journal tells that the journal was lost. Called by the loop thread.
 */
public final class BankJournal implements JournalWriter {
    private static final Logger LOG = LoggerFactory.getLogger(BankJournal.class);
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final int FORMAT_VERSION = 1;
    private static final String JOURNAL = "banks/journal";
    private static final String FLOOR = "boot/floor";

    private final SlotJournal slots;
    private final TwoCopies floorFile;
    private final TreeMap<ComponentId, Long> floors = new TreeMap<>();
    private boolean floorsWritten;

    /**
     * What the disk says about the last run.
     *
     * @param record what was persisted last; after a loss only what {@code boot/floor} kept
     * @param journalLost there was a journal and nothing of it is readable: the machine rebuilds it from banks and manifests
     * @param floorsLost both copies of {@code boot/floor} are damaged: floors come from the journal, manifests and configuration
     */
    public record Loaded(JournalRecord record, boolean journalLost, boolean floorsLost) {}

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
        return new Loaded(
                withFloors(roomFor(components, record == null ? JournalRecord.empty() : record), components),
                lost,
                floorsLost);
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
            Long floor = floors.get(component.id());
            ComponentRecord entry = record.of(component.id());
            if (floor != null) {
                ComponentRecord known = entry == null
                        ? ComponentRecord.fresh(component.banks().get(0), component.minSecurityVersion())
                        : entry;
                record = record.with(component.id(), known.withFloorAtLeast(floor), record.uptimeMillis());
            }
        }
        return record;
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
        TreeMap<ComponentId, Long> read = new TreeMap<>();
        try {
            JsonNode tree = MAPPER.readTree(bytes);
            if (tree.path("formatVersion").asInt() > FORMAT_VERSION) {
                throw new NewerFormatException(FLOOR, tree.path("formatVersion").asLong(), FORMAT_VERSION);
            }
            for (Map.Entry<String, JsonNode> entry : tree.path("floors").properties()) {
                read.put(new ComponentId(entry.getKey()), entry.getValue().asLong());
            }
        } catch (NewerFormatException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            LOG.error("{} is whole but holds no floors", FLOOR, e);
            return false;
        }
        floors.putAll(read);
        return true;
    }

    @Override
    public void write(JournalRecord record) throws IOException {
        byte[] bytes = JournalCodec.write(record);
        TreeMap<ComponentId, Long> next = new TreeMap<>(floors);
        record.components().forEach((id, entry) -> next.merge(id, entry.floor(), Math::max));
        if (floorsWritten && raises(record.components())) {
            writeFloors(next);
        }
        slots.write(bytes);
        if (!floorsWritten) {
            // After the journal: a power cut between the two must not make a first start look like a loss.
            writeFloors(next);
        }
    }

    /** Remembered only once it is durable, so that a failed write is tried again. */
    private void writeFloors(SortedMap<ComponentId, Long> next) throws IOException {
        ObjectNode tree = MAPPER.createObjectNode().put("formatVersion", FORMAT_VERSION);
        ObjectNode all = tree.putObject("floors");
        next.forEach((id, floor) -> all.put(id.value(), floor));
        floorFile.write(MAPPER.writeValueAsBytes(tree));
        floors.putAll(next);
        floorsWritten = true;
    }

    private boolean raises(SortedMap<ComponentId, ComponentRecord> components) {
        return components.entrySet().stream()
                .anyMatch(entry -> entry.getValue().floor() > floors.getOrDefault(entry.getKey(), 0L));
    }
}
