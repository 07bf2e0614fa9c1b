package dev.ingot.runtime;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.runtime.engine.Deadline;
import dev.ingot.runtime.engine.RunControl;
import dev.ingot.runtime.speculate.DraftModel;
import dev.ingot.runtime.speculate.Drafter;
import dev.ingot.runtime.speculate.Lookahead;
import dev.ingot.runtime.speculate.RepeatedText;
import java.util.Arrays;
import java.util.Optional;

/** Makes what guesses tokens ahead. */
final class Drafters {

    /** Letters, digits, blanks, signs, a few scripts: where two tokenizers agree on it, they are taken for the same. */
    private static final String PROBE = "The price of 3 Äpfel (12.50 €) isn't \"fixed\":\n\t{\"größe\": [1, 2]}; 東京, Москва 🙂";

    private Drafters() {}

    /**
     * Begins to guess for one generation.
     *
     * @throws InvalidOptionException                    if the smaller model is the same one or has another tokenizer
     * @throws dev.ingot.error.UnsupportedModelException if the graph cannot check guesses
     */
    static Lookahead begin(final LoadedModel model, final Speculation speculation, final RunControl control) {
        final Drafter drafter = switch (speculation) {
            case Speculation.PromptLookup it -> new RepeatedText(it.minNgram(),
                    Math.max(it.minNgram(), Speculation.PromptLookup.LONGEST_NGRAM));
            case Speculation.Draft it -> draftModel(model, it.generator().model(), control.deadline());
        };
        final var lookahead = new Lookahead(model.engine(), drafter, speculation.maxTokens());
        control.alsoStop(lookahead::stop);
        return lookahead;
    }

    /** Refuses what {@link #begin} would refuse. */
    static void check(final LoadedModel model, final Speculation speculation) {
        try (var control = model.engine().control(Optional.empty(), Deadline.NEVER)) {
            begin(model, speculation, control).close();
        }
    }

    private static Drafter draftModel(final LoadedModel model, final LoadedModel smaller,
            final Deadline deadline) {
        if (smaller.engine() == model.engine()) {
            throw new InvalidOptionException(
                    "speculation: expected another, smaller model, found the same one; open"
                            + " the smaller one's directory");
        }
        final int[] expected = model.tokenizer().encode(PROBE);
        final int[] found = smaller.tokenizer().encode(PROBE);
        if (!Arrays.equals(expected, found)) {
            throw new InvalidOptionException("speculation: expected a model with the tokenizer of "
                    + model.directory() + ", found another tokenizer in " + smaller.directory()
                    + "; guesses of other ids are never right");
        }
        return new DraftModel(smaller.engine(), smaller.config().contextLength(), model.engine().vocabulary(),
                deadline);
    }
}
