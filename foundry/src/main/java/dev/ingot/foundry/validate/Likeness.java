package dev.ingot.foundry.validate;

import dev.ingot.error.CancelledException;
import dev.ingot.error.IngotException;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.foundry.validate.score.Cosine;
import dev.ingot.foundry.validate.score.TokenF1;
import dev.ingot.runtime.Embedder;
import dev.ingot.runtime.EmbeddingOptions;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.Pooling;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How like an answer is to those that were expected.
 *
 * @param embedder makes vectors of texts; empty when the model has none
 */
record Likeness(Optional<Embedder> embedder) {

    static Likeness of(final Generator generator) {
        try {
            return new Likeness(
                    Optional.of(generator.embedder(EmbeddingOptions.DEFAULT.pooling(Pooling.MEAN))));
        } catch (UnsupportedModelException e) {
            return new Likeness(Optional.empty());
        }
    }

    /** Returns the words in common with the answer that has most. */
    static double f1(final List<String> expected, final String answer) {
        return expected.stream().mapToDouble(it -> TokenF1.of(it, answer)).max().orElseThrow();
    }

    /** Returns the cosine with the answer that is closest; empty where there is no vector of a text. */
    OptionalDouble cosine(final List<String> expected, final String answer) {
        if (embedder.isEmpty()) {
            return OptionalDouble.empty();
        }
        try {
            final float[] own = embedder.get().embed(answer);
            return expected.stream().mapToDouble(it -> Cosine.of(own, embedder.get().embed(it))).max();
        } catch (CancelledException e) {
            throw e;
        } catch (IngotException e) {
            return OptionalDouble.empty(); // an empty text, or one that is longer than the model's context
        }
    }
}
