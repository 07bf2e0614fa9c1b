package dev.ingot.genai;

/**
 * The {@code search} object of genai_config.json: what a model asks for when the caller says nothing.
 *
 * @param doSample          false for greedy decoding whatever the rest says
 * @param maxLength         most tokens of prompt and answer together
 * @param temperature       divisor of the logits before sampling
 * @param topK              number of candidates; 0 is off
 * @param topP              mass of candidates; 1 is off
 * @param repetitionPenalty divisor of positive logits of tokens seen; 1 is off
 * @param noRepeatNgram     length of runs of tokens that must not come again; 0 is off
 * @param minLength         least tokens of prompt and answer together; 0 is off
 */
public record SearchDefaults(boolean doSample, int maxLength, double temperature, int topK, double topP,
        double repetitionPenalty, int noRepeatNgram, int minLength) {}
