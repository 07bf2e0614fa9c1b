package dev.ingot;

import dev.ingot.decoder.PlannedTensor;
import dev.ingot.genai.MemoryNeed;
import dev.ingot.io.DiskSpace;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Works out what an export takes. The rates are those that docs/performance.md reports, rounded down. */
final class Planning {

    /** The JVM, its compilers and the headers of the source. */
    private static final long BASE_MEMORY = 64L << 20;

    /** Rows being read, rounded and packed by one thread; they do not grow with the model. */
    private static final long THREAD_MEMORY = 8L << 20;

    private static final double START_SECONDS = 0.5;
    private static final double WEIGHTS_PER_SECOND = 120e6;
    private static final double BYTES_PER_SECOND = 400e6;
    private static final double MILLIS = 1e3;
    private static final double MILLION = 1e6;
    private static final double BILLION = 1e9;

    private Planning() {}

    static ConversionPlan of(final Export export, final Settings settings) {
        final long output = outputBytes(export);
        final var before = export.sourceSizes();
        final var calibration = CalibrationNeed.of(export, settings);
        return new ConversionPlan(export.architecture(), settings.precision().label(),
                export.precision().operators().bits(), export.tensors().size(),
                groups(before, export.outputSizes()),
                before.values().stream().mapToLong(Long::longValue).sum(),
                output, output + DiskSpace.RESERVE + calibration.disk(),
                BASE_MEMORY + settings.workers() * THREAD_MEMORY + graphBytes(export) + calibration.memory(),
                export.genai().map(config -> MemoryNeed.atFirst(config, modelBytes(export)).total())
                        .orElse(modelBytes(export)),
                time(export, settings.workers(), output, calibration), rates(settings, calibration));
    }

    /** The size of everything that is written. */
    static long outputBytes(final Export export) {
        return export.dataBytes() + export.files().stream().mapToLong(OutputFile::bytes).sum();
    }

    private static long modelBytes(final Export export) {
        return export.dataBytes() + graphBytes(export);
    }

    private static long graphBytes(final Export export) {
        return export.files().stream().filter(file -> file.name().endsWith(".onnx"))
                .mapToLong(OutputFile::bytes).sum();
    }

    private static String rates(final Settings settings, final CalibrationNeed calibration) {
        final int workers = settings.workers();
        return String.format(Locale.ROOT,
                "%.0f million weights and %.0f MB written a second, on %d threads%s",
                WEIGHTS_PER_SECOND * workers / MILLION, BYTES_PER_SECOND / MILLION, workers,
                calibration(calibration, workers));
    }

    private static String calibration(final CalibrationNeed need, final int workers) {
        return need.tokens() == 0
                ? ""
                : String.format(Locale.ROOT,
                        "; calibration on %,d tokens at %.0f billion operations a second",
                        need.tokens(), CalibrationNeed.OPERATIONS_PER_SECOND * workers / BILLION);
    }

    private static Duration time(final Export export, final int workers, final long output,
            final CalibrationNeed calibration) {
        final long weights = export.tensors().stream().mapToLong(PlannedTensor::sourceBytes).sum() / 2;
        final double seconds = START_SECONDS + weights / (WEIGHTS_PER_SECOND * workers)
                + output / BYTES_PER_SECOND + calibration.seconds() / workers;
        return Duration.ofMillis(Math.round(seconds * MILLIS));
    }

    private static List<ConversionPlan.Group> groups(final Map<String, Long> before,
            final Map<String, Long> after) {
        final var sizesBefore = sums(before);
        final var sizesAfter = sums(after);
        return Arrays.stream(TensorGroup.values())
                .map(group -> new ConversionPlan.Group(group.label(), sizesBefore.getOrDefault(group, 0L),
                        sizesAfter.getOrDefault(group, 0L)))
                .filter(group -> group.before() > 0 || group.after() > 0)
                .sorted(Comparator.comparingLong(ConversionPlan.Group::before).reversed()).toList();
    }

    private static Map<TensorGroup, Long> sums(final Map<String, Long> sizes) {
        final var sums = new EnumMap<TensorGroup, Long>(TensorGroup.class);
        sizes.forEach((name, bytes) -> sums.merge(TensorGroup.of(name), bytes, Long::sum));
        return sums;
    }
}
