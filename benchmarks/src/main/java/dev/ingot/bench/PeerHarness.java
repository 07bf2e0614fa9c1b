package dev.ingot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares {@code ingot convert} of a {@link RandomModel} with llama.cpp's {@code llama-quantize} of the same weights as
 * GGUF: processor seconds of the whole processes, page cache warm, runs in turn. Ends with status 1 when Ingot needs more.
 *
 * <pre>
 * mvn -q -B -DskipTests package
 * mvn -q -Pbench -pl benchmarks -am verify -DskipTests -Dbench.main=dev.ingot.bench.PeerHarness \
 *     -Djmh.args="--model /tmp/random-qwen --ingot foundry/target/ingot/bin/ingot --llama-quantize llama-quantize"
 * </pre>
 */
public final class PeerHarness {

    private static final double MAX_RATIO = 1;
    private static final String HEAP = "-Xmx64m";

    private PeerHarness() {}

    /**
     * Runs the comparison.
     *
     * @param args {@code --model DIR --ingot SCRIPT --llama-quantize COMMAND} (words of the command separated by
     *             spaces), then {@code --runs N} (default 5), {@code --head-bits N} (4 is what {@code --pure}
     *             does; by default Ingot's own default), {@code --layers N} (default 24)
     * @throws IOException          if a file cannot be read or written
     * @throws InterruptedException if interrupted
     */
    public static void main(final String[] args) throws IOException, InterruptedException {
        final var arguments = Arguments.parse(args, "--model", "--ingot", "--llama-quantize", "--runs",
                "--head-bits", "--layers");
        final var model = Path.of(arguments.required("--model")).toAbsolutePath();
        final var work = Files.createTempDirectory(model.resolveSibling(".").normalize(), "peer-harness");
        final boolean kept;
        try {
            kept = compare(arguments, model, work);
        } finally {
            ChildRun.delete(work);
        }
        if (!kept) {
            System.exit(1);
        }
    }

    private static boolean compare(final Arguments arguments, final Path model, final Path work)
            throws IOException, InterruptedException {
        final var shape = ModelShape.QWEN25_HALF_BILLION;
        final var gguf = work.resolve("model.gguf");
        GgufModel.write(model.resolve("model.safetensors"),
                shape.withLayers((int) arguments.number("--layers", shape.layers())), gguf);
        final var packed = work.resolve("packed.gguf");
        final var converted = work.resolve("converted");
        final var peer = new ArrayList<>(List.of(arguments.required("--llama-quantize").split(" ", -1)));
        peer.addAll(List.of("--pure", gguf.toString(), packed.toString(), "Q4_0"));
        final var ingot = new ArrayList<>(List.of(
                Path.of(arguments.required("--ingot")).toAbsolutePath().toString(), "convert",
                "--model", model.toString(), "--output", converted.toString(), "--precision", "int4"));
        arguments.text("--head-bits").ifPresent(bits -> ingot.addAll(List.of("--head-bits", bits)));
        System.out.println(Figures.environment());
        ChildRun.warm(gguf);
        System.out.printf("%s: %.0f MB, heap of Ingot %s%n", model, ChildRun.warm(model) / ChildRun.MB, HEAP);
        final var peers = new ArrayList<ChildRun>();
        final var conversions = new ArrayList<ChildRun>();
        for (int run = 0; run < arguments.number("--runs", 5); run++) {
            peers.add(ChildRun.of("llama-quantize", peer, Map.of(), work.resolve("log")));
            ChildRun.delete(packed);
            conversions
                    .add(ChildRun.of("ingot", ingot, Map.of("INGOT_JAVA_OPTS", HEAP), work.resolve("log")));
            ChildRun.delete(converted);
        }
        final double ratio = ChildRun.seconds(conversions) / ChildRun.seconds(peers);
        System.out.printf("median CPU-s: llama-quantize %.2f, ingot %.2f; ratio %.2f (limit %.2f): %s%n",
                ChildRun.seconds(peers), ChildRun.seconds(conversions), ratio, MAX_RATIO,
                ratio <= MAX_RATIO ? "kept" : "EXCEEDED");
        return ratio <= MAX_RATIO;
    }
}
