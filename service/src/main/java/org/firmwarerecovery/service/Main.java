package org.firmwarerecovery.service;

import org.firmwarerecovery.service.cli.RootCommand;
import org.firmwarerecovery.service.cli.terminal.Screen;

/** Where the program begins: {@code java -jar firmware-recovery.jar COMMAND ...}. */
public final class Main {
    private Main() {}

    /** Executes one command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        Screen screen = Screen.ofProcess();
        int status = RootCommand.commandLine(new Wiring(), screen).execute(arguments);
        screen.out().flush();
        screen.err().flush();
        System.exit(status);
    }
}
