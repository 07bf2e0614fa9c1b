package dev.ingot.bench;

import dev.ingot.kernel.BlockKernel;
import dev.ingot.kernel.Kernels;
import dev.ingot.quantize.Algorithm;
import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;
import dev.ingot.quantize.PackedRows;
import dev.ingot.quantize.WeightRows;
import dev.ingot.quantize.WeightType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@code mvn -q -B -Pbench verify -DskipTests -Djmh.args="QuantizeBenchmark"}
 *
 * <p>Quantizes bf16 rows on one thread - scalar, in plain loops and on vectors - beside a copy of the same bytes in the same run. The
 * column {@code gigabytes} is the input in GB/s. The rows, 1 MB as a chunk of a conversion is, stay in the second cache:
 * what is measured is the loop and not the memory. Only the ratio to the copy travels from machine to machine.
 */
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
@State(Scope.Thread)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-Xmx256m"})
@Warmup(iterations = 3, time = 2) // The first seconds go to the compiler.
@Measurement(iterations = 5, time = 1)
public class QuantizeBenchmark {

    private static final int ROWS = 128;
    private static final int COLUMNS = 4096;
    private static final double GIGABYTES = (double) ROWS * COLUMNS * Short.BYTES / 1e9;

    /** Bits, symmetry and block size. */
    @Param({"int4-asym-32", "int4-sym-32", "int8-asym-32", "int8-sym-32", "int4-asym-128", "int4-sym-128",
            "int8-asym-128", "int8-sym-128"})
    public String format;

    private Arena arena;
    private WeightRows rows;
    private PackedRows packed;
    private MemorySegment copy;
    private BlockKernel scalar;
    private BlockKernel loops;
    private BlockKernel vector;

    /** Counts input. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Input {

        /** GB read. */
        public double gigabytes;
    }

    /** Prints where this runs, makes weights, and checks that the kernels agree on them. */
    @Setup(Level.Trial)
    public void setUp() throws IOException {
        System.out.printf("# %s, %s %s, vectors of %d bits%n", processor(),
                System.getProperty("java.vm.name"),
                Runtime.version(), Kernels.active().vectorBits());
        arena = Arena.ofShared();
        final var weights = arena.allocate((long) ROWS * COLUMNS * Short.BYTES, 64);
        final var random = new Random(1);
        for (int i = 0; i < ROWS * COLUMNS; i++) {
            final int bits = Float.floatToRawIntBits((float) random.nextGaussian() * 0.02f);
            weights.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) (bits >>> Short.SIZE));
        }
        rows = new WeightRows(weights, WeightType.BF16, ROWS, COLUMNS);
        copy = arena.allocate(weights.byteSize(), 64);
        final var blocks = parse(format);
        packed = room(blocks);
        scalar = Kernels.scalar().blocks(blocks, Algorithm.DEFAULT, Mode.REPAIRED);
        loops = Kernels.loops().blocks(blocks, Algorithm.DEFAULT, Mode.REPAIRED);
        vector = Kernels.active().blocks(blocks, Algorithm.DEFAULT, Mode.REPAIRED);
        final var expected = room(blocks);
        scalar.quantize(rows, expected);
        for (final var kernel : List.of(loops, vector)) {
            kernel.quantize(rows, packed);
            if (expected.blocks().mismatch(packed.blocks()) >= 0) {
                throw new IllegalStateException("kernels differ");
            }
        }
    }

    /** Frees the rows. */
    @TearDown(Level.Trial)
    public void tearDown() {
        arena.close();
    }

    /** The yardstick. */
    @Benchmark
    public MemorySegment copy(final Input input) {
        input.gigabytes += GIGABYTES;
        return copy.copyFrom(rows.data());
    }

    /** The definition, block by block. */
    @Benchmark
    public boolean scalar(final Input input) {
        input.gigabytes += GIGABYTES;
        return scalar.quantize(rows, packed);
    }

    /** Plain loops that the compiler vectorizes. */
    @Benchmark
    public boolean loops(final Input input) {
        input.gigabytes += GIGABYTES;
        return loops.quantize(rows, packed);
    }

    /** The Vector API. */
    @Benchmark
    public boolean vector(final Input input) {
        input.gigabytes += GIGABYTES;
        return vector.quantize(rows, packed);
    }

    private PackedRows room(final BlockFormat blocks) {
        return new PackedRows(0, ROWS, arena.allocate((long) ROWS * blocks.rowBytes(COLUMNS)),
                arena.allocate((long) ROWS * blocks.scaleBytes(COLUMNS)),
                arena.allocate((long) ROWS * blocks.zeroPointBytes(COLUMNS)));
    }

    private static BlockFormat parse(final String format) {
        final String[] parts = format.split("-", -1);
        return new BlockFormat(parts[0].equals("int4") ? 4 : 8, Integer.parseInt(parts[2]),
                parts[1].equals("sym"));
    }

    private static String processor() throws IOException {
        final Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return System.getProperty("os.arch");
        }
        return Files.readAllLines(info).stream().filter(line -> line.startsWith("model name")).findFirst()
                .map(line -> line.substring(line.indexOf(':') + 2)).orElse(System.getProperty("os.arch"));
    }
}
