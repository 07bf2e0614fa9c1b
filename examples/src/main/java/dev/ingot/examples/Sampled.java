package dev.ingot.examples;

import dev.ingot.Pipeline;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.Sampling;
import java.nio.file.Path;

/** An answer that is drawn by chance, repeatably, and how probable its tokens were, as the README shows. */
public final class Sampled {

    private Sampled() {}

    /**
     * Converts and asks.
     *
     * @param args directory of the model, directory to write
     */
    public static void main(final String... args) {
        final var model = Pipeline.from(Path.of(args[0])).toOnnx(Path.of(args[1]));
        // README-begin
        var varied = Sampling.modelDefaults().temperature(0.8).topK(50).minP(0.05).frequencyPenalty(0.3)
                .seed(7);
        var options = GenerationOptions.DEFAULT.sampling(varied).maxNewTokens(64).stop("\n").logprobs(3);
        try (var generator = Generator.open(model)) {
            var answer = generator.chat(options).ask("dim the kitchen lights to 40%");
            System.out.println(answer.text() + " " + answer.finishReason());
            answer.logprobs().forEach(step -> System.out.println(step.chosen() + " " + step.top()));
        }
        // README-end
    }
}
