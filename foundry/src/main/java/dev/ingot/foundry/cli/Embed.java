package dev.ingot.foundry.cli;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.json.JsonFiles;
import dev.ingot.runtime.EmbeddingOptions;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.Pooling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Turns texts into vectors. */
@Command(sortOptions = false, sortSynopsis = false, description = "Turn texts into vectors: one JSON object a line,"
        + " with the text and its embedding.")
final class Embed implements Callable<Integer> {

    @Option(names = "--model", required = true, paramLabel = "NAME|DIR", description = "A model of the cache, or a model's directory.")
    String model = "";

    @Option(names = "--text", required = true, paramLabel = "TEXT", description = "A text; may be given several times.")
    List<String> texts = List.of();

    @Option(names = "--pooling", paramLabel = "last|mean", defaultValue = "last", description = "The last token's hidden"
            + " state, or the mean of all; default: ${DEFAULT-VALUE}.")
    String pooling = "";

    @Option(names = "--raw", description = "Leave vectors as long as the model makes them, instead of making their length 1.")
    boolean raw;

    @Mixin
    private final LoadingOptions loading = new LoadingOptions();

    @Mixin
    private final CacheOption cache = new CacheOption();
    private final Terminal terminal;

    Embed(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        final var options = EmbeddingOptions.DEFAULT.pooling(pooling()).normalized(!raw);
        final var found = ModelSource.find(model, cache.open(terminal));
        try (var generator = Generator.open(found, loading.options(terminal))) {
            final var embedder = generator.embedder(options);
            for (final String text : texts) {
                final var line = new LinkedHashMap<String, @Nullable Object>();
                line.put("text", text);
                line.put("embedding", boxed(embedder.embed(text)));
                terminal.out().println(JsonFiles.compact(line));
            }
        }
        return 0;
    }

    private Pooling pooling() {
        return switch (pooling) {
            case "last" -> Pooling.LAST_TOKEN;
            case "mean" -> Pooling.MEAN;
            default -> throw new InvalidOptionException("--pooling: expected last or mean, found \""
                    + pooling + "\"");
        };
    }

    private static List<Float> boxed(final float[] vector) {
        final var list = new ArrayList<Float>(vector.length);
        for (final float value : vector) {
            list.add(value);
        }
        return list;
    }
}
