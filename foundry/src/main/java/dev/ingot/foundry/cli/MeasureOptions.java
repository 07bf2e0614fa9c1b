package dev.ingot.foundry.cli;

import dev.ingot.foundry.validate.Measurement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a model is measured: what bench and validate have in common. */
final class MeasureOptions {

    @Option(names = "--lengths", split = ",", paramLabel = "N", description = "Lengths of prompts in tokens, such as 16,256;"
            + " default: 16,64,256,1024,4096 as far as the model's context goes.")
    List<Integer> lengths = List.of();

    @Option(names = "--rounds", paramLabel = "N", description = "How often requests are repeated: for each length (bench, default"
            + " 20), or to watch memory (validate, default 30).")
    @Nullable
    Integer rounds;

    @Option(names = "--warm-up", paramLabel = "N", description = "How often before that, without being counted; default: 3"
            + " (bench), 10 (validate).")
    @Nullable
    Integer warmUp;

    @Option(names = "--max-tokens", paramLabel = "N", description = "Most tokens of an answer; default: 32 (bench), 128"
            + " (validate).")
    @Nullable
    Integer maxTokens;

    @Option(names = "--seed", paramLabel = "N", description = "Sample as the model asks for it; default: answers are greedy.")
    @Nullable
    Long seed;

    @Option(names = "--concurrency", paramLabel = "N", defaultValue = "1", description = "Requests at a time; default:"
            + " ${DEFAULT-VALUE}.")
    int concurrency;

    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "60", description = "How long a request may take; one that"
            + " takes longer has failed; default: ${DEFAULT-VALUE}.")
    double timeout;

    <S extends Measurement<S, ?>> S apply(final S measurement) {
        S wanted = measurement.concurrency(concurrency).timeout(Amounts.seconds("--timeout", timeout));
        wanted = lengths.isEmpty() ? wanted : wanted.lengths(lengths());
        wanted = rounds == null ? wanted : wanted.rounds(rounds);
        wanted = warmUp == null ? wanted : wanted.warmUp(warmUp);
        wanted = maxTokens == null ? wanted : wanted.maxNewTokens(maxTokens);
        return seed == null ? wanted : wanted.seed(seed);
    }

    private int[] lengths() {
        return lengths.stream().mapToInt(Integer::intValue).toArray();
    }
}
