package org.firmwarerecovery.update.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.text.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * The journal record as bytes: one JSON object in UTF-8, the same bytes for equal records. Reading is strict, since a record
 * decides what may be erased: every member must be there, none may be unknown, none may stand twice. A record of a newer
 * layout is told apart from a broken one, because only the former was written by somebody who knew better. Thread-safe.
 */
public final class JournalCodec {
    /** Layout that this code reads and writes. */
    public static final int FORMAT_VERSION = 2;

    /** The oldest one that is read: what it does not say is what a node starts with. */
    static final int FORMAT_VERSION_MIN = 1;
    /** Most bytes of a record, enough for {@link #COMPONENTS_MAX} full ones; a slot of the journal must hold as many. */
    public static final int BYTES_MAX = 511 * 1024;
    /** Most components in a record. */
    public static final int COMPONENTS_MAX = 32;
    /** Most characters of a reason for quarantine that are kept; the rest is for the log only. */
    public static final int REASON_LENGTH_MAX = 120;

    private static final int DEPTH_MAX = 8;

    static final JsonMapper MAPPER = StrictJson.mapper(DEPTH_MAX, BYTES_MAX);

    private JournalCodec() {}

    /**
     * The bytes of a record.
     *
     * @throws IllegalArgumentException when the record is larger than {@link #BYTES_MAX} or has more than
     *     {@link #COMPONENTS_MAX} components: a limit of the machines is wrong
     */
    public static byte[] write(JournalRecord record) {
        if (record.components().size() > COMPONENTS_MAX) {
            throw new IllegalArgumentException("journal record has "
                    + record.components().size() + " components, more than COMPONENTS_MAX " + COMPONENTS_MAX);
        }
        ObjectNode root = MAPPER.createObjectNode();
        root.put("formatVersion", FORMAT_VERSION);
        root.put("uptimeMillis", record.uptimeMillis());
        ObjectNode components = root.putObject("components");
        record.components().forEach((id, entry) -> components.set(id.value(), component(entry)));
        if (!record.barred().isEmpty()) {
            ArrayNode barred = root.putArray("barred");
            record.barred().forEach(donor -> barred.add(barred(donor)));
        }
        byte[] bytes = root.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > BYTES_MAX) {
            throw new IllegalArgumentException(
                    "journal record takes " + bytes.length + " bytes, more than " + BYTES_MAX);
        }
        return bytes;
    }

    /** What {@code bytes} say. Never throws for any input. */
    public static JournalText read(byte[] bytes) {
        if (bytes.length > BYTES_MAX) {
            return new JournalText.Broken(
                    "record of " + bytes.length + " bytes, at most " + BYTES_MAX + " are allowed");
        }
        try {
            JsonNode root = MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8));
            JsonNode version = root.path("formatVersion");
            if (version.isIntegralNumber() && version.asLong() > FORMAT_VERSION) {
                return new JournalText.Newer(version.asLong());
            }
            return new JournalText.Ok(JournalReader.record(root));
        } catch (JournalReader.BrokenException e) {
            return new JournalText.Broken(e.getMessage());
        } catch (JsonProcessingException e) {
            String text = String.valueOf(e.getOriginalMessage());
            return new JournalText.Broken(
                    "not one JSON object: " + text.lines().findFirst().orElse(""));
        }
    }

    private static ObjectNode component(ComponentRecord entry) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("active", entry.active().label());
        node.set("writing", intent(entry.writing()));
        banks(node.putArray("torn"), entry.torn());
        banks(node.putArray("unproven"), entry.unproven());
        node.set("trial", trial(entry.trial()));
        node.put("floor", entry.floor());
        ObjectNode bound = node.putObject("bound");
        entry.bound().forEach((bank, digest) -> bound.put(bank.label(), digest.toString()));
        ArrayNode quarantine = node.putArray("quarantine");
        entry.quarantine().forEach(held -> quarantine.add(quarantine(held)));
        numbers(node.putArray("writes"), entry.writes());
        numbers(node.putArray("attempts"), entry.attempts());
        node.set("boots", boots(entry.boots()));
        node.put("confirmedAt", entry.confirmedAt());
        node.put(
                "activating",
                entry.activating() == null ? null : entry.activating().label());
        node.put("undecided", entry.undecided());
        if (entry.floorUnknown()) {
            banks(node.putArray("floorUnknown"), entry.floorUnread());
        }
        return node;
    }

    private static JsonNode intent(@Nullable WriteIntent intent) {
        if (intent == null) {
            return MAPPER.nullNode();
        }
        return MAPPER.createObjectNode()
                .put("bank", intent.bank().label())
                .put("manifest", intent.manifestDigest().toString());
    }

    private static ObjectNode boots(Boots boots) {
        ObjectNode node =
                MAPPER.createObjectNode().put("failures", boots.failures()).put("starting", boots.starting());
        if (boots.cutOffs() > 0) {
            node.put("cutOffs", boots.cutOffs());
        }
        ArrayNode findings = node.putArray("findings");
        boots.findings()
                .forEach(finding -> findings.addObject()
                        .put("manifest", finding.manifestDigest().toString())
                        .put("at", finding.at()));
        return node;
    }

    private static JsonNode trial(@Nullable Trial trial) {
        if (trial == null) {
            return MAPPER.nullNode();
        }
        return MAPPER.createObjectNode()
                .put("bank", trial.bank().label())
                .put("revertTo", trial.revertTo().label())
                .put("manifest", trial.manifestDigest().toString())
                .put("starts", trial.starts());
    }

    private static ObjectNode barred(BarredDonor donor) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("uuid", donor.uuid());
        node.put("since", donor.since());
        node.put("reason", shortened(donor.reason()));
        return node;
    }

    private static ObjectNode quarantine(Quarantine held) {
        return MAPPER.createObjectNode()
                .put("manifest", held.manifestDigest().toString())
                .put("reason", shortened(held.reason()))
                .put("since", held.since());
    }

    private static String shortened(String reason) {
        return reason.length() > REASON_LENGTH_MAX ? reason.substring(0, REASON_LENGTH_MAX) : reason;
    }

    private static void banks(ArrayNode array, List<BankId> banks) {
        banks.forEach(bank -> array.add(bank.label()));
    }

    private static void numbers(ArrayNode array, List<Long> values) {
        values.forEach(value -> array.add(value.longValue()));
    }

    /** The bank spelled {@code label}, null when there is none. */
    static @Nullable BankId bank(String label) {
        for (BankId bank : BankId.values()) {
            if (bank.label().equals(label)) {
                return bank;
            }
        }
        return null;
    }

    /** The digest spelled {@code algorithm:hex}, null when it is none. */
    public static @Nullable Digest digest(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return null;
        }
        try {
            return new Digest(text.substring(0, colon), text.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            // The caller names the member; the rule is the same for all of them.
            return null;
        }
    }
}
