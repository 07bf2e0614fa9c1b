package dev.ingot.runtime.sample;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/**
 * Subtracts from the logits of the answer's tokens: a part for each time that a token came, and a part for that it came at
 * all. The prompt does not count, as in OpenAI's definition of frequency_penalty and presence_penalty.
 */
final class AnswerPenalties implements LogitChange {

    private final double frequency;
    private final double presence;
    private final Map<Integer, Integer> counts = new HashMap<>();

    AnswerPenalties(final double frequency, final double presence) {
        this.frequency = frequency;
        this.presence = presence;
    }

    @Override
    public void accept(final int id) {
        counts.merge(id, 1, Integer::sum);
    }

    @Override
    public void apply(final MemorySegment logits, final int count) {
        counts.forEach((id, times) -> {
            if (id < count) {
                final float penalty = (float) (times * frequency + presence);
                LogitRow.set(logits, id, LogitRow.get(logits, id) - penalty);
            }
        });
    }
}
