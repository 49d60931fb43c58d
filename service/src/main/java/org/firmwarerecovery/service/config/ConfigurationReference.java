package org.firmwarerecovery.service.config;

import java.util.ArrayList;
import java.util.List;

/** The reference of all keys as Markdown, made from the declaration that the loader itself uses. */
public final class ConfigurationReference {
    /** First line of the reference inside a document. */
    public static final String BEGIN = "<!-- configuration reference: made by `config reference`, do not edit -->";
    /** Last line of the reference inside a document. */
    public static final String END = "<!-- end of the configuration reference -->";

    private static final String HEAD =
            "| key | type | unit or values | default | Redfish property | meaning |\n" + "|---|---|---|---|---|---|\n";

    private ConfigurationReference() {}

    /** The whole reference, ending with a line break. */
    public static String markdown() {
        StringBuilder text = new StringBuilder(HEAD);
        Declaration.keys().forEach(key -> row(text, key.path(), key));
        for (ListSection list : ListSections.ALL) {
            text.append("\n`").append(list.path()).append("`: a list. ").append(list.description());
            text.append(" On the command line an element is named by its ").append(String.join(" or ", list.ids()));
            text.append(".\n\n").append(HEAD);
            list.keys().forEach(key -> row(text, list.path() + "[]." + key.path(), key));
        }
        return text.toString();
    }

    /** Every key as the reference names it; list elements as {@code components[].size}. */
    static List<String> paths() {
        List<String> paths = new ArrayList<>();
        Declaration.keys().forEach(key -> paths.add(key.path()));
        ListSections.ALL.forEach(list -> list.keys().forEach(key -> paths.add(list.path() + "[]." + key.path())));
        return paths;
    }

    private static void row(StringBuilder text, String path, ConfigurationKey<?> key) {
        boolean spelled = key.shown().equals(key.initial()) && !key.initial().isEmpty();
        text.append("| `").append(path).append("` | ");
        text.append(key.type().name()).append(" | ");
        text.append(cell(key.type().unit())).append(" | ");
        text.append(spelled ? "`" + key.shown() + "`" : key.shown()).append(" | ");
        text.append(cell(key.redfish()))
                .append(key.changeable() ? " (writable)" : "")
                .append(" | ");
        text.append(cell(key.description())).append(" |\n");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
