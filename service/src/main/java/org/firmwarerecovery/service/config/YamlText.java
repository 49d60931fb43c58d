package org.firmwarerecovery.service.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML text as {@link RawValue}s with line numbers. Works on the node graph: no object of a class named in the text is
 * ever made, and aliases are refused, so that a small file cannot grow without bound.
 */
final class YamlText {
    /** Longest configuration text, in characters. */
    static final int TEXT_LENGTH_MAX = 1 << 20;

    private static final int DEPTH_MAX = 20;

    private YamlText() {}

    /**
     * Reads one document.
     *
     * @param text the YAML text
     * @param origin makes the origin of a line, counted from 1
     * @return the root, or why the text is not usable; an empty text is an absent scalar
     */
    static Outcome read(String text, IntFunction<Origin> origin) {
        if (text.length() > TEXT_LENGTH_MAX) {
            return new Outcome.Broken(
                    origin.apply(1), "more than " + TEXT_LENGTH_MAX + " characters", "a shorter file");
        }
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEPTH_MAX);
        options.setCodePointLimit(TEXT_LENGTH_MAX);
        options.setMaxAliasesForCollections(0);
        try {
            Composer composer = new Composer(
                    new ParserImpl(new StreamReader(new StringReader(text)), options), new Resolver(), options);
            Node root = composer.getSingleNode();
            return root == null
                    ? new Outcome.Read(new RawValue.Scalar("", true, origin.apply(1)))
                    : new Outcome.Read(convert(root, origin));
        } catch (MarkedYAMLException broken) {
            int line = broken.getProblemMark() == null
                    ? 1
                    : broken.getProblemMark().getLine() + 1;
            return new Outcome.Broken(origin.apply(line), String.valueOf(broken.getProblem()), "well-formed YAML");
        } catch (YAMLException broken) {
            return new Outcome.Broken(origin.apply(1), firstLine(broken), "well-formed YAML");
        }
    }

    private static String firstLine(YAMLException broken) {
        return String.valueOf(broken.getMessage()).lines().findFirst().orElse("not readable");
    }

    private static RawValue convert(Node node, IntFunction<Origin> origin) {
        Origin here = origin.apply(node.getStartMark().getLine() + 1);
        if (node instanceof ScalarNode scalar) {
            boolean absent = scalar.getTag().equals(Tag.NULL);
            return new RawValue.Scalar(absent ? "" : scalar.getValue(), absent, here);
        }
        if (node instanceof SequenceNode sequence) {
            List<RawValue> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(convert(item, origin));
            }
            return new RawValue.Sequence(items, here);
        }
        List<RawValue.Entry> entries = new ArrayList<>();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            Node key = tuple.getKeyNode();
            String name = key instanceof ScalarNode scalar
                    ? scalar.getValue()
                    : key.getNodeId().name();
            Origin keyOrigin = origin.apply(key.getStartMark().getLine() + 1);
            entries.add(new RawValue.Entry(name, convert(tuple.getValueNode(), origin), keyOrigin));
        }
        return new RawValue.Mapping(entries, here);
    }

    /** What reading gave. */
    sealed interface Outcome {
        /**
         * Well-formed.
         *
         * @param root the document
         */
        record Read(RawValue root) implements Outcome {}

        /**
         * Not well-formed.
         *
         * @param origin where
         * @param what what is wrong
         * @param expected what is expected
         */
        record Broken(Origin origin, String what, String expected) implements Outcome {}
    }
}
