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
        return seed == null ? wanted : wanted.seed(seed);
    }

    /** Sets what each command says in words of its own, since it counts other things and has other defaults. */
    static <S extends Measurement<S, ?>> S counts(final S measurement, final @Nullable Integer rounds,
            final @Nullable Integer warmUp, final @Nullable Integer maxTokens) {
        S wanted = rounds == null ? measurement : measurement.rounds(rounds);
        wanted = warmUp == null ? wanted : wanted.warmUp(warmUp);
        return maxTokens == null ? wanted : wanted.maxNewTokens(maxTokens);
    }

    private int[] lengths() {
        return lengths.stream().mapToInt(Integer::intValue).toArray();
    }
}
