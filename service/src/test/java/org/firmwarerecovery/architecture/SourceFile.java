package org.firmwarerecovery.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * One Java file with its syntax tree.
 *
 * @param name path below the project root, with {@code /}
 * @param text the whole file
 * @param unit its syntax tree, parsed only: no symbol is resolved
 * @param trees positions and doc comments of {@code unit}
 */
record SourceFile(String name, String text, CompilationUnitTree unit, Trees trees) {
    /** True when the file stands in a test source folder. */
    boolean isTest() {
        return name.contains("src/test/");
    }

    /** File name without its folders. */
    String simpleName() {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** Folder of the file, below the project root. */
    String folder() {
        return name.substring(0, name.length() - simpleName().length());
    }

    /** Parses the files at {@code paths}, named relative to {@code root}. */
    static List<SourceFile> read(Path root, List<Path> paths) throws IOException {
        List<Text> texts = new ArrayList<>();
        for (Path path : paths) {
            texts.add(new Text(root.relativize(path).toString().replace('\\', '/'), Files.readString(path)));
        }
        return parse(texts);
    }

    /** Parses one file that need not exist. */
    static SourceFile of(String name, String text) throws IOException {
        return parse(List.of(new Text(name, text))).get(0);
    }

    private static List<SourceFile> parse(List<Text> texts) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> ignored = new DiagnosticCollector<>();
        JavacTask task = (JavacTask)
                compiler.getTask(null, null, ignored, List.of("-proc:none", "--release", "17"), null, texts);
        Trees trees = Trees.instance(task);
        List<SourceFile> files = new ArrayList<>();
        for (CompilationUnitTree unit : task.parse()) {
            JavaFileObject source = unit.getSourceFile();
            files.add(
                    new SourceFile(source.getName(), source.getCharContent(true).toString(), unit, trees));
        }
        return files;
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String name;
        private final String text;

        Text(String name, String text) {
            super(URI.create("string:///" + name), Kind.SOURCE);
            this.name = name;
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        @Override
        public String getName() {
            return name;
        }
    }
}
