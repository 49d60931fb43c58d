package org.firmwarerecovery.service.resource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.firmwarerecovery.redfish.message.Message;

/**
 * All that is wrong with a body, one message for each member: the binding stops at the first fault, so a body that has one
 * is bound again member by member.
 */
final class BodyFaults {
    /** Most faults told at once. */
    static final int FAULTS_MAX = 32;
    /** Most members that are looked at one by one: faults that read the same are told once, however many there are. */
    static final int LOOKS_MAX = 256;

    private final Class<?> type;
    private final BodyComplaints complaints;
    private final List<Message> messages = new ArrayList<>();
    private int looks;
    private final ObjectNode good = JsonNodeFactory.instance.objectNode();

    private BodyFaults(Class<?> type, BodyComplaints complaints) {
        this.type = type;
        this.complaints = complaints;
    }

    /**
     * The messages about a body that could not be bound.
     *
     * @param first what stopped the binding
     */
    static List<Message> of(
            ObjectNode body,
            Class<?> type,
            BodyComplaints complaints,
            BodyValidation validation,
            JsonProcessingException first) {
        BodyFaults faults = new BodyFaults(type, complaints);
        faults.look(body, List.of());
        if (faults.messages.isEmpty()) {
            return List.of(complaints.about(first, body));
        }
        faults.constraints(validation);
        return faults.messages;
    }

    private void look(ObjectNode object, List<String> above) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            List<String> path = new ArrayList<>(above);
            path.add(member.getKey());
            if (messages.size() == FAULTS_MAX || looks == LOOKS_MAX) {
                return;
            }
            if (member.getValue() instanceof ObjectNode inner && inner.size() > 1) {
                look(inner, path);
            } else {
                bindAlone(path, member.getValue());
            }
        }
    }

    private void bindAlone(List<String> path, JsonNode value) {
        looks++;
        ObjectNode alone = JsonNodeFactory.instance.objectNode();
        put(alone, path, value);
        try {
            RedfishMapper.strict().treeToValue(alone, type);
            put(good, path, value);
        } catch (JsonProcessingException e) {
            Message message = complaints.about(e, alone);
            // An unknown object is one fault, however many members it has.
            if (!messages.contains(message)) {
                messages.add(message);
            }
        }
    }

    private static void put(ObjectNode root, List<String> path, JsonNode value) {
        ObjectNode object = root;
        for (String name : path.subList(0, path.size() - 1)) {
            JsonNode inner = object.get(name);
            object = inner instanceof ObjectNode known ? known : object.putObject(name);
        }
        object.set(path.get(path.size() - 1), value);
    }

    /** What the good members break; one that is there but wrong is not missing too. */
    private void constraints(BodyValidation validation) {
        List<String> told = messages.stream()
                .flatMap(message -> message.relatedProperties().stream())
                .toList();
        try {
            for (Message message : validation.problems(RedfishMapper.strict().treeToValue(good, type), complaints)) {
                if (messages.size() < FAULTS_MAX
                        && message.relatedProperties().stream().noneMatch(told::contains)) {
                    messages.add(message);
                }
            }
        } catch (JsonProcessingException e) {
            // Members that are good one by one and not together: what is told already has to be mended first.
            messages.add(complaints.about(e, good));
        }
    }
}
