package dev.earsight.cli;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Progress with rate and time left on standard error: a bar that moves on a terminal, a line every few seconds in a log.
 */
final class Progress implements AutoCloseable {
    private static final PrintStream ERR = System.err;

    private final ProgressBar bar;

    /** Starts one; {@code total} may be 0 while unknown. */
    Progress(String task, long total, String unit) {
        boolean terminal = System.console() != null && System.console().isTerminal();
        bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setUnit(unit, 1)
                .setStyle(ProgressBarStyle.ASCII)
                .showSpeed()
                .setUpdateIntervalMillis(terminal ? 250 : 10_000)
                .setConsumer(
                        terminal
                                ? new ConsoleProgressBarConsumer(ERR)
                                : new DelegatingProgressBarConsumer(ERR::println, 110))
                .build();
    }

    /** So much is done, with a word on how it goes. */
    void at(long done, String message) {
        bar.stepTo(done);
        bar.setExtraMessage(" " + message);
    }

    /** The total is known now, or another. */
    void total(long total) {
        bar.maxHint(total);
    }

    @Override
    public void close() {
        bar.close();
    }
}
