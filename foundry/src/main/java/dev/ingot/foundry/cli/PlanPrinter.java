package dev.ingot.foundry.cli;

import dev.ingot.ConversionPlan;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Shows what a conversion would do. */
final class PlanPrinter {

    private static final double MEGA = 1e6;
    private static final double MILLIS = 1e3;

    private PlanPrinter() {}

    static void print(final ConversionPlan plan, final PrintStream out) {
        out.printf(Locale.ROOT, "%s, %d tensors, to %s%n", plan.architecture(), plan.tensors(),
                plan.precision());
        out.printf(Locale.ROOT, "%-12s %15s %15s%n", "", "bytes before", "bytes after");
        plan.groups().forEach(group -> row(out, group.name(), group.before(), group.after()));
        row(out, "all files", plan.sourceBytes(), plan.outputBytes());
        bits(out, plan);
        out.printf(Locale.ROOT, "disk needed: %.1f MB, the files and %.1f MB to spare%n",
                plan.diskBytes() / MEGA, (plan.diskBytes() - plan.outputBytes()) / MEGA);
        line(out, "memory to convert, about", plan.conversionMemory());
        line(out, "memory to run it, about", plan.runMemory());
        out.printf(Locale.ROOT, "time to convert, about: %s (%s)%n", time(plan.time()), plan.rates());
        out.println("Nothing was written.");
    }

    private static void row(final PrintStream out, final String name, final long before, final long after) {
        out.printf(Locale.ROOT, "%-12s %,15d %,15d%n", name, before, after);
    }

    private static void bits(final PrintStream out, final ConversionPlan plan) {
        plan.bitsByNode().forEach(
                (node, bits) -> out.printf(Locale.ROOT, "%d bits: %s%n", bits, node));
    }

    private static void line(final PrintStream out, final String what, final long bytes) {
        out.printf(Locale.ROOT, "%s: %.0f MB%n", what, bytes / MEGA);
    }

    private static String time(final Duration time) {
        return time.compareTo(Duration.ofMinutes(1)) < 0
                ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / MILLIS)
                : String.format(Locale.ROOT, "%d min %d s", time.toMinutes(), time.toSecondsPart());
    }
}
