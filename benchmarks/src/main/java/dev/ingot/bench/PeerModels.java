package dev.ingot.bench;

import dev.ingot.Pipeline;
import dev.ingot.PrecisionSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The same weights for both runtimes, made once and kept. */
final class PeerModels {

    private final Path source;
    private final Path work;

    /**
     * @param source a {@link RandomModel}
     * @param work   where the models are kept
     */
    PeerModels(final Path source, final Path work) throws IOException {
        this.source = source;
        this.work = Files.createDirectories(work);
    }

    /** Returns the directory of a precision, as {@link PrecisionSpec} writes it. */
    Path ingot(final String precision) {
        final Path made = work.resolve("ingot-" + precision.replace(':', '-'));
        if (Files.notExists(made)) {
            Pipeline.from(source).quantize(PrecisionSpec.parse(precision)).toOnnx(made);
        }
        return made;
    }

    /** Returns the GGUF file: Q4_0 for every matrix, embedding and head included. */
    Path gguf(final List<String> quantizer) throws IOException, InterruptedException {
        final Path made = work.resolve("model-q4_0.gguf");
        if (Files.notExists(made)) {
            final Path raw = work.resolve("model-bf16.gguf");
            GgufModel.write(source.resolve("model.safetensors"), ModelShape.QWEN25_HALF_BILLION, raw);
            final Path partial = work.resolve("model-q4_0.partial");
            final var command = new ArrayList<>(quantizer);
            command.addAll(List.of("--pure", raw.toString(), partial.toString(), "Q4_0"));
            ChildRun.of("llama-quantize", command, Map.of(), work.resolve("quantize.log"));
            Files.move(partial, made);
            Files.delete(raw);
        }
        return made;
    }
}
