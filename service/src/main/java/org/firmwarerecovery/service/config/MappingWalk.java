package org.firmwarerecovery.service.config;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes a mapping apart along the declaration and writes what it finds into {@link WrittenSettings}. */
final class MappingWalk {
    private final WrittenSettings written;

    MappingWalk(WrittenSettings written) {
        this.written = written;
    }

    /** Walks the root of a document. */
    void root(RawValue root) {
        if (root instanceof RawValue.Mapping mapping) {
            section("", mapping);
        } else if (!(root instanceof RawValue.Scalar scalar && scalar.absent())) {
            written.problem(root.origin(), "", "not a mapping", "sections such as node: and components:");
        }
    }

    private void section(String path, RawValue.Mapping mapping) {
        Set<String> seen = new HashSet<>();
        for (RawValue.Entry entry : mapping.entries()) {
            String full = path.isEmpty() ? entry.name() : path + "." + entry.name();
            if (!seen.add(entry.name())) {
                written.problem(entry.origin(), full, "stands twice", "each key once");
                continue;
            }
            Optional<ListSection> list = Declaration.list(full);
            if (Declaration.key(full).isPresent()) {
                written.put(full, entry.value());
            } else if (list.isPresent()) {
                list(list.get(), entry.value());
            } else if (Declaration.isSection(full)) {
                descend(full, entry);
            } else {
                unknown(entry, full, Declaration.names(path), Declaration.names(""));
            }
        }
    }

    private void descend(String full, RawValue.Entry entry) {
        if (entry.value() instanceof RawValue.Mapping inner) {
            section(full, inner);
        } else if (!(entry.value() instanceof RawValue.Scalar scalar && scalar.absent())) {
            written.problem(entry.origin(), full, "not a section", "keys below it: " + children(full));
        }
    }

    /** Writes a whole list section. */
    void list(ListSection list, RawValue value) {
        if (value instanceof RawValue.Scalar scalar && scalar.absent()) {
            return;
        }
        if (!(value instanceof RawValue.Sequence sequence)) {
            written.problem(value.origin(), list.path(), "not a list", "a list of elements, each beginning with -");
            return;
        }
        written.clearElements(list.path());
        int position = 0;
        for (RawValue item : sequence.items()) {
            position++;
            element(list, item, position);
        }
    }

    private void element(ListSection list, RawValue item, int position) {
        Optional<RawValue.Mapping> mapping = asMapping(list, item);
        if (mapping.isEmpty()) {
            String expected = list.shorthand().isEmpty() ? "a mapping" : "a mapping or a plain " + list.shorthand();
            written.problem(item.origin(), list.path(), "element " + position + " is no mapping", expected);
            return;
        }
        String id = id(list, mapping.get()).orElse("#" + position);
        if (!written.addElement(list.path(), id, mapping.get().origin())) {
            written.problem(
                    item.origin(),
                    list.path(),
                    id + " stands twice",
                    "each " + list.ids().get(0) + " once");
            return;
        }
        elementKeys(list, list.element(id), "", mapping.get());
    }

    private void elementKeys(ListSection list, String element, String section, RawValue.Mapping mapping) {
        Set<String> seen = new HashSet<>();
        for (RawValue.Entry entry : mapping.entries()) {
            String relative = section.isEmpty() ? entry.name() : section + "." + entry.name();
            String full = element + "." + relative;
            List<String> below = Declaration.elementNames(list, relative);
            if (!seen.add(entry.name())) {
                written.problem(entry.origin(), full, "stands twice", "each key once");
            } else if (list.key(relative).isPresent()) {
                written.put(full, entry.value());
            } else if (!below.isEmpty() && entry.value() instanceof RawValue.Mapping inner) {
                elementKeys(list, element, relative, inner);
            } else if (!below.isEmpty()) {
                written.problem(entry.origin(), full, "not a section", "keys below it: " + String.join(", ", below));
            } else {
                unknown(entry, full, Declaration.elementNames(list, section), Declaration.elementNames(list, ""));
            }
        }
    }

    private static Optional<RawValue.Mapping> asMapping(ListSection list, RawValue item) {
        if (item instanceof RawValue.Mapping mapping) {
            return Optional.of(mapping);
        }
        if (item instanceof RawValue.Scalar scalar
                && !scalar.absent()
                && !list.shorthand().isEmpty()) {
            RawValue.Entry only = new RawValue.Entry(list.shorthand(), scalar, scalar.origin());
            return Optional.of(new RawValue.Mapping(List.of(only), scalar.origin()));
        }
        return Optional.empty();
    }

    private static Optional<String> id(ListSection list, RawValue.Mapping mapping) {
        for (String candidate : list.ids()) {
            for (RawValue.Entry entry : mapping.entries()) {
                if (entry.name().equals(candidate)
                        && entry.value() instanceof RawValue.Scalar scalar
                        && !scalar.absent()) {
                    return Optional.of(scalar.text());
                }
            }
        }
        return Optional.empty();
    }

    /** Names the nearest key: first among the siblings by the last word, then anywhere by the whole path. */
    private void unknown(RawValue.Entry entry, String full, List<String> siblings, List<String> all) {
        List<String> words = siblings.stream().map(MappingWalk::lastWord).toList();
        Optional<String> near = NearestName.to(entry.name(), words).map(word -> siblings.get(words.indexOf(word)));
        if (near.isEmpty()) {
            List<String> everyWord = all.stream().map(MappingWalk::lastWord).toList();
            near = NearestName.to(entry.name(), everyWord).map(word -> all.get(everyWord.indexOf(word)));
        }
        written.problem(
                entry.origin(),
                full,
                "unknown key",
                near.map(name -> "did you mean " + name + "?")
                        .orElse("one of " + String.join(", ", topLevel(siblings))));
    }

    private static List<String> topLevel(List<String> names) {
        return names.stream()
                .filter(name -> names.stream().noneMatch(other -> name.startsWith(other + ".")))
                .toList();
    }

    private static String children(String section) {
        return String.join(", ", topLevel(Declaration.names(section)));
    }

    private static String lastWord(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
