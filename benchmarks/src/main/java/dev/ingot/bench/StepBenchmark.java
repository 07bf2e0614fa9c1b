package dev.ingot.bench;

import ai.onnxruntime.OrtException;
import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.GeneratorOptions;
import dev.ingot.runtime.Sampling;
import dev.ingot.runtime.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a token costs beside ONNX Runtime: a step of the generator on a model of one narrow layer with 151,936 logits, less
 * {@link #ort}, the bare call of the same graph with the same inputs. The medians count; {@code -prof gc} adds the garbage.
 * Run with {@code -Djmh.args="StepBenchmark -prof gc"}, see README.md.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class StepBenchmark extends KernelBenchmark {

    private static final ModelShape NARROW = new ModelShape(64, 1, 2, 1, 128, 151_936);
    private static final int ANSWER = 256;

    /** What chooses tokens. */
    @Param({"greedy", "top-k 50 and top-p 0.9", "top-p 0.9"})
    public String plan;

    private Path directory;
    private Generator generator;
    private GenerationOptions options;
    private Iterator<Token> tokens;
    private BareModel bare;
    private SharedLoop loop;
    private SharedLoop.Step step;

    /** Makes the model. */
    @Setup(Level.Trial)
    public void setUp() throws IOException, OrtException {
        directory = Files.createTempDirectory("step");
        RandomModel.write(directory.resolve("source"), NARROW, 1);
        final Path model = Pipeline.from(directory.resolve("source")).quantize(Precision.INT4)
                .toOnnx(directory.resolve("model")).directory();
        generator = Generator.open(model, GeneratorOptions.DEFAULT.threads(1));
        final var sampling = switch (plan) {
            case "greedy" -> Sampling.greedy();
            case "top-p 0.9" -> Sampling.plain().temperature(0.7).topP(0.9);
            default -> Sampling.plain().temperature(0.7).topK(50).topP(0.9);
        };
        options = GenerationOptions.DEFAULT.minNewTokens(ANSWER).maxNewTokens(ANSWER).sampling(sampling)
                .stop("<stop>", "\n\nUser:", "the end of it all");
        bare = new BareModel(model, 1, GeneratorOptions.DEFAULT.spin().toNanos() / 1000);
        loop = new SharedLoop(bare, ANSWER);
        step = loop.step(ANSWER / 2);
    }

    /** Makes one token; after {@value #ANSWER} of them another generation begins. */
    @Benchmark
    public Token generate() {
        if (tokens == null || !tokens.hasNext()) {
            tokens = generator.stream("abc", options).iterator();
        }
        return tokens.next();
    }

    /** The call of ONNX Runtime alone. */
    @Benchmark
    public void ort() throws OrtException {
        step.run();
    }

    /** Removes the model. */
    @TearDown(Level.Trial)
    public void remove() throws IOException, OrtException {
        step.close();
        loop.close();
        bare.close();
        generator.close();
        ChildRun.delete(directory);
    }
}
