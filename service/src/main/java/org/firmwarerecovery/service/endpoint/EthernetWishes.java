package org.firmwarerecovery.service.endpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RecoveryMessages;
import org.firmwarerecovery.redfish.odata.Field;
import org.firmwarerecovery.service.network.InterfaceSettings;
import org.firmwarerecovery.service.network.InterfaceSettings.StaticAddress;
import org.firmwarerecovery.service.network.NetworkText;
import org.jspecify.annotations.Nullable;

/**
 * What clients may say about an interface, checked against what it is set to: one message for each fault, all of them at once. What the
 * operator's program does not read cannot be changed either.
 */
final class EthernetWishes {
    /** Static addresses, and name servers, that an interface can be given. */
    static final int ENTRIES_MAX = 16;

    private static final String HOST_NAME = "HostName";
    private static final String FQDN = "FQDN";
    private static final String DHCP = "DHCPv4";
    private static final String DHCP_ENABLED = "DHCPEnabled";
    private static final String ADDRESSES = "IPv4StaticAddresses";
    private static final String SERVERS = "StaticNameServers";

    private final String name;
    private final InterfaceSettings now;
    private final Wishes wishes = new Wishes();
    private final ObjectNode wanted = JsonNodeFactory.instance.objectNode();

    /** Body of a PATCH of an interface. */
    record Change(
            Field<String> hostName,
            @JsonProperty("FQDN") Field<String> fqdn,
            @JsonProperty("DHCPv4") Field<DhcpChange> dhcpv4,
            @JsonProperty("IPv4StaticAddresses") Field<List<JsonNode>> ipv4StaticAddresses,
            Field<List<JsonNode>> staticNameServers) {}

    /** Its part about DHCP. */
    record DhcpChange(@JsonProperty("DHCPEnabled") Field<Boolean> dhcpEnabled) {}

    private EthernetWishes(String name, InterfaceSettings now) {
        this.name = name;
        this.now = now;
    }

    /** The members that the client sent, in full, as the operator's program gets them. */
    static ObjectNode apply(String name, InterfaceSettings now, Change body) {
        EthernetWishes wishes = new EthernetWishes(name, now);
        wishes.names(body);
        wishes.addresses(body);
        wishes.servers(body);
        wishes.wishes.require();
        return wishes.wanted;
    }

    private void names(Change body) {
        Optional<String> host = readable(body.hostName(), HOST_NAME, now.hostName())
                .filter(text -> fits(NetworkText.isLabel(text), text, HOST_NAME));
        Optional<String> full = readable(body.fqdn(), FQDN, now.fqdn())
                .filter(text -> fits(NetworkText.isName(text) && text.indexOf('.') > 0, text, FQDN));
        boolean apart = host.isPresent()
                && full.isPresent()
                && !full.get().toLowerCase(Locale.ROOT).startsWith(host.get().toLowerCase(Locale.ROOT) + ".");
        if (apart) {
            wishes.conflict(FQDN, HOST_NAME);
        }
        host.ifPresent(text -> wanted.put(HOST_NAME, text));
        full.ifPresent(text -> wanted.put(FQDN, text));
    }

    private boolean fits(boolean wellFormed, String text, String member) {
        return wellFormed || wishes.refuse(BaseMessages.propertyValueFormatError(Wishes.quoted(text), member), member);
    }

    /** What the body says of a member that is known to be there. */
    private <T> Optional<T> readable(Field<T> wish, String member, @Nullable Object known) {
        if (wish.isPresent() && known == null) {
            wishes.refuse(BaseMessages.propertyNotWritable(member), member);
            return Optional.empty();
        }
        return wishes.given(wish, member);
    }

    private void addresses(Change body) {
        String enabled = DHCP + "/" + DHCP_ENABLED;
        Optional<Boolean> before = now.dhcp();
        Optional<Boolean> dhcp = wishes.given(body.dhcpv4(), DHCP)
                .flatMap(change -> readable(change.dhcpEnabled(), enabled, before.orElse(null)));
        dhcp.ifPresent(on -> wanted.putObject(DHCP).put(DHCP_ENABLED, on));
        List<StaticAddress> old = now.ipv4StaticAddresses() == null ? List.of() : now.ipv4StaticAddresses();
        List<StaticAddress> addresses = old;
        if (readable(body.ipv4StaticAddresses(), ADDRESSES, now.ipv4StaticAddresses())
                .isPresent()) {
            TreeMap<Integer, StaticAddress> merged =
                    ArrayChange.apply(body.ipv4StaticAddresses(), ADDRESSES, old, ENTRIES_MAX, wishes, this::address);
            keepRouter(body, old, merged);
            addresses = new StaticAddresses(ADDRESSES, wishes).checked(merged);
            write(addresses);
        }
        boolean touched = wanted.has(DHCP) || wanted.has(ADDRESSES);
        // Only DHCP that is known to be on gives an address.
        boolean was = old.isEmpty() && !before.orElse(false);
        boolean will = addresses.isEmpty() && !dhcp.or(() -> before).orElse(false);
        if (touched && will && !was && wishes.good()) {
            wishes.refuse(RecoveryMessages.interfaceWithoutAddress(name), wanted.has(ADDRESSES) ? ADDRESSES : enabled);
        }
    }

