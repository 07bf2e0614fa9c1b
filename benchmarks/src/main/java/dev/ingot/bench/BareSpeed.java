package dev.ingot.bench;

import ai.onnxruntime.OrtException;
import dev.ingot.runtime.GeneratorOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The fastest bare loop over ONNX Runtime's Java API on the graph as it lies on disk, spinning as Ingot does. */
final class BareSpeed implements SpeedRunner {

    private static final int MORE = 128; // tokens beyond the deepest context

    private final Path directory;
    private final Map<Integer, BareModel> models = new HashMap<>(); // by threads
    private final Map<Integer, SharedLoop> loops = new HashMap<>();

    BareSpeed(final Path directory) {
        this.directory = directory;
    }

    @Override
    public String name() {
        return "ORT, bare loop";
    }

    @Override
    public double measure(final SpeedCase speed) throws OrtException {
        final var loop = loop(speed.threads());
        if (speed.tokens() > 0) {
            return loop.run(Prompts.random(speed.depth()), speed.tokens()).tokensPerSecond();
        }
        final long start = System.nanoTime();
        loop.run(Prompts.random(speed.prompt()), 1);
        return speed.prompt() / ((System.nanoTime() - start) / 1e9);
    }

    private SharedLoop loop(final int threads) throws OrtException {
        final var known = loops.get(threads);
        if (known != null) {
            return known;
        }
        final var model = new BareModel(directory, threads,
                GeneratorOptions.DEFAULT.spin().toNanos() / 1000);
        models.put(threads, model);
        final var made = new SharedLoop(model, SpeedCase.LONG + MORE);
        loops.put(threads, made);
        return made;
    }

    @Override
    public void close() throws OrtException {
        loops.values().forEach(SharedLoop::close);
        for (final var model : models.values()) {
            model.close();
        }
    }
}
