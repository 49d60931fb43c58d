package org.firmwarerecovery.update.io.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.io.journal.LastRecord;
import org.firmwarerecovery.update.io.journal.SlotJournal;
import org.firmwarerecovery.update.io.store.TwoCopies;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.JournalCodec;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.journal.JournalText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The banks journal with its second home for the floors: {@code boot/floor} is written before a raised floor reaches the
 * journal, so that no loss of the journal lowers a floor. Called by the loop thread.
 */
public final class BankJournal implements JournalWriter {
    private static final Logger LOG = LoggerFactory.getLogger(BankJournal.class);
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final int FORMAT_VERSION = 1;

    private final SlotJournal slots;
    private final TwoCopies floorFile;
    private final TreeMap<ComponentId, Long> floors = new TreeMap<>();

    /** A journal in these files, which stay the caller's to close. */
    public BankJournal(SlotJournal slots, TwoCopies floorFile) {
        this.slots = slots;
        this.floorFile = floorFile;
    }

    /**
     * What was written last, with floors at least as high as in {@code boot/floor}. Where both slots are damaged the record
     * is rebuilt: the machine reads the banks and their manifests, the floors come from here.
     *
     * @throws IOException a newer program wrote it, or it cannot be understood
     */
    public JournalRecord load(Iterable<Component> components) throws IOException {
        readFloors();
        LastRecord last = slots.read();
        JournalRecord record = JournalRecord.empty();
        if (last instanceof LastRecord.Recovered recovered) {
            record = understood(recovered);
        } else if (last instanceof LastRecord.BothDamaged) {
            LOG.error("both slots of banks/journal are damaged; it is rebuilt from the banks and their manifests");
        }
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

    private static JournalRecord understood(LastRecord.Recovered recovered) throws IOException {
        JournalText text = JournalCodec.read(recovered.bytes().array());
        if (text instanceof JournalText.Ok ok) {
            return ok.record();
        }
        throw new IOException(
                text instanceof JournalText.Newer newer
                        ? "banks/journal has format " + newer.formatVersion() + ", which a newer program wrote"
                        : "banks/journal cannot be understood: " + ((JournalText.Broken) text).why());
    }

    private void readFloors() throws IOException {
        if (!(floorFile.read() instanceof LastRecord.Recovered recovered)) {
            return;
        }
        try {
            JsonNode tree = MAPPER.readTree(recovered.bytes().array());
            if (tree.path("formatVersion").asInt() > FORMAT_VERSION) {
                throw new IOException("boot/floor was written by a newer program");
            }
            tree.path("floors")
                    .properties()
                    .forEach(entry -> floors.put(
                            new ComponentId(entry.getKey()), entry.getValue().asLong()));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IOException("boot/floor holds no floors", e);
        }
    }

    @Override
    public void write(JournalRecord record) throws IOException {
        if (raises(record.components())) {
            ObjectNode tree = MAPPER.createObjectNode().put("formatVersion", FORMAT_VERSION);
            ObjectNode all = tree.putObject("floors");
            record.components().forEach((id, entry) -> floors.merge(id, entry.floor(), Math::max));
            floors.forEach((id, floor) -> all.put(id.value(), floor));
            floorFile.write(MAPPER.writeValueAsBytes(tree));
        }
        slots.write(JournalCodec.write(record));
    }

    private boolean raises(SortedMap<ComponentId, ComponentRecord> components) {
        return components.entrySet().stream()
                .anyMatch(entry -> entry.getValue().floor() > floors.getOrDefault(entry.getKey(), 0L));
    }
}
