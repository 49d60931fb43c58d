package org.firmwarerecovery.conformance.needs;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The machine as far as tests ask for it.
 *
 * @param ci true where a missing need is a failure
 * @param superuser true when this process runs as uid 0
 * @param path folders searched for programs
 * @param sharedFolder the folder shared between projects, if one was named
 */
record Surroundings(
        boolean ci,
        boolean superuser,
        List<Path> path,
        @Nullable Path sharedFolder) {
    /** Where Debian and Ansible itself put collections. */
    private static final List<String> COLLECTIONS =
            List.of("/usr/lib/python3/dist-packages", "/usr/share/ansible/collections");

    /** This process on this machine. */
    static Surroundings here() {
        String path = System.getenv("PATH");
        String shared = System.getProperty("shared.dir");
        return new Surroundings(
                "true".equals(System.getenv("CI")),
                isSuperuser(),
                path == null
                        ? List.of()
                        : Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                                .splitAsStream(path)
                                .filter(folder -> !folder.isEmpty())
                                .map(Path::of)
                                .toList(),
                shared == null ? null : Path.of(shared));
    }

    /** Those of {@code needs} that are not met, in words for a person. */
    List<String> missing(List<String> needs) {
        return needs.stream().filter(need -> !isMet(need)).map(this::inWords).toList();
    }

    private boolean isMet(String need) {
        if (need.startsWith(Needs.PYTHON)) {
            return ends0(List.of(python(), "-c", "import " + need.substring(Needs.PYTHON.length())));
        }
        if (need.startsWith(Needs.ANSIBLE)) {
            return collection(need.substring(Needs.ANSIBLE.length()));
        }
        return switch (need) {
            case Needs.ROOT -> superuser;
            case Needs.SHARED -> sharedFolder != null && Files.isDirectory(sharedFolder);
            default -> path.stream().map(folder -> folder.resolve(need)).anyMatch(Files::isExecutable);
        };
    }

    /** The interpreter that sees the modules of the distribution. */
    static String python() {
        return System.getenv().getOrDefault("PYTHON", "python3");
    }

    private static boolean ends0(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean collection(String name) {
        List<String> folders = new ArrayList<>(COLLECTIONS);
        folders.addAll(List.of(
                System.getenv().getOrDefault("ANSIBLE_COLLECTIONS_PATH", "").split(File.pathSeparator, -1)));
        return folders.stream()
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "ansible_collections", name.replace('.', '/')))
                .anyMatch(Files::isDirectory);
    }

    private String inWords(String need) {
        if (need.startsWith(Needs.PYTHON)) {
            return python() + " cannot import " + need.substring(Needs.PYTHON.length());
        }
        if (need.startsWith(Needs.ANSIBLE)) {
            return "Ansible has no collection " + need.substring(Needs.ANSIBLE.length());
        }
        return switch (need) {
            case Needs.ROOT -> "the process does not run as root";
            case Needs.SHARED -> "there is no folder at shared.dir=" + sharedFolder;
            default -> need + " is not on the PATH";
        };
    }

    private static boolean isSuperuser() {
        Path self = Path.of("/proc/self");
        try {
            return Files.exists(self) && Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the owner of " + self, e);
        }
    }
}