    /** The router stands with the first address; when only that one is taken away, it is not meant to go too. */
    private void keepRouter(Change body, List<StaticAddress> old, TreeMap<Integer, StaticAddress> merged) {
        List<JsonNode> elements = body.ipv4StaticAddresses().toOptional().orElse(List.of());
        Map.Entry<Integer, StaticAddress> first = merged.firstEntry();
        String router = old.isEmpty() ? null : old.get(0).gateway();
        boolean taken = isNull(elements.isEmpty() ? null : elements.get(0))
                && elements.stream().noneMatch(one -> !isNull(one) && one.has("Gateway"));
        if (router == null || first == null || !taken) {
            return;
        }
        StaticAddress left = first.getValue();
        if (StaticAddresses.reaches(left, router)) {
            merged.put(first.getKey(), new StaticAddress(left.address(), left.subnetMask(), router));
        } else if (wishes.good()) {
            String at = ADDRESSES + "/" + first.getKey() + "/Gateway";
            wishes.refuse(RecoveryMessages.interfaceWithoutRouter(name, router), at);
        }
    }

    private static boolean isNull(@Nullable JsonNode element) {
        return element == null || element.isNull();
    }

    private void write(List<StaticAddress> addresses) {
        ArrayNode array = wanted.putArray(ADDRESSES);
        for (StaticAddress one : addresses) {
            ObjectNode element = array.addObject().put("Address", one.address()).put("SubnetMask", one.subnetMask());
            if (one.gateway() != null) {
                element.put("Gateway", one.gateway());
            }
        }
    }

    /** An element of the body over the one that is there: members that it does not have stay. */
    private Optional<StaticAddress> address(Optional<StaticAddress> old, JsonNode element, String at) {
        if (!element.isObject()) {
            wishes.refuse(BaseMessages.propertyValueTypeError(Wishes.quoted(element.toString()), at), at);
            return Optional.empty();
        }
        List<String> unknown = new ArrayList<>();
        element.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(List.of("Address", "SubnetMask", "Gateway"));
        for (String member : unknown) {
            String full = at + "/" + Wishes.quoted(member);
            wishes.refuse(
                    member.equals("AddressOrigin")
                            ? BaseMessages.propertyNotWritable(full)
                            : BaseMessages.propertyUnknown(full),
                    full);
        }
        Optional<String> address = required(element, "Address", old.map(StaticAddress::address), at);
        Optional<String> mask = required(element, "SubnetMask", old.map(StaticAddress::subnetMask), at);
        Optional<String> gateway = element.path("Gateway").isNull()
                ? Optional.empty()
                : text(element, "Gateway", old.flatMap(one -> Optional.ofNullable(one.gateway())), at);
        return address.isPresent() && mask.isPresent()
                ? Optional.of(new StaticAddress(address.get(), mask.get(), gateway.orElse(null)))
                : Optional.empty();
    }

    private Optional<String> required(JsonNode element, String member, Optional<String> old, String at) {
        if (!element.has(member) && old.isEmpty()) {
            wishes.refuse(BaseMessages.propertyMissing(at + "/" + member), at + "/" + member);
        }
        return text(element, member, old, at);
    }

    private Optional<String> text(JsonNode element, String member, Optional<String> old, String at) {
        JsonNode value = element.get(member);
        if (value == null) {
            return old;
        }
        if (!value.isTextual()) {
            String full = at + "/" + member;
            wishes.refuse(BaseMessages.propertyValueTypeError(Wishes.quoted(value.toString()), full), full);
            return Optional.empty();
        }
        return Optional.of(value.asText());
    }

    private void servers(Change body) {
        List<String> old = now.staticNameServers() == null ? List.of() : now.staticNameServers();
        if (readable(body.staticNameServers(), SERVERS, now.staticNameServers()).isPresent()) {
            ArrayNode array = wanted.putArray(SERVERS);
            ArrayChange.apply(
                            body.staticNameServers(),
                            SERVERS,
                            old,
                            ENTRIES_MAX,
                            wishes,
                            (before, element, at) -> wishes.text(element, at, EthernetWishes::isServer))
                    .values()
                    .forEach(array::add);
        }
    }

    private static boolean isServer(String text) {
        Optional<InetAddress> address = NetworkText.address(text);
        return address.isPresent()
                && !address.get().isAnyLocalAddress()
                && !address.get().isMulticastAddress();
    }
}
