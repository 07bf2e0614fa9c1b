package dev.ingot.foundry.cli;

import dev.ingot.runtime.GenerationOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where an answer ends. */
final class LengthOptions {

    @Option(names = "--max-new-tokens", paramLabel = "N", description = "Most tokens to generate; default: what the"
            + " model's search length leaves.")
    @Nullable
    Integer maxNewTokens;

    @Option(names = "--max-length", paramLabel = "N", description = "Most tokens of prompt and answer together;"
            + " lowered to the model's context.")
    @Nullable
    Integer maxLength;

    @Option(names = "--min-new-tokens", paramLabel = "N", description = "The model does not end its answer before.")
    @Nullable
    Integer minNewTokens;

    @Option(names = "--stop", paramLabel = "TEXT", description = "Ends the answer and is not part of it; may be given"
            + " several times.")
    List<String> stop = List.of();

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "Most time from the request to its end, for example 2.5;"
            + " what there is then is the answer.")
    @Nullable
    Double timeout;

    GenerationOptions apply(final GenerationOptions options) {
        GenerationOptions wanted = options.stop(stop.toArray(String[]::new));
        wanted = maxNewTokens == null ? wanted : wanted.maxNewTokens(maxNewTokens);
        wanted = maxLength == null ? wanted : wanted.maxLength(maxLength);
        wanted = timeout == null ? wanted : wanted.deadline(Amounts.seconds("--timeout", timeout));
        return minNewTokens == null ? wanted : wanted.minNewTokens(minNewTokens);
    }
}
