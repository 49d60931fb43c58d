package org.firmwarerecovery.service.cli.terminal;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress as a bar on a terminal. */
final class BarProgress implements Progress {
    private static final int REDRAW_MILLIS = 200;

    private final ProgressBar bar;

    BarProgress(String title) {
        bar = new ProgressBarBuilder()
                .setTaskName(title)
                .setInitialMax(100)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .setStyle(ProgressBarStyle.ASCII)
                .build();
    }

    @Override
    public void at(int percent, String now) {
        bar.stepTo(percent);
        bar.setExtraMessage(now);
    }

    @Override
    public void close() {
        bar.close();
    }
}
