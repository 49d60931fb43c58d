package org.firmwarerecovery.redfish.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.firmwarerecovery.redfish.json.SchemaFiles;
import org.firmwarerecovery.redfish.message.MessageRegistry.ParamType;
import org.firmwarerecovery.redfish.message.MessageRegistry.Template;
import org.jspecify.annotations.Nullable;

/**
 * All messages that this product can send: those of the DMTF registries that it uses, and its own registry.
 *
 * <p>Immutable and thread-safe. The factories ({@link BaseMessages}, {@link UpdateMessages}, {@link TaskMessages},
 * {@link SecurityMessages}, {@link EventMessages}, {@link RecoveryMessages}) are the way to make a message; this class gives them their texts.
 */
public final class MessageCatalogue {
    /** The classes whose public static methods are message factories. */
    private static final List<Class<?>> FACTORIES = List.of(
            BaseMessages.class,
            UpdateMessages.class,
            TaskMessages.class,
            SecurityMessages.class,
            EventMessages.class,
            RecoveryMessages.class);

    private static final MessageCatalogue STANDARD =
            new MessageCatalogue(SchemaFiles.messageExcerpt(), SchemaFiles.oemRegistry());

    private final TreeMap<String, MessageRegistry> registries = new TreeMap<>();

    private MessageCatalogue(JsonNode excerpt, JsonNode oemRegistry) {
        for (Map.Entry<String, JsonNode> entry : excerpt.path("Registries").properties()) {
            String prefix = entry.getKey();
            registries.put(prefix, new MessageRegistry(prefix, entry.getValue().asText(), new TreeMap<>()));
        }
        for (Map.Entry<String, JsonNode> message : excerpt.path("Messages").properties()) {
            String id = message.getKey();
            String key = id.substring(id.lastIndexOf('.') + 1);
            registry(id.substring(0, id.indexOf('.')))
                    .templates()
                    .put(key, MessageRegistry.template(id, message.getValue()));
        }
        MessageRegistry own = MessageRegistry.parse(oemRegistry);
        registries.put(own.prefix(), own);
    }

    /** The catalogue of this product, read once from the {@code schemas} jar. */
    public static MessageCatalogue standard() {
        return STANDARD;
    }

    /** The registries by prefix; those of DMTF hold only the messages that are used here. */
    public List<MessageRegistry> registries() {
        return List.copyOf(registries.values());
    }

    /**
     * A message with its arguments put in.
     *
     * @throws IllegalStateException when the catalogue has no such message or the arguments do not fit: our own bug
     */
    public Message create(String prefix, String key, Object... args) {
        MessageRegistry registry = registry(prefix);
        Template template = registry.find(key);
        if (template == null) {
            throw new IllegalStateException("no message " + prefix + '.' + key);
        }
        if (template.paramTypes().size() != args.length) {
            throw new IllegalStateException(
                    prefix + '.' + key + " takes " + template.paramTypes().size() + " arguments, not " + args.length);
        }
        List<String> texts = new ArrayList<>(args.length);
        for (Object arg : args) {
            texts.add(arg.toString());
        }
        return new Message(
                registry.messageId(key),
                fill(template.text(), texts),
                texts,
                template.severity(),
                template.severity(),
                template.resolution(),
                List.of());
    }

    /**
     * Checks every factory against full registries: the id exists, number and kinds of arguments fit, and texts, severities
     * and resolutions are those of the registry.
     *
     * @return one line per problem, empty when all is well
     */
    public static List<String> verify(Collection<MessageRegistry> official) {
        TreeMap<String, MessageRegistry> byPrefix = new TreeMap<>();
        for (MessageRegistry registry : official) {
            byPrefix.put(registry.prefix(), registry);
        }
        List<String> problems = new ArrayList<>();
        for (Method factory : factories()) {
            problems.addAll(check(factory, byPrefix));
        }
        return List.copyOf(problems);
    }

    /** Keys of all factories by registry prefix, for tests of completeness. */
    public static TreeMap<String, List<String>> factoryKeys() {
        TreeMap<String, List<String>> keys = new TreeMap<>();
        for (Method factory : factories()) {
            String id = sample(factory).messageId();
            keys.computeIfAbsent(id.substring(0, id.indexOf('.')), prefix -> new ArrayList<>())
                    .add(keyOf(factory));
        }
        return keys;
    }

    private static List<Method> factories() {
        List<Method> all = new ArrayList<>();
        for (Class<?> type : FACTORIES) {
            for (Method method : type.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers()) && method.getReturnType() == Message.class) {
                    all.add(method);
                }
            }
        }
        all.sort(Comparator.comparing(MessageCatalogue::keyOf)); // reflection promises no order
        return all;
    }

    private static List<String> check(Method factory, TreeMap<String, MessageRegistry> official) {
        Message sample = sample(factory);
        String id = sample.messageId();
        String key = keyOf(factory);
        MessageRegistry registry = official.get(id.substring(0, id.indexOf('.')));
        if (registry == null) {
            return List.of(id + ": no such registry");
        }
        Template template = registry.find(key);
        if (template == null) {
            return List.of(id + ": the registry has no " + key);
        }
        List<String> problems = new ArrayList<>();
        if (!id.equals(registry.messageId(key))) {
            problems.add(id + ": should be " + registry.messageId(key));
        }
        List<ParamType> types = Arrays.stream(factory.getParameterTypes())
                .map(type -> type == long.class ? ParamType.NUMBER : ParamType.STRING)
                .toList();
        if (!types.equals(template.paramTypes())) {
            problems.add(id + ": arguments are " + types + ", should be " + template.paramTypes());
        } else if (!sample.message().equals(fill(template.text(), sample.messageArgs()))) {
            problems.add(id + ": the text differs from the registry");
        }
        if (sample.health() != template.severity()) {
            problems.add(id + ": the severity differs from the registry");
        }
        if (!template.resolution().equals(sample.resolution())) {
            problems.add(id + ": the resolution differs from the registry");
        }
        return problems;
    }

    /** The message that a factory makes of counted arguments, so that swapped arguments show in the text. */
    private static Message sample(Method factory) {
        Class<?>[] types = factory.getParameterTypes();
        Object[] args = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            if (types[i] == long.class) {
                args[i] = Long.valueOf(i + 1L);
            } else {
                args[i] = "arg" + (i + 1);
            }
        }
        try {
            return (Message) factory.invoke(null, args);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("factory " + factory.getName() + " cannot be called", e);
        }
    }

    private static String keyOf(Method factory) {
        String name = factory.getName();
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private MessageRegistry registry(String prefix) {
        @Nullable MessageRegistry registry = registries.get(prefix);
        if (registry == null) {
            throw new IllegalStateException("no message registry " + prefix);
        }
        return registry;
    }

    private static String fill(String text, List<String> args) {
        StringBuilder filled = new StringBuilder(text.length() + 32);
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int number = c == '%' && i + 1 < text.length() ? text.charAt(i + 1) - '0' : -1;
            if (number >= 1 && number <= args.size()) {
                filled.append(args.get(number - 1));
                i += 2;
            } else {
                filled.append(c);
                i++;
            }
        }
        return filled.toString();
    }
}
