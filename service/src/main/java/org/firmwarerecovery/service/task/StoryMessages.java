package org.firmwarerecovery.service.task;

import java.util.List;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.redfish.message.MessageCatalogue;
import org.firmwarerecovery.redfish.message.MessageRegistry;
import org.firmwarerecovery.redfish.odata.Health;

/** Messages of states, refusals and rejections: from key and arguments, as the machines say them, to what clients read. */
public final class StoryMessages {
    private static final String OWN = "FirmwareRecovery";

    private StoryMessages() {}

    /**
     * The message of a key.
     *
     * @param key of our own registry, or with a prefix: {@code Update.UpdateSuccessful}
     * @param args its arguments
     */
    public static Message of(String key, List<String> args) {
        int dot = key.indexOf('.');
        String prefix = dot < 0 ? OWN : key.substring(0, dot);
        String plain = key.substring(dot + 1);
        for (MessageRegistry registry : MessageCatalogue.standard().registries()) {
            if (registry.prefix().equals(prefix)) {
                MessageRegistry.Template template = registry.find(plain);
                if (template != null && template.paramTypes().size() == args.size()) {
                    return MessageCatalogue.standard().create(prefix, plain, args.toArray());
                }
                // A record from a newer or older version of the program: better its raw facts than no answer.
                String text = args.isEmpty() ? plain : plain + ": " + String.join(", ", args);
                return new Message(
                        registry.messageId(plain), text, args, Health.WARNING, Health.WARNING, "None.", List.of());
            }
        }
        throw new IllegalStateException("no registry " + prefix);
    }
}
