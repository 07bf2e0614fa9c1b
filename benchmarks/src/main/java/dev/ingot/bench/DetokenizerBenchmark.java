package dev.ingot.bench;

import dev.ingot.runtime.Tokenizer;
import dev.ingot.runtime.text.Detokenizer;
import dev.ingot.runtime.text.StopStrings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Text of tokens as they come, with three stop strings looked for, per token. Run with
 * {@code -Djmh.args="DetokenizerBenchmark -prof gc"}, see README.md.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class DetokenizerBenchmark extends KernelBenchmark {

    private static final int TOKENS = 256;
    private static final int BYTES = 256; // the first ids
    private static final int WORDS = 100_000; // all ids below are words or bytes

    /** Single bytes leave characters incomplete; words never do. */
    @Param({"words", "bytes"})
    public String text;

    private Path directory;
    private Tokenizer tokenizer;
    private int[] ids;

    /** Writes a tokenizer of 151,643 tokens. */
    @Setup(Level.Trial)
    public void setUp() throws IOException {
        directory = Files.createTempDirectory("detokenizer");
        new RandomTokenizer().write(directory);
        tokenizer = Tokenizer.open(directory);
        final var random = new SplittableRandom(1);
        ids = (text.equals("words") ? random.ints(TOKENS, BYTES, WORDS) : random.ints(TOKENS, 0, BYTES))
                .toArray();
    }

    /** Says all tokens. */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public int tokenByToken() {
        final var detokenizer = new Detokenizer(tokenizer::decode);
        final var stops = new StopStrings(List.of("<stop>", "\n\nUser:", "the end of it all"));
        int length = 0;
        for (final int id : ids) {
            length += stops.next(detokenizer.next(id)).length();
        }
        return length + stops.next(detokenizer.flush()).length();
    }

    /** Removes the tokenizer. */
    @TearDown(Level.Trial)
    public void remove() throws IOException {
        tokenizer.close();
        ChildRun.delete(directory);
    }
}
