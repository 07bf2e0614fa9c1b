package dev.ingot.foundry.service.metrics;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * One metric with a value for each set of labels, counted up or measured into buckets. Thread-safe; counting takes
 * no lock.
 */
final class Series {

    /** What one set of labels has: counts by bucket, the last of them everything, and the sum. */
    private record Cell(List<LongAdder> buckets, DoubleAdder sum) {}

    private final String name;
    private final String help;
    private final double[] bounds;
    private final Map<String, Cell> cells = new ConcurrentSkipListMap<>();

    private Series(final String name, final String help, final double... bounds) {
        this.name = name;
        this.help = help;
        this.bounds = bounds.clone();
    }

    /** A number that only grows. */
    static Series counter(final String name, final String help) {
        return new Series(name, help);
    }

    /** Measurements by size. */
    static Series histogram(final String name, final String help, final double... bounds) {
        return new Series(name, help, bounds);
    }

    /**
     * Adds an amount, or a measurement.
     *
     * @param labels as {@link Labels} writes them
     */
    void add(final String labels, final double value) {
        final var cell = cells.computeIfAbsent(labels, _ -> cell());
        cell.sum.add(value);
        cell.buckets.get(bucket(value)).increment();
    }

    private Cell cell() {
        return new Cell(Stream.generate(LongAdder::new).limit(bounds.length + 1L).toList(),
                new DoubleAdder());
    }

    private int bucket(final double value) {
        int i = 0;
        while (i < bounds.length && value > bounds[i]) {
            i++;
        }
        return i;
    }

    /** Returns the sum over all labels. */
    double sum() {
        return cells.values().stream().mapToDouble(cell -> cell.sum.sum()).sum();
    }

    void write(final StringBuilder text) {
        final boolean counter = bounds.length == 0;
        head(text, name, help, counter ? "counter" : "histogram");
        final BiConsumer<String, Cell> writer = counter
                ? (labels, cell) -> line(text, name, labels, cell.sum.sum())
                : (labels, cell) -> buckets(text, labels, cell);
        cells.forEach(writer);
    }

    private void buckets(final StringBuilder text, final String labels, final Cell cell) {
        double count = 0;
        for (int i = 0; i <= bounds.length; i++) {
            count += cell.buckets.get(i).sum();
            final String bound = i == bounds.length ? "+Inf" : number(bounds[i]);
            line(text, name + "_bucket", Labels.with(labels, "le", bound), count);
        }
        line(text, name + "_sum", labels, cell.sum.sum());
        line(text, name + "_count", labels, count);
    }

    static void head(final StringBuilder text, final String name, final String help, final String type) {
        text.append("# HELP ").append(name).append(' ').append(help).append("\n# TYPE ").append(name)
                .append(' ')
                .append(type).append('\n');
    }

    static void line(final StringBuilder text, final String name, final String labels, final double value) {
        text.append(name).append(labels.isEmpty() ? "" : "{" + labels + "}").append(' ').append(number(value))
                .append('\n');
    }

    private static String number(final double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%d", (long) value)
                : Double.toString(value);
    }
}
