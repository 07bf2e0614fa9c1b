package dev.ingot.foundry.cli;

import dev.ingot.Progress;
import dev.ingot.Progress.Part;
import dev.ingot.Progress.Stage;
import dev.ingot.ProgressListener;
import java.io.PrintStream;
import java.util.Locale;

/** Shows how a conversion advances: a bar that is drawn again on a terminal, a line per tenth elsewhere. */
final class ProgressPrinter implements ProgressListener {

    private static final int BAR = 30;
    private static final int PERCENT = 100;
    private static final int STEP = 10;

    private final PrintStream out;
    private final boolean redraw;
    private int shown = -1;
    private String shownPart = "";
    private boolean open;

    ProgressPrinter(final PrintStream out, final boolean redraw) {
        this.out = out;
        this.redraw = redraw;
    }

    @Override
    public synchronized void onProgress(final Progress progress) {
        switch (progress.stage()) {
            case READING -> reading();
            case MEASURING -> part("measuring", progress.part());
            case CALIBRATING -> part("calibrating", progress.part());
            case WRITING -> weights(progress);
            case CHECKING -> line("checking its quality");
            case PUBLISHING -> line("syncing to disk");
            case DONE -> finish();
        }
    }

    /** Most faults of a model are found while it is read; without a terminal their one line then stands alone. */
    private void reading() {
        if (redraw) {
            line("reading the model");
        }
    }

    private void part(final String doing, final Part part) {
        final String text = part.total() == 0 ? doing : doing + ": " + part;
        final String now = redraw || part.total() == 0
                ? text
                : doing + part.unit() + (long) part.done() * STEP / part.total();
        if (!now.equals(shownPart)) {
            shownPart = now;
            line(text);
        }
    }

    private void weights(final Progress progress) {
        final int percent = percent(progress);
        final int now = redraw ? percent : percent / STEP;
        if (now != shown) {
            shown = now;
            final String figures = String.format(Locale.ROOT, "%3d %%  %d of %d tensors, %.0f of %.0f MB",
                    percent,
                    progress.tensorsDone(), progress.tensorsTotal(), progress.bytesDone() / 1e6,
                    progress.bytesTotal() / 1e6);
            line(redraw
                    ? bar(percent) + " " + figures + beside(progress.part())
                    : Stage.WRITING.name().toLowerCase(Locale.ROOT) + " " + figures);
        }
    }

    private static String beside(final Part part) {
        return part.total() == 0 ? "" : ", " + part;
    }

    private static int percent(final Progress progress) {
        return progress.bytesTotal() <= 0
                ? PERCENT
                : (int) Math.min(PERCENT, progress.bytesDone() * PERCENT / progress.bytesTotal());
    }

    private static String bar(final int percent) {
        final int full = percent * BAR / PERCENT;
        return "[" + "#".repeat(full) + " ".repeat(BAR - full) + "]";
    }

    private void line(final String text) {
        if (redraw) {
            // Erase to the end of the line: the text before may have been longer.
            out.print("\r" + text + "\u001b[K");
            open = true;
        } else {
            out.println(text);
        }
        out.flush();
    }

    /** Leaves the terminal at the beginning of an empty line. */
    synchronized void finish() {
        if (open) {
            out.print("\r\u001b[K");
            out.flush();
            open = false;
        }
    }
}
