package dev.ingot.bench;

import dev.ingot.hf.Safetensors;
import dev.ingot.quantize.WeightMatrix;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The reader of safetensors: opening a file of 290 tensors (the header is read and checked), and reading a matrix of 8.7 MB
 * in the page cache beside a copy of as much memory. Run with {@code -Djmh.args="SafetensorsBenchmark -prof gc"}, see
 * README.md.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class SafetensorsBenchmark extends KernelBenchmark {

    private static final ModelShape NARROW = new ModelShape(64, 24, 2, 1, 128, 1000);
    private static final ModelShape SHALLOW = new ModelShape(896, 1, 14, 2, 4864, 1000);
    private static final int ROWS_AT_ONCE = 256;

    private Path directory;
    private Safetensors weights;
    private WeightMatrix matrix;
    private MemorySegment target;
    private MemorySegment other;

    /** Writes a file with many tensors and one with a large one. */
    @Setup(Level.Trial)
    public void setUp() throws IOException {
        directory = Files.createTempDirectory("safetensors");
        new RandomWeights(1).write(directory.resolve("narrow.safetensors"), NARROW.tensors());
        new RandomWeights(1).write(directory.resolve("shallow.safetensors"), SHALLOW.tensors());
        weights = Safetensors.open(directory.resolve("shallow.safetensors"));
        matrix = weights.matrix("model.layers.0.mlp.gate_proj.weight", SHALLOW.intermediate(),
                SHALLOW.hidden());
        target = arena.allocate((long) matrix.rows() * matrix.columns() * Short.BYTES, 64);
        other = arena.allocate(target.byteSize(), 64);
    }

    /** Opens a file. */
    @Benchmark
    public int open() {
        try (var opened = Safetensors.open(directory.resolve("narrow.safetensors"))) {
            return opened.names().size();
        }
    }

    /** Reads all rows of a matrix, a few at a time, into memory. */
    @Benchmark
    public MemorySegment read() {
        long at = 0;
        for (int row = 0; row < matrix.rows(); row += ROWS_AT_ONCE) {
            final int count = Math.min(ROWS_AT_ONCE, matrix.rows() - row);
            final MemorySegment data = matrix.rows(row, count, arena).data();
            MemorySegment.copy(data, 0, target, at, data.byteSize());
            at += data.byteSize();
        }
        return target;
    }

    /** Copies as much memory. */
    @Benchmark
    public MemorySegment copy() {
        return target.copyFrom(other);
    }

    /** Removes the files. */
    @TearDown(Level.Trial)
    public void remove() throws IOException {
        weights.close();
        ChildRun.delete(directory);
    }
}
