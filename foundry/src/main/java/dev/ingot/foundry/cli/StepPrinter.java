package dev.ingot.foundry.cli;

import dev.ingot.quality.QualityListener;
import dev.ingot.report.PlainLine;
import java.io.PrintStream;

/** Shows what a measurement is doing: in one line, which is written over, on a terminal, and a line per tenth elsewhere. */
final class StepPrinter implements QualityListener {

    private static final int PERCENT = 100;
    private static final int TENTHS = 10;

    private final PrintStream out;
    private final boolean redraw;
    private String shown = "";
    private long shownTenth = -1;
    private long shownTotal = -1;

    StepPrinter(final Terminal terminal) {
        this(terminal.err(), terminal.redraw());
    }

    StepPrinter(final PrintStream out, final boolean redraw) {
        this.out = out;
        this.redraw = redraw;
    }

    @Override
    public synchronized void onProgress(final String step, final long done, final long total) {
        final String text = PlainLine.of(step)
                + (total > 1 ? " " + done * PERCENT / total + " %" : "");
        if (redraw) {
            out.print("\r" + text + "\u001b[K");
            out.flush();
        } else if (isNews(step, done, total)) {
            out.println(text);
        }
    }

    /** Steps that are counted together share their tenths, however often they take turns. */
    private boolean isNews(final String step, final long done, final long total) {
        final long tenth = done * TENTHS / Math.max(1, total);
        final boolean news = tenth != shownTenth || total != shownTotal
                || (done == 0 && !step.equals(shown));
        if (news) {
            shown = step;
            shownTenth = tenth;
            shownTotal = total;
        }
        return news;
    }

    /** Leaves the terminal at the beginning of an empty line. */
    synchronized void finish() {
        if (redraw) {
            out.print("\r\u001b[K");
            out.flush();
        }
    }
}
