package org.firmwarerecovery.architecture;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/** The rules of shape and words that a compiler does not know. Each offence is one line: {@code file:line: what}. */
final class TidyRules {
    /** Longest file, in lines: read in one sitting. */
    static final int FILE_LINES_MAX = 400;

    /** Longest method, in lines from its first modifier to its closing brace. */
    static final int METHOD_LINES_MAX = 60;

    /** Words that say nothing about the field; compared with the words of a camel-case name. */
    private static final Pattern EMPTY_WORD = Pattern.compile("Managers?|Utils?|Utilit(y|ies)|Helpers?|Impl|Handlers?");

    private static final Pattern CAMEL_WORD = Pattern.compile("[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z0-9]+");

    /** Endings that a library's own noun forces on us, with the reason. */
    private static final Map<String, String> FORCED_ENDINGS = new TreeMap<>(Map.of(
            "TrustManager", "javax.net.ssl calls the judge of a certificate chain so",
            "HttpHandler", "Grizzly calls the front of a server so"));

    /** Written in two parts here, so that this file does not offend itself. */
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

    private static final Pattern MACHINE_PATH = Pattern.compile(
            "(?<![\\w.:$}*/-])/(work|home|root|Users|mnt|opt|tmp|srv|workspace)/" + "\\w|\\b[A-Z]:\\\\\\\\?Users");

    private static final Pattern REGISTRY_HOST =
            Pattern.compile("repo1?\\.maven" + "\\.|registry\\.npm" + "js|pypi\\" + ".org");

    private TidyRules() {}

    /** Offences of single Java files. */
    static List<String> offences(SourceFile file) {
        List<String> found = new ArrayList<>(textOffences(file.name(), file.text()));
        int lines = Math.toIntExact(file.text().lines().count());
        if (lines > FILE_LINES_MAX) {
            found.add(file.name() + ":1: " + lines + " lines; a file has at most " + FILE_LINES_MAX);
        }
        new Shape(file, found).scan(file.unit(), null);
        return found;
    }

    /** Offences that any text file can commit. */
    static List<String> textOffences(String name, String text) {
        List<String> found = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String where = name + ":" + number + ": ";
            Matcher unfinished = UNFINISHED.matcher(line);
            if (unfinished.find()) {
                found.add(where + unfinished.group() + "; finish it, or open an issue and say nothing here");
            }
            Matcher path = MACHINE_PATH.matcher(line);
            if (path.find()) {
                found.add(where + "path of one machine: " + path.group());
            }
            if (REGISTRY_HOST.matcher(line).find()) {
                found.add(where + "host of a package registry; which one is used is the builder's choice");
            }
        }
        return found;
    }

    /** Folders with Java files, but without the {@code package-info.java} that carries purpose and nullness. */
    static List<String> packageOffences(List<SourceFile> files) {
        TreeSet<String> described = new TreeSet<>();
        List<String> found = new ArrayList<>();
        for (SourceFile file : files) {
            if (file.simpleName().equals("package-info.java")) {
                described.add(packageKey(file));
                found.addAll(descriptionOffences(file));
            }
        }
        TreeSet<String> undescribed = new TreeSet<>();
        for (SourceFile file : files) {
            if (!file.simpleName().endsWith("-info.java") && !described.contains(packageKey(file))) {
                undescribed.add(file.folder() + ": no package-info.java");
            }
        }
        found.addAll(undescribed);
        return found;
    }

    /** Module and package: a test package is described by the main package of the same name. */
    private static String packageKey(SourceFile file) {
        return file.folder().replace("src/test/java/", "src/main/java/");
    }

    private static List<String> descriptionOffences(SourceFile file) {
        List<String> found = new ArrayList<>();
        if (!file.text().contains("@NullMarked")) {
            found.add(file.name() + ":1: package is not @NullMarked");
        }
        if (!file.text().stripLeading().startsWith("/**")) {
            found.add(file.name() + ":1: package without Javadoc");
        }
        return found;
    }

    /** Reason why {@code typeName} is a bad name, or an empty string. */
    static String nameOffence(String typeName) {
        if (typeName.startsWith("Manager")) {
            return ""; // Redfish's own resource types: Manager, ManagerAccount, ...
        }
        String rest = typeName;
        for (String ending : FORCED_ENDINGS.keySet()) {
            if (rest.endsWith(ending)) {
                rest = rest.substring(0, rest.length() - ending.length());
            }
        }
        Matcher words = CAMEL_WORD.matcher(rest);
        while (words.find()) {
            if (EMPTY_WORD.matcher(words.group()).matches()) {
                return "\"" + words.group() + "\" in " + typeName + " says nothing; use a noun of the field";
            }
        }
        return "";
    }

    private static final class Shape extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final SourceFile file;
        private final List<String> found;

        Shape(SourceFile file, List<String> found) {
            this.file = file;
            this.found = found;
        }

        @Override
        public @Nullable Void visitImport(ImportTree tree, @Nullable Void none) {
            if (tree.getQualifiedIdentifier().toString().endsWith(".*")) {
                offence(tree, "import of everything: " + tree.getQualifiedIdentifier());
            }
            return super.visitImport(tree, null);
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, @Nullable Void none) {
            TreePath parent = getCurrentPath().getParentPath();
            if (parent.getLeaf() instanceof CompilationUnitTree) {
                String name = tree.getSimpleName().toString();
                String badName = nameOffence(name);
                if (!badName.isEmpty()) {
                    offence(tree, badName);
                }
                boolean open = tree.getModifiers().getFlags().contains(Modifier.PUBLIC);
                if (open && file.trees().getDocComment(getCurrentPath()) == null) {
                    offence(tree, "public type " + name + " without Javadoc");
                }
            }
            return super.visitClass(tree, null);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, @Nullable Void none) {
            long lines = line(end(tree)) - line(start(tree)) + 1;
            if (lines > METHOD_LINES_MAX) {
                offence(
                        tree,
                        "method " + tree.getName() + " has " + lines + " lines; a method has at most "
                                + METHOD_LINES_MAX);
            }
            return super.visitMethod(tree, null);
        }

        @Override
        public @Nullable Void visitAnnotation(AnnotationTree tree, @Nullable Void none) {
            String type = tree.getAnnotationType().toString();
            if (file.isTest() && (type.equals("Disabled") || type.endsWith(".Disabled"))) {
                offence(tree, "test switched off; an assumption with a reason, or no test");
            }
            return super.visitAnnotation(tree, null);
        }

        @Override
        public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void none) {
            String selected = tree.toString();
            if (file.isTest() && (selected.endsWith("Thread.sleep") || selected.matches(".*\\bTimeUnit\\..*sleep"))) {
                offence(tree, "test that sleeps; wait for a condition");
            }
            return super.visitMemberSelect(tree, null);
        }

        private void offence(Tree tree, String what) {
            found.add(file.name() + ":" + line(start(tree)) + ": " + what);
        }

        private long line(long position) {
            return file.unit().getLineMap().getLineNumber(position);
        }

        private long start(Tree tree) {
            return file.trees().getSourcePositions().getStartPosition(file.unit(), tree);
        }

        private long end(Tree tree) {
            return file.trees().getSourcePositions().getEndPosition(file.unit(), tree);
        }
    }
}
