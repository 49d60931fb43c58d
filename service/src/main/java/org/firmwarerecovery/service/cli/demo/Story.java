package org.firmwarerecovery.service.cli.demo;

import java.util.List;
import java.util.Locale;
import org.firmwarerecovery.service.cli.terminal.Screen;

/** Tells what happens, each step with the seconds since the beginning. */
final class Story {
    private final Screen screen;
    private final long begin = System.nanoTime();

    Story(Screen screen) {
        this.screen = screen;
    }

    /** One step. */
    void step(String text) {
        screen.line(String.format(Locale.ROOT, "[%6.1f s] %s", seconds(), text));
    }

    /** Lines that belong to the step before. */
    void lines(List<String> lines) {
        lines.forEach(line -> screen.line("           " + line));
    }

    /** Where the story is told. */
    Screen screen() {
        return screen;
    }

    private double seconds() {
        return (System.nanoTime() - begin) / 1e9;
    }
}
