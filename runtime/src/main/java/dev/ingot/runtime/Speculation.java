package dev.ingot.runtime;

import dev.ingot.error.InvalidOptionException;

/**
 * How tokens are guessed ahead, so that the model can look at several in one step. The tokens are those that come out without
 * it: each is chosen from the model's own logits, by all the rules of the request, and guesses only decide what is computed
 * together. (Where weights are quantized, a step of several tokens is rounded in another way than steps of one, and the two may
 * part where two tokens are equally good, unless {@link GeneratorOptions#sameBits} is set.) {@link Generation#drafts} says how many guesses were right.
 */
public sealed interface Speculation {

    /**
     * Returns the most tokens of one guess.
     *
     * @return at least 1
     */
    int maxTokens();

    /**
     * Guesses that the text repeats itself: for answers that quote, such as summaries, edits and extracted data.
     *
     * @return guesses of up to 8 tokens after runs of at least 2 that came before
     */
    static Speculation promptLookup() {
        return new PromptLookup(2, 8);
    }

    /**
     * Guesses with a smaller model.
     *
     * @param generator of a model with the same tokenizer, to be kept open by the caller
     * @return guesses of up to 8 tokens
     */
    static Speculation draft(final Generator generator) {
        return new Draft(generator, 8);
    }

    /**
     * Guesses that the text repeats itself.
     *
     * @param minNgram  fewest tokens that must have come before, 1 to {@value #LONGEST_NGRAM}
     * @param maxTokens most tokens of one guess, 1 to {@value #MOST_TOKENS}
     */
    record PromptLookup(int minNgram, int maxTokens) implements Speculation {

        /** Most tokens that are looked for in the text before. */
        public static final int LONGEST_NGRAM = 16;

        /** Most tokens of one guess. */
        public static final int MOST_TOKENS = 64;

        /**
         * Checks the ranges.
         *
         * @throws InvalidOptionException if a value is out of its range
         */
        public PromptLookup {
            Ranges.check(minNgram >= 1 && minNgram <= LONGEST_NGRAM, "speculation's n-gram",
                    "1 to " + LONGEST_NGRAM, minNgram);
            Ranges.check(maxTokens >= 1 && maxTokens <= MOST_TOKENS, "speculation's tokens",
                    "1 to " + MOST_TOKENS, maxTokens);
        }
    }

    /**
     * Guesses with a smaller model.
     *
     * @param generator of a model with the same tokenizer, to be kept open by the caller
     * @param maxTokens most tokens of one guess, 1 to {@value PromptLookup#MOST_TOKENS}
     */
    record Draft(Generator generator, int maxTokens) implements Speculation {

        /**
         * Checks the range.
         *
         * @throws InvalidOptionException if the value is out of its range
         */
        public Draft {
            Ranges.check(maxTokens >= 1 && maxTokens <= PromptLookup.MOST_TOKENS, "speculation's tokens",
                    "1 to " + PromptLookup.MOST_TOKENS, maxTokens);
        }
    }
}
