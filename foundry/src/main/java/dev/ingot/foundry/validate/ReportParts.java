package dev.ingot.foundry.validate;

import dev.ingot.report.LineChart;
import dev.ingot.report.LineChart.Mark;
import dev.ingot.report.LineChart.Point;
import dev.ingot.report.LineChart.Series;
import dev.ingot.report.Markup;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The parts that the pages of both reports are made of. */
final class ReportParts {

    private static final double MEGA = 1e6;

    private ReportParts() {}

    /** Draws what the process took: memory in one chart, processors in another. */
    static void resources(final Markup target, final ResourceUse use) {
        final List<Series> memory = new ArrayList<>();
        if (use.peakResident().isPresent()) {
            memory.add(series("resident memory", use,
                    sample -> sample.resident().orElse(0) / MEGA));
        }
        memory.add(series("Java heap in use", use, sample -> sample.heap() / MEGA));
        new LineChart("Memory over time", "seconds", "MB", true, memory).draw(target);
        new LineChart("Processors over time", "seconds", "% busy", true, List.of(processors(use)))
                .draw(target);
    }

    private static Series series(final String name, final ResourceUse use,
            final Function<ResourceSample, Double> value) {
        return new Series(name, Mark.LINE, use.samples().stream()
                .map(sample -> new Point(seconds(sample), value.apply(sample))).toList());
    }

    /** Samples that follow each other at once tell nothing of what was between them. */
    private static Series processors(final ResourceUse use) {
        final List<ResourceSample> samples = use.samples();
        return new Series("processor time of this process", Mark.LINE, IntStream.range(1, samples.size())
                .filter(i -> Figures.millis(samples.get(i).at().minus(samples.get(i - 1).at())) >= 50)
                .mapToObj(i -> new Point(seconds(samples.get(i)),
                        100 * use.use(samples.get(i - 1), samples.get(i))))
                .toList());
    }

    private static double seconds(final ResourceSample sample) {
        return sample.at().toNanos() / 1e9;
    }
}
