package org.firmwarerecovery.service.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.firmwarerecovery.redfish.odata.ETag;

/** Puts the envelope around what an endpoint read: ids, type, entity tag, name, actions. The only place that does. */
final class ResourceWriter {
    private static final String ETAG = "@odata.etag";

    private ResourceWriter() {}

    /** The document of a resource. */
    static ObjectNode resource(ResourceDeclaration declaration, String path, Object state) {
        ObjectNode inner = state instanceof ObjectNode tree ? tree : RedfishMapper.tree(state);
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("@odata.id", path);
        document.put("@odata.type", "#" + declaration.type());
        String lastSegment = path.substring(path.lastIndexOf('/') + 1);
        document.put("Id", declaration.fixedId().orElse(lastSegment));
        document.put("Name", declaration.name());
        document.put("Description", declaration.description());
        document.setAll(inner);
        List<ActionDeclaration<?>> offered = declaration.actions().stream()
                .filter(action -> action.offered().test(state))
                .toList();
        if (!offered.isEmpty()) {
            document.set("Actions", actions(declaration, path, offered));
        }
        declaration.writable(state).ifPresent(writable -> writable.annotate(document));
        return tagged(document, declaration.volatileMembers());
    }

    /** The document of a collection. */
    static ObjectNode collection(ResourceDeclaration declaration, String path, List<String> members) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("@odata.id", path);
        document.put("@odata.type", "#" + declaration.type());
        document.put("Name", declaration.name());
        document.put("Description", declaration.description());
        document.put("Members@odata.count", members.size());
        ArrayNode array = document.putArray("Members");
        for (String member : members) {
            array.addObject().put("@odata.id", member.startsWith("/") ? member : path + "/" + member);
        }
        return tagged(document, declaration.volatileMembers());
    }

    /** The tag in a document, quoted as in the header. */
    static String etagOf(ObjectNode document) {
        return document.path(ETAG).asText();
    }

    /** Name of an action in {@code Actions}. */
    static String nameOf(ResourceDeclaration declaration, ActionDeclaration<?> action) {
        return "#" + declaration.schema() + "." + action.name();
    }

    private static ObjectNode actions(
            ResourceDeclaration declaration, String path, List<ActionDeclaration<?>> offered) {
        ObjectNode actions = JsonNodeFactory.instance.objectNode();
        for (ActionDeclaration<?> action : offered) {
            ObjectNode entry = actions.putObject(nameOf(declaration, action));
            entry.put("target", declaration.target(path, action));
            for (Map.Entry<String, Object> annotation : action.annotations().entrySet()) {
                entry.set(annotation.getKey(), RedfishMapper.lenient().valueToTree(annotation.getValue()));
            }
        }
        return actions;
    }

    private static ObjectNode tagged(ObjectNode document, List<String> volatileMembers) {
        ObjectNode stable = document;
        if (!volatileMembers.isEmpty()) {
            stable = document.deepCopy();
            stable.remove(volatileMembers);
        }
        // The tag depends on the state alone, never on who asks: clients that change the login still match.
        String tag = ETag.ofContent(RedfishMapper.bytes(stable)).quoted();
        ObjectNode tagged = JsonNodeFactory.instance.objectNode();
        document.properties().forEach(member -> {
            tagged.set(member.getKey(), member.getValue());
            if (member.getKey().equals("@odata.type")) {
                tagged.put(ETAG, tag);
            }
        });
        return tagged;
    }
}
