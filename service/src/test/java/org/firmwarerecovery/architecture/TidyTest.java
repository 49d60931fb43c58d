package org.firmwarerecovery.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TidyTest {
    private static final Path ROOT = projectRoot();

    @Test
    void every_source_of_every_module_is_tidy() throws IOException {
        List<Path> paths = new ArrayList<>();
        for (Path sources : sourceFolders()) {
            paths.addAll(filesBelow(sources, ".java"));
        }
        List<SourceFile> files = SourceFile.read(ROOT, paths);
        assertTrue(files.size() > 20, "only " + files.size() + " Java files found below " + ROOT);
        List<String> offences = new ArrayList<>();
        files.forEach(file -> offences.addAll(TidyRules.offences(file)));
        offences.addAll(TidyRules.packageOffences(files));
        for (Path page : pages()) {
            offences.addAll(TidyRules.textOffences(ROOT.relativize(page).toString(), Files.readString(page)));
        }
        assertEquals("", String.join("\n", offences), offences.size() + " offences");
    }

    @Test
    void a_file_at_the_limit_passes_and_one_line_more_does_not() throws IOException {
        assertEquals(List.of(), offences("class A {\n" + "\n".repeat(398) + "}\n"));
        assertOffence("401 lines", "class A {\n" + "\n".repeat(399) + "}\n");
    }

    @Test
    void a_method_at_the_limit_passes_and_one_line_more_does_not() throws IOException {
        assertEquals(List.of(), offences("class A {\n@Override\nvoid a() {\n" + "\n".repeat(57) + "}\n}\n"));
        assertOffence("method a has 61 lines", "class A {\n@Override\nvoid a() {\n" + "\n".repeat(58) + "}\n}\n");
    }

    @Test
    void braces_in_text_blocks_and_comments_do_not_confuse_the_length() throws IOException {
        assertEquals(
                List.of(),
                offences("class A {\nString a() {\nreturn \"{{{\"; // {\n}\n" + "\n".repeat(80) + "void b() {}\n}\n"));
    }

    @Test
    void names_that_say_nothing_are_found_and_those_of_the_field_are_not() {
        for (String bad :
                List.of("OfferManager", "DigestUtil", "StringUtils", "BankHelper", "FlashImpl", "GateHandler")) {
            assertTrue(!TidyRules.nameOffence(bad).isEmpty(), bad);
        }
        for (String good : List.of(
                "Manager",
                "ManagerAccount",
                "ManagerEndpoint",
                "FleetTrustManager",
                "GateHttpHandler",
                "Utilization",
                "Implication")) {
            assertEquals("", TidyRules.nameOffence(good));
        }
        assertTrue(!TidyRules.nameOffence("HelperHttpHandler").isEmpty());
    }

    @Test
    void a_banned_name_is_reported_with_its_line() throws IOException {
        assertEquals(
                List.of("m/src/test/java/p/A.java:2: \"Helper\" in BankHelper says nothing; use a noun of the field"),
                offences("\nclass BankHelper {}\n"));
    }

    @Test
    void imports_of_everything_are_found() throws IOException {
        assertOffence("import of everything: java.util.*", "import java.util.*;\nclass A {}\n");
        assertOffence("import of everything: a.B.*", "import static a.B.*;\nclass A {}\n");
    }

    @Test
    void tests_that_sleep_or_are_switched_off_are_found() throws IOException {
        assertOffence("test that sleeps", "class A { void a() throws Exception { Thread.sleep(1); } }\n");
        assertOffence("test that sleeps", "class A { void a() throws Exception { TimeUnit.SECONDS.sleep(1); } }\n");
        assertOffence("test switched off", "class A { @Disabled void a() {} }\n");
        assertOffence("test switched off", "@org.junit.jupiter.api.Disabled(\"later\") class A {}\n");
    }

    @Test
    void public_types_without_javadoc_are_found_and_nested_or_hidden_ones_are_not() throws IOException {
        assertOffence("public type A without Javadoc", "public class A {}\n");
        assertOffence("public type A without Javadoc", "// no doc comment\npublic record A(int b) {}\n");
        assertEquals(List.of(), offences("/** What it is. */\npublic class A { public static class B {} }\n"));
        assertEquals(List.of(), offences("class A {}\n"));
    }

    @Test
    void unfinished_work_machine_paths_and_registry_hosts_are_found_in_any_text() {
        assertEquals(1, TidyRules.textOffences("a", "// TO" + "DO later").size());
        assertEquals(1, TidyRules.textOffences("a", "cd /ho" + "me/me/project").size());
        assertEquals(1, TidyRules.textOffences("a", "\"/wo" + "rk/main\"").size());
        assertEquals(
                1,
                TidyRules.textOffences("a", "https://repo.ma" + "ven.apache.org/")
                        .size());
        assertEquals(
                List.of(),
                TidyRules.textOffences("a", "/redfish/v1/Systems /proc/self ./work/x https://host/home/page"));
    }

    @Test
    void a_package_needs_its_description_in_main_or_in_test() throws IOException {
        SourceFile type = SourceFile.of("m/src/main/java/p/A.java", "package p;\nclass A {}\n");
        SourceFile test = SourceFile.of("m/src/test/java/p/ATest.java", "package p;\nclass ATest {}\n");
        String info = "/** What it is. */\n@NullMarked\npackage p;\n";
        SourceFile described = SourceFile.of("m/src/main/java/p/package-info.java", info);
        assertEquals(List.of(), TidyRules.packageOffences(List.of(type, test, described)));
        assertEquals(2, TidyRules.packageOffences(List.of(type, test)).size());
        SourceFile bare = SourceFile.of("m/src/main/java/p/package-info.java", "package p;\n");
        assertEquals(2, TidyRules.packageOffences(List.of(type, test, bare)).size());
    }

    private static List<String> offences(String text) throws IOException {
        return TidyRules.offences(SourceFile.of("m/src/test/java/p/A.java", text));
    }

    private static void assertOffence(String expected, String text) throws IOException {
        List<String> found = offences(text);
        assertEquals(1, found.size(), found.toString());
        assertTrue(found.get(0).contains(expected), found.get(0));
    }

    private static Path projectRoot() {
        Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        Path root = Files.isDirectory(module.resolve("redfish-model")) ? module : module.getParent();
        if (root == null || !Files.isDirectory(root.resolve("redfish-model"))) {
            throw new IllegalStateException("no project root above " + module);
        }
        return root;
    }

    private static List<Path> sourceFolders() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        }
    }

    /** Texts beside the sources: build files, CI, pages for people. */
    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(filesIn(ROOT.resolve(".ci"), ""));
        for (String ending : List.of(".xml", ".md", ".editorconfig", ".gitignore")) {
            pages.addAll(filesIn(ROOT, ending));
        }
        for (Path sources : sourceFolders()) {
            pages.add(sources.resolveSibling("pom.xml"));
            pages.addAll(filesBelow(sources, ".md"));
            pages.addAll(filesBelow(sources, ".yaml"));
        }
        Path docs = ROOT.resolve("docs");
        if (Files.isDirectory(docs)) {
            pages.addAll(filesBelow(docs, ".md"));
        }
        return pages;
    }

    private static List<Path> filesIn(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(path -> path.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> filesBelow(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(path -> path.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
