package org.firmwarerecovery.conformance.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The platform under a node: its activation and confirmation hooks, as one shell script that writes down each call and does
 * what a test ordered for it. An order is obeyed once. Hooks are children of the node, so {@code $VICTIM} in an order is it.
 */
public final class Platform {
    /** An order that takes the node's power away. */
    public static final String KILL = "kill -9 \"$VICTIM\"\nexit 1\n";

    private static final String SCRIPT = """
            #!/bin/sh
            cd "$(dirname "$0")" || exit 1
            VICTIM=$PPID
            echo "$1 $BANK" >>calls
            if [ -e "order-$1-$BANK" ]; then
                mv "order-$1-$BANK" "obeyed-$1-$BANK"
                . "./obeyed-$1-$BANK"
            fi
            [ "$1" = confirm ] || exit 0
            [ ! -e refuse ] || exit 1
            echo "$BANK" >>proven
            """;

    private final Path folder;

    private Platform(Path folder) {
        this.folder = folder;
    }

    /** A platform whose images all prove themselves. */
    public static Platform in(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("hook.sh"), SCRIPT);
        return new Platform(folder);
    }

    /** The component of all nodes on this platform, as a line of YAML. */
    public String component(String bankSize, String confirmWithin, int maxFailures) {
        Path script = folder.resolve("hook.sh");
        return "[ { id: BMC, name: BMC operational code, softwareId: " + Site.SOFTWARE_ID + ", machine: " + Site.MACHINE
                + ", size: " + bankSize + ", flash: file, banks: [A, B], activation: { prepare: [sh, " + script
                + ", prepare], command: [sh, " + script + ", command], confirm: { command: [sh, " + script
                + ", confirm] }, confirmWithin: " + confirmWithin + " }, boot: { maxFailures: " + maxFailures
                + " } } ]";
    }

    /** Lines of shell for the next call of {@code hook} about {@code bank}. */
    public void order(String hook, String bank, String shell) throws IOException {
        Files.writeString(folder.resolve("order-" + hook + "-" + bank.toUpperCase(Locale.ROOT)), shell);
    }

    /** From now on no image proves itself, or every image does. */
    public void refuse(boolean refused) throws IOException {
        if (refused) {
            Files.writeString(folder.resolve("refuse"), "");
        } else {
            Files.deleteIfExists(folder.resolve("refuse"));
        }
    }

    /** Banks whose image proved itself, such as {@code A}, each time anew. */
    public List<String> proven() throws IOException {
        Path proven = folder.resolve("proven");
        return Files.exists(proven) ? Files.readAllLines(proven) : List.of();
    }

    /** Calls of hooks so far, such as {@code command A}. */
    public List<String> calls() throws IOException {
        Path calls = folder.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }
}
