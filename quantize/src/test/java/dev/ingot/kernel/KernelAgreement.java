package dev.ingot.kernel;

import dev.ingot.quantize.Algorithm;
import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Matrices;
import dev.ingot.quantize.Mode;
import dev.ingot.quantize.PackedRows;
import dev.ingot.quantize.WeightRows;
import dev.ingot.quantize.WeightType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;

/**
 * Compares kernels with the scalar ones, bit by bit. Needs nothing but the JDK, so that it can also run as the main class
 * of a JVM with another vector width.
 */
final class KernelAgreement {

    private static final int[] COLUMNS = {1, 15, 16, 17, 31, 32, 33, 64, 77, 256, 300, 2113, 6144};
    private static final int[] SHORT = {1, 15, 17, 33, 77, 300};
    private static final float[] BROKEN = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY,
            Float.intBitsToFloat(0xFFC0_0000)};
    private static final int[] LOGITS = {0, 1, 7, 16, 33, 1023, 1024, 1025, 5000};

    private KernelAgreement() {}

    /**
     * Checks that the active kernels are those that the command line expects, by their path and width in bits, and with a seed
     * behind that also what they compute: of short rows, since vectors that the processor does not have take long.
     */
    public static void main(final String[] arguments) {
        final String found = Kernels.active().path() + " " + Kernels.active().vectorBits();
        expect(found.equals(arguments[0]), "expected " + arguments[0] + ", found " + found);
        if (arguments.length > 1) {
            check(Kernels.active(), Integer.parseInt(arguments[1]), SHORT);
        }
    }

    /** Fails with an {@link IllegalStateException} on the first difference. */
    static void check(final Kernels kernels, final int seed) {
        check(kernels, seed, COLUMNS);
    }

    private static void check(final Kernels kernels, final int seed, final int[] widths) {
        final var random = new Random(seed);
        for (final int columns : widths) {
            for (final var type : WeightType.values()) {
                final float[] values = values(random, 3 * columns, type);
                for (final int bits : new int[]{4, 8}) {
                    final int size = 16 << random.nextInt(5);
                    quantize(kernels, new BlockFormat(bits, 32, random.nextBoolean()), columns, type, values);
                    quantize(kernels, new BlockFormat(bits, size, true), columns, type, values);
                    quantize(kernels, new BlockFormat(bits, size, false), columns, type, values);
                }
            }
        }
        broken(kernels);
        for (final int count : LOGITS) {
            logits(kernels.logits(), values(random, count, WeightType.F32));
        }
    }

    /** A value that is not finite, alone in every place, must be noticed; each place sees three of the four kinds. */
    private static void broken(final Kernels kernels) {
        int kind = 0;
        for (final var type : WeightType.values()) {
            for (int at = 0; at < 3 * 33; at++) { // No multiple of the kinds: each type begins with another one.
                final var values = new float[3 * 33];
                Arrays.fill(values, 0.5f);
                values[at] = BROKEN[kind++ % BROKEN.length];
                quantize(kernels, new BlockFormat(4, 32, true), 33, type, values);
                quantize(kernels, new BlockFormat(8, 32, false), 33, type, values);
            }
        }
    }

    /** Values of very different kinds: whole blocks of one kind, so that ordinary ones are among them. */
    private static float[] values(final Random random, final int count, final WeightType type) {
        final var values = new float[count];
        final float[] scales = type == WeightType.F16
                ? new float[]{1f, 0.02f, 1e-6f, 2e4f}
                : new float[]{1f, 0.02f, 1e-30f, 1e-38f, 1e-41f, 5e37f, 1e38f};
        for (int i = 0; i < count; i++) {
            final float scale = scales[i / 40 % 5 < 3 ? 1 : random.nextInt(scales.length)];
            final float sum = (float) random.nextGaussian() * scale;
            values[i] = switch (i / 40 % 7) {
                case 3 -> Math.abs(sum);
                case 4 -> Math.round(sum * 200) / 200f; // Ties.
                case 5 -> random.nextBoolean() ? 0f : -0f;
                default -> sum;
            };
            values[i] = Float.isFinite(values[i]) ? values[i] : Float.MAX_VALUE;
        }
        return values;
    }

    private static void quantize(final Kernels kernels, final BlockFormat format, final int columns,
            final WeightType type, final float[] values) {
        final var matrix = Matrices.of(type, 3, columns, values);
        final var rows = new WeightRows(matrix.data(), type, 3, columns);
        for (final var algorithm : Algorithm.values()) {
            for (final var mode : Mode.values()) {
                if (algorithm != Algorithm.HQQ && algorithm.supports(format)) { // HQQ has one implementation.
                    quantize(kernels, Kernels.scalar().blocks(format, algorithm, mode),
                            kernels.blocks(format, algorithm, mode), rows, format,
                            algorithm + " " + format + " " + type + " " + mode + " columns " + columns);
                }
            }
        }
    }

    private static void quantize(final Kernels kernels, final BlockKernel scalar, final BlockKernel kernel,
            final WeightRows rows, final BlockFormat format, final String what) {
        final PackedRows expected = room(format, rows.columns());
        final PackedRows found = room(format, rows.columns());
        final boolean finite = scalar.quantize(rows, expected);
        expect(finite == kernel.quantize(rows, found), what);
        expect(!finite || same(expected.blocks(), found.blocks()), what + ": blocks");
        expect(!finite || same(expected.scales(), found.scales()), what + ": scales");
        expect(!finite || same(expected.zeroPoints(), found.zeroPoints()), what + ": zero points");
        if (finite) {
            errors(kernels.errors(), rows, expected, format, what);
        }
    }

    /** The figures do not depend on the path, nor on whether blocks are dequantized before or on the way. */
    private static void errors(final ErrorKernels kernels, final WeightRows rows, final PackedRows packed,
            final BlockFormat format, final String what) {
        final var expected = Kernels.scalar().errors().between(rows, packed, format);
        final var floats = Arena.ofAuto().allocate((long) rows.count() * rows.columns() * Float.BYTES);
        Kernels.scalar().floats().fromBlocks(packed, format, rows.columns(), floats);
        expect(expected.equals(kernels.between(rows, packed, format)), what + ": error");
        expect(expected.equals(kernels.between(rows, floats)), what + ": error of floats");
    }

    private static PackedRows room(final BlockFormat format, final int columns) {
        final var arena = Arena.ofAuto();
        return new PackedRows(0, 3, arena.allocate(3L * format.rowBytes(columns)),
                arena.allocate(3L * format.scaleBytes(columns)),
                arena.allocate(3L * format.zeroPointBytes(columns)));
    }

    private static void logits(final LogitKernels kernels, final float[] values) {
        final var random = new Random(values.length);
        for (int i = 0; i < values.length; i += 5) {
            values[i] = random.nextBoolean() ? Float.NaN : (float) random.nextGaussian() * 10;
        }
        final MemorySegment floats = Arena.ofAuto().allocate(values.length * 4L + 1).asSlice(1);
        MemorySegment.copy(values, 0, floats, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, values.length);
        final var scalar = Kernels.scalar().logits();
        final int count = values.length;
        expect(scalar.argMax(floats, count) == kernels.argMax(floats, count), "argMax of " + count);
        final int blocks = Math.ceilDiv(count, LogitKernels.BLOCK);
        final var expectedMaxima = new float[blocks];
        final var foundMaxima = new float[blocks];
        scalar.maxima(floats, count, expectedMaxima);
        kernels.maxima(floats, count, foundMaxima);
        expect(Arrays.equals(expectedMaxima, foundMaxima), "maxima of " + count);
        for (final double inverseTemperature : new double[]{0.1, 1, 1.7, 30}) {
            final var expected = new float[blocks];
            final var found = new float[blocks];
            scalar.weigh(floats, count, inverseTemperature, expectedMaxima, expected);
            kernels.weigh(floats, count, inverseTemperature, foundMaxima, found);
            expect(Arrays.equals(expectedMaxima, foundMaxima) && Arrays.equals(expected, found),
                    "weigh of " + count + " at " + inverseTemperature);
        }
        final long[] allowed = random.longs(count / Long.SIZE + 1L).toArray();
        final var masked = floats.asSlice(0).toArray(ValueLayout.JAVA_BYTE);
        final var other = masked.clone();
        scalar.mask(MemorySegment.ofArray(masked), count, allowed);
        kernels.mask(MemorySegment.ofArray(other), count, allowed);
        expect(Arrays.equals(masked, other), "mask of " + count);
        for (final int room : new int[]{0, 3, count}) {
            final var expected = new int[room];
            final var found = new int[room];
            expect(scalar.collectAtLeast(floats, count, 0.01f, expected) == kernels.collectAtLeast(floats,
                    count,
                    0.01f, found) && Arrays.equals(expected, found), "collectAtLeast of " + count);
        }
    }

    private static boolean same(final MemorySegment one, final MemorySegment other) {
        return one.mismatch(other) < 0;
    }

    private static void expect(final boolean condition, final String message) {
        if (!condition) {
            throw new IllegalStateException(message);
        }
    }
}
