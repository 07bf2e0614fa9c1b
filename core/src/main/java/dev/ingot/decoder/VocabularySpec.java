package dev.ingot.decoder;

/**
 * What happens to the embeddings and to the scores of tokens.
 *
 * @param embeddingScale factor of the embeddings
 * @param headBias       whether the head adds a bias
 * @param logitScale     factor of the scores
 * @param logitSoftcap   limit of the scores, {@code cap * tanh(score / cap)}; 0 for none
 */
record VocabularySpec(double embeddingScale, boolean headBias, double logitScale, double logitSoftcap) {

    /** Embeddings and scores as they are. */
    static VocabularySpec plain() {
        return new VocabularySpec(1, false, 1, 0);
    }

    VocabularySpec withEmbeddingScale(final double factor) {
        return new VocabularySpec(factor, headBias, logitScale, logitSoftcap);
    }

    VocabularySpec withHeadBias() {
        return new VocabularySpec(embeddingScale, true, logitScale, logitSoftcap);
    }

    VocabularySpec withLogitScale(final double factor) {
        return new VocabularySpec(embeddingScale, headBias, factor, logitSoftcap);
    }

    VocabularySpec withLogitSoftcap(final double cap) {
        return new VocabularySpec(embeddingScale, headBias, logitScale, cap);
    }
}
