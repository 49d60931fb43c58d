package org.firmwarerecovery.service.endpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.discovery.core.Ipv6Scope;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.odata.Field;

/** What clients may say about network protocols, checked: one message for each member that is wrong, all of them at once. */
final class NetworkWishes {
    private static final String SSDP = "SSDP";
    private static final String ENABLED = SSDP + "/ProtocolEnabled";
    private static final String INTERVAL = SSDP + "/NotifyMulticastIntervalSeconds";
    private static final String HOPS = SSDP + "/NotifyTTL";
    private static final String SCOPE = SSDP + "/NotifyIPv6Scope";
    /** A day; who announces less often might as well not announce at all. */
    private static final long INTERVAL_SECONDS_MAX = 86_400;

    private static final long HOPS_MAX = 255;

    private final List<Message> problems = new ArrayList<>();

    /** Body of a PATCH; the rest is decided by the configuration or the machine. */
    record Change(@JsonProperty("SSDP") Field<SsdpChange> ssdp) {}

    /** Body of a PATCH where programs of the operator set where the machine gets the time. */
    record Whole(
            @JsonProperty("SSDP") Field<SsdpChange> ssdp,
            @JsonProperty("NTP") Field<TimeWishes.Change> ntp) {
        /** The part about this program alone. */
        Change own() {
            return new Change(ssdp);
        }
    }

    /** Its part about discovery. */
    record SsdpChange(
            Field<Boolean> protocolEnabled,
            Field<Long> notifyMulticastIntervalSeconds,
            Field<Long> notifyTTL,
            Field<String> notifyIPv6Scope) {}

    private NetworkWishes() {}

    /** Discovery as {@code body} wants it. */
    static NodeNetwork.Ssdp apply(NodeNetwork.Ssdp old, Change body) {
        NetworkWishes wishes = new NetworkWishes();
        NodeNetwork.Ssdp wanted = wishes.ssdp(old, body);
        if (!wishes.problems.isEmpty()) {
            throw new RedfishException(400, wishes.problems, Map.of());
        }
        return wanted;
    }

    /** What is wrong with {@code body}. */
    static List<Message> faults(NodeNetwork.Ssdp old, Change body) {
        NetworkWishes wishes = new NetworkWishes();
        wishes.ssdp(old, body);
        return wishes.problems;
    }

    private NodeNetwork.Ssdp ssdp(NodeNetwork.Ssdp old, Change body) {
        Optional<SsdpChange> change = given(SSDP, body.ssdp());
        if (change.isEmpty()) {
            return old;
        }
        SsdpChange ssdp = change.get();
        boolean enabled = given(ENABLED, ssdp.protocolEnabled()).orElse(old.enabled());
        Duration interval = given(INTERVAL, ssdp.notifyMulticastIntervalSeconds())
                .filter(seconds -> within(INTERVAL, seconds, 0, INTERVAL_SECONDS_MAX))
                .map(Duration::ofSeconds)
                .orElse(old.interval());
        int hops = given(HOPS, ssdp.notifyTTL())
                .filter(number -> within(HOPS, number, 1, HOPS_MAX))
                .map(Long::intValue)
                .orElse(old.hops());
        Ipv6Scope scope =
                given(SCOPE, ssdp.notifyIPv6Scope()).flatMap(this::scope).orElse(old.ipv6Scope());
        return new NodeNetwork.Ssdp(enabled, interval, hops, scope);
    }

    /**
     * What {@code body} wants of {@code ssdp} as keys of the configuration file, each with its YAML text. The members that
     * are not in the body go on following the file: an operator who switches SSDP off there is obeyed.
     */
    static Map<String, String> settings(NodeNetwork.Ssdp ssdp, Change body) {
        Map<String, String> keys = new LinkedHashMap<>();
        body.ssdp().toOptional().ifPresent(wish -> {
            put(keys, wish.protocolEnabled(), "discovery.ssdp", Boolean.toString(ssdp.enabled()));
            put(
                    keys,
                    wish.notifyMulticastIntervalSeconds(),
                    "discovery.announce",
                    ssdp.interval().toMillis() + "ms");
            put(keys, wish.notifyTTL(), "discovery.hops", Integer.toString(ssdp.hops()));
            put(
                    keys,
                    wish.notifyIPv6Scope(),
                    "discovery.ipv6Scope",
                    ssdp.ipv6Scope().name());
        });
        return keys;
    }

    private static void put(Map<String, String> keys, Field<?> wish, String key, String value) {
        if (wish.isPresent()) {
            keys.put(key, value);
        }
    }

    private <T> Optional<T> given(String name, Field<T> field) {
        if (field.isNull()) {
            problems.add(BaseMessages.propertyValueTypeError("null", name).about("#/" + name));
        }
        return field.toOptional();
    }

    private boolean within(String name, long value, long least, long most) {
        boolean within = value >= least && value <= most;
        if (!within) {
            problems.add(BaseMessages.propertyValueOutOfRange(Long.toString(value), name)
                    .about("#/" + name));
        }
        return within;
    }

    private Optional<Ipv6Scope> scope(String word) {
        Optional<Ipv6Scope> scope = Arrays.stream(Ipv6Scope.values())
                .filter(candidate -> candidate.name().equals(word))
                .findFirst();
        if (scope.isEmpty()) {
            problems.add(BaseMessages.propertyValueNotInList(word, SCOPE).about("#/" + SCOPE));
        }
        return scope;
    }
}
