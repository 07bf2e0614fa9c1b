package dev.ingot.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The best answers that are finished. For one thread at a time. */
final class BeamFinish {

    private final BeamRules rules;
    private final List<Finished> best = new ArrayList<>(); // best first

    /**
     * One of them.
     *
     * @param tokens of the answer, without the end token
     * @param score  by which it is compared
     * @param reason why it ended
     */
    record Finished(List<Integer> tokens, double score, FinishReason reason) {}

    BeamFinish(final BeamRules rules) {
        this.rules = rules;
    }

    /** Takes an answer that ended; {@code length} counts its end token. */
    void add(final int[] tokens, final double sum, final int length, final FinishReason reason) {
        best.add(new Finished(IntStream.of(tokens).boxed().toList(), rules.score(sum, Math.max(1, length)),
                reason));
        best.sort(Comparator.comparingDouble(Finished::score).reversed());
        if (best.size() > rules.beams().beams()) {
            best.removeLast();
        }
    }

    /** Tells whether no running text can matter any more; {@code sum} and {@code length} are those of the best one. */
    boolean isEnough(final double sum, final int length) {
        return best.size() == rules.beams().beams() && (rules.beams().earlyStopping()
                || rules.score(sum, Math.max(1, length)) <= best.getLast().score());
    }

    List<Finished> best() {
        return List.copyOf(best);
    }
}
