package org.firmwarerecovery.update.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.jspecify.annotations.Nullable;

/** The strict reading side of {@link JournalCodec}: every helper names the member and the rule it enforces. */
final class JournalReader {
    private JournalReader() {}

    /** A rule of the format is broken; never leaves this package. */
    static final class BrokenException extends Exception {
        private static final long serialVersionUID = 1;

        BrokenException(String path, String rule) {
            super(path + ": " + rule);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    static JournalRecord record(JsonNode root) throws BrokenException {
        // Nobody is barred in most records, nor in any that was written before donors could be.
        boolean bars = root.has("barred");
        List<String> names = List.of("formatVersion", "uptimeMillis", "components", "barred");
        members(root, "record", names.subList(0, bars ? 4 : 3).toArray(new String[0]));
        number(root, "record", "formatVersion", JournalCodec.FORMAT_VERSION_MIN, JournalCodec.FORMAT_VERSION);
        long uptime = number(root, "record", "uptimeMillis", 0, Long.MAX_VALUE);
        JsonNode all = root.path("components");
        if (!all.isObject() || all.size() > JournalCodec.COMPONENTS_MAX) {
            throw new BrokenException("components", "must be an object of at most " + JournalCodec.COMPONENTS_MAX);
        }
        TreeMap<ComponentId, ComponentRecord> components = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : all.properties()) {
            if (!ComponentId.isValid(entry.getKey())) {
                throw new BrokenException("components", "has a member that is no component id");
            }
            components.put(
                    new ComponentId(entry.getKey()), component(entry.getValue(), "components." + entry.getKey()));
        }
        return new JournalRecord(uptime, components, bars ? barred(root.path("barred")) : List.of());
    }

    private static List<BarredDonor> barred(JsonNode node) throws BrokenException {
        array(node, "barred", JournalRecord.BARRED_MAX);
        List<BarredDonor> donors = new ArrayList<>();
        for (JsonNode item : node) {
            String at = "barred[" + donors.size() + "]";
            members(item, at, "uuid", "since", "reason");
            String uuid = text(item, at, "uuid");
            if (uuid.length() > BarredDonor.UUID_LENGTH_MAX) {
                throw new BrokenException(at + ".uuid", "is too long");
            }
            donors.add(new BarredDonor(uuid, number(item, at, "since", 0, Long.MAX_VALUE), reason(item, at)));
        }
        if (donors.isEmpty()) {
            throw new BrokenException("barred", "must not be empty");
        }
        return donors;
    }

    private static ComponentRecord component(JsonNode node, String path) throws BrokenException {
        List<String> names = List.of(
                "active",
                "writing",
                "torn",
                "unproven",
                "trial",
                "floor",
                "bound",
                "quarantine",
                "writes",
                "attempts",
                "boots",
                "confirmedAt",
                "activating",
                "undecided",
                "floorUnknown");
        // The last one stands in few records, and in none that was written before a floor could be unknown.
        boolean tells = node.has("floorUnknown");
        members(node, path, names.subList(0, names.size() - (tells ? 0 : 1)).toArray(new String[0]));
        return new ComponentRecord(
                bank(node, path, "active"),
                intent(node.path("writing"), path + ".writing"),
                banks(node.path("torn"), path + ".torn"),
                banks(node.path("unproven"), path + ".unproven"),
                trial(node.path("trial"), path + ".trial"),
                number(node, path, "floor", 0, Long.MAX_VALUE),
                bound(node.path("bound"), path + ".bound"),
                quarantine(node.path("quarantine"), path + ".quarantine"),
                numbers(node.path("writes"), path + ".writes"),
                numbers(node.path("attempts"), path + ".attempts"),
                boots(node.path("boots"), path + ".boots"),
                number(node, path, "confirmedAt", -1, Long.MAX_VALUE),
                node.path("activating").isNull() ? null : bank(node, path, "activating"),
                flag(node, path, "undecided"),
                tells ? floorUnread(node, path + ".floorUnknown") : List.of());
    }

    /** Before the banks were named the record said {@code true}: any of them could tell. */
    private static List<BankId> floorUnread(JsonNode node, String path) throws BrokenException {
        JsonNode told = node.path("floorUnknown");
        if (told.isBoolean()) {
            return told.asBoolean() ? List.of(BankId.values()) : List.of();
        }
        List<BankId> unread = banks(told, path);
        if (unread.isEmpty()) {
            throw new BrokenException(path, "must not be empty");
        }
        return unread;
    }

    private static Boots boots(JsonNode node, String path) throws BrokenException {
        // The last one stands in few records, and in none that was written before starts were counted apart.
        boolean apart = node.has("cutOffs");
        List<String> names = List.of("failures", "starting", "findings", "cutOffs");
        members(node, path, names.subList(0, apart ? 4 : 3).toArray(new String[0]));
        JsonNode all = node.path("findings");
        array(all, path + ".findings", Boots.FINDINGS_MAX);
        List<Boots.Failing> findings = new ArrayList<>();
        for (JsonNode item : all) {
            String at = path + ".findings[" + findings.size() + "]";
            members(item, at, "manifest", "at");
            findings.add(new Boots.Failing(digest(item, at, "manifest"), number(item, at, "at", 0, Long.MAX_VALUE)));
        }
        return new Boots(
                (int) number(node, path, "failures", 0, Integer.MAX_VALUE),
                flag(node, path, "starting"),
                apart ? (int) number(node, path, "cutOffs", 0, Integer.MAX_VALUE) : 0,
                findings);
    }

