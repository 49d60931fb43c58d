package org.firmwarerecovery.service;

import java.util.List;
import org.firmwarerecovery.service.cli.RootCommand;
import org.firmwarerecovery.service.cli.terminal.Screen;

/** Where the program begins: {@code java -jar firmware-recovery.jar COMMAND ...}. */
public final class Main {
    private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

    private Main() {}

    /** Executes one command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        if (System.getProperty(LOG_FORMAT) == null) {
            // One line per record; the JDK's own format takes two.
            System.setProperty(LOG_FORMAT, "%1$tFT%1$tT.%1$tL%1$tz %4$s %5$s%6$s%n");
        }
        Screen screen = Screen.ofProcess();
        int status = RootCommand.commandLine(new Wiring(), screen, List.of(arguments))
                .execute(arguments);
        screen.out().flush();
        screen.err().flush();
        System.exit(status);
    }
}
