package org.firmwarerecovery.service.cli.terminal;

/** Progress as plain lines: one for each ten percent or change of step, so that a log stays short. */
final class LineProgress implements Progress {
    private static final int STEP = 10;

    private final Screen screen;
    private final String title;
    private int shown = -1;

    LineProgress(Screen screen, String title) {
        this.screen = screen;
        this.title = title;
    }

    @Override
    public void at(int percent, String now) {
        int step = percent / STEP;
        if (step > shown) {
            shown = step;
            screen.line(title + ": " + percent + " %" + (now.isEmpty() ? "" : ", " + now));
        }
    }

    @Override
    public void close() {
        screen.out().flush();
    }
}
