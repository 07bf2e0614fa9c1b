package dev.ingot.foundry.cli;

import dev.ingot.quality.QualityListener;
import dev.ingot.report.PlainLine;
import java.io.PrintStream;

/** Shows in one line, which is written over, what a measurement is doing. */
final class StepPrinter implements QualityListener {

    private static final int PERCENT = 100;

    private final PrintStream out;
    private final boolean redraw;

    StepPrinter(final Terminal terminal) {
        this.out = terminal.err();
        this.redraw = terminal.redraw();
    }

    @Override
    public void onProgress(final String step, final long done, final long total) {
        if (redraw) {
            out.print("\r" + PlainLine.of(step) + " " + done * PERCENT / Math.max(1, total) + " %\u001b[K");
            out.flush();
        }
    }

    /** Leaves the terminal at the beginning of an empty line. */
    void finish() {
        if (redraw) {
            out.print("\r\u001b[K");
            out.flush();
        }
    }
}