    private static @Nullable WriteIntent intent(JsonNode node, String path) throws BrokenException {
        if (node.isNull()) {
            return null;
        }
        members(node, path, "bank", "manifest");
        return new WriteIntent(bank(node, path, "bank"), digest(node, path, "manifest"));
    }

    private static List<BankId> banks(JsonNode node, String path) throws BrokenException {
        array(node, path, BankId.values().length);
        List<BankId> banks = new ArrayList<>();
        for (JsonNode item : node) {
            BankId bank = JournalCodec.bank(item.asText());
            if (!item.isTextual() || bank == null || banks.contains(bank)) {
                throw new BrokenException(path, "must hold banks, each once");
            }
            banks.add(bank);
        }
        return banks;
    }

    private static @Nullable Trial trial(JsonNode node, String path) throws BrokenException {
        if (node.isNull()) {
            return null;
        }
        members(node, path, "bank", "revertTo", "manifest", "starts");
        return new Trial(bank(node, path, "bank"), bank(node, path, "revertTo"), digest(node, path, "manifest"), (int)
                number(node, path, "starts", 0, Integer.MAX_VALUE));
    }

    private static SortedMap<BankId, Digest> bound(JsonNode node, String path) throws BrokenException {
        if (!node.isObject()) {
            throw new BrokenException(path, "must be an object");
        }
        TreeMap<BankId, Digest> bound = new TreeMap<>();
        Iterator<String> names = node.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            BankId bank = JournalCodec.bank(name);
            if (bank == null) {
                throw new BrokenException(path, "has a member that is no bank");
            }
            bound.put(bank, digest(node, path, name));
        }
        return bound;
    }

    private static List<Quarantine> quarantine(JsonNode node, String path) throws BrokenException {
        array(node, path, ComponentRecord.QUARANTINE_MAX);
        List<Quarantine> held = new ArrayList<>();
        for (JsonNode item : node) {
            String at = path + "[" + held.size() + "]";
            members(item, at, "manifest", "reason", "since");
            String reason = reason(item, at);
            held.add(
                    new Quarantine(digest(item, at, "manifest"), reason, number(item, at, "since", 0, Long.MAX_VALUE)));
        }
        return held;
    }

    private static String reason(JsonNode item, String at) throws BrokenException {
        String reason = text(item, at, "reason");
        if (reason.length() > JournalCodec.REASON_LENGTH_MAX) {
            throw new BrokenException(at, "reason is longer than " + JournalCodec.REASON_LENGTH_MAX);
        }
        return reason;
    }

    private static List<Long> numbers(JsonNode node, String path) throws BrokenException {
        array(node, path, ComponentRecord.BUDGET_MAX);
        List<Long> values = new ArrayList<>();
        for (JsonNode item : node) {
            if (!item.isIntegralNumber() || !item.canConvertToLong() || item.longValue() < 0) {
                throw new BrokenException(path, "must hold whole numbers of 0 or more");
            }
            values.add(item.longValue());
        }
        return values;
    }

    private static void array(JsonNode node, String path, int lengthMax) throws BrokenException {
        if (!node.isArray() || node.size() > lengthMax) {
            throw new BrokenException(path, "must be an array of at most " + lengthMax + " items");
        }
    }

    private static void members(JsonNode node, String path, String... names) throws BrokenException {
        if (!node.isObject()) {
            throw new BrokenException(path, "must be an object");
        }
        TreeSet<String> missing = new TreeSet<>(List.of(names));
        Iterator<String> found = node.fieldNames();
        while (found.hasNext()) {
            if (!missing.remove(found.next())) {
                throw new BrokenException(path, "has a member that this layout does not know");
            }
        }
        if (!missing.isEmpty()) {
            throw new BrokenException(path, "lacks " + missing);
        }
    }

    private static long number(JsonNode node, String path, String name, long min, long max) throws BrokenException {
        JsonNode value = node.path(name);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < min
                || value.longValue() > max) {
            throw new BrokenException(path + "." + name, "must be a whole number from " + min + " to " + max);
        }
        return value.longValue();
    }

    private static boolean flag(JsonNode node, String path, String name) throws BrokenException {
        JsonNode value = node.path(name);
        if (!value.isBoolean()) {
            throw new BrokenException(path + "." + name, "must be true or false");
        }
        return value.booleanValue();
    }

    private static String text(JsonNode node, String path, String name) throws BrokenException {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw new BrokenException(path + "." + name, "must be a string");
        }
        return value.textValue();
    }

    private static BankId bank(JsonNode node, String path, String name) throws BrokenException {
        BankId bank = JournalCodec.bank(text(node, path, name));
        if (bank == null) {
            throw new BrokenException(path + "." + name, "must be A, B or Golden");
        }
        return bank;
    }

    private static Digest digest(JsonNode node, String path, String name) throws BrokenException {
        Digest digest = JournalCodec.digest(text(node, path, name));
        if (digest == null) {
            throw new BrokenException(path + "." + name, "must be a digest such as sha-256:...");
        }
        return digest;
    }
}
