package dev.ingot.runtime.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The textbook, in float64 over all tokens and without any shortcut: processors and warpers as transformers defines them
 * (logits_process.py), each one a full soft-max and a full sort.
 */
final class ReferenceSampler {

    private final SamplingPlan plan;
    private final double[] scores;

    private ReferenceSampler(final SamplingPlan plan, final double[] scores) {
        this.plan = plan;
        this.scores = scores;
    }

    /** Returns the probabilities of the next token. */
    static double[] probabilities(final SamplingPlan plan, final float[] logits, final List<Integer> prompt,
            final List<Integer> answer) {
        final var sampler = new ReferenceSampler(plan,
                IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).toArray());
        sampler.change(prompt, answer);
        sampler.cut();
        return softmax(sampler.scores);
    }

    private void change(final List<Integer> prompt, final List<Integer> answer) {
        final LogitPlan changes = plan.changes();
        changes.bias().forEach((id, value) -> scores[id] += value);
        final var text = new ArrayList<>(prompt);
        text.addAll(answer);
        for (int id = 0; id < scores.length; id++) {
            if (text.contains(id)) {
                scores[id] = scores[id] < 0
                        ? scores[id] * changes.repetition()
                        : scores[id] / changes.repetition();
            }
            final long times = java.util.Collections.frequency(answer, id);
            scores[id] -= times * changes.frequency() + (times > 0 ? changes.presence() : 0);
            if (completesRun(text, id, changes.noRepeatNgram())
                    || (answer.size() < changes.leastTokens() && changes.endTokens().contains(id))) {
                scores[id] = Double.NEGATIVE_INFINITY;
            }
        }
    }

    private static boolean completesRun(final List<Integer> text, final int id, final int size) {
        if (size == 0 || text.size() < size) {
            return false;
        }
        final var run = new ArrayList<>(text.subList(text.size() - size + 1, text.size()));
        run.add(id);
        return IntStream.rangeClosed(0, text.size() - size)
                .anyMatch(start -> text.subList(start, start + size).equals(run));
    }

    private void cut() {
        for (int id = 0; id < scores.length; id++) {
            scores[id] /= plan.temperature();
        }
        if (plan.topK() > 0) {
            keep(ranking().limit(plan.topK()).boxed().toList());
        }
        final double[] p = softmax(scores);
        keep(prefix(ranking().boxed().toList(), p, plan.topP()));
        final double[] q = softmax(scores);
        final double least = plan.minP() * Arrays.stream(q).max().orElseThrow();
        keep(IntStream.range(0, q.length).filter(id -> q[id] >= least).boxed().toList());
        if (plan.typicalP() < 1) {
            typical();
        }
    }

    private void typical() {
        final double[] p = softmax(scores);
        final double entropy = Arrays.stream(p).filter(x -> x > 0).map(x -> -x * Math.log(x)).sum();
        final var near = IntStream.range(0, p.length).filter(id -> p[id] > 0).boxed()
                .sorted(Comparator.comparingDouble(id -> Math.abs(-Math.log(p[id]) - entropy))).toList();
        keep(prefix(near, p, plan.typicalP()));
    }

    /** Tokens of the order until they reach a mass, the crossing one included. */
    private static List<Integer> prefix(final List<Integer> order, final double[] p, final double mass) {
        final var kept = new ArrayList<Integer>();
        double sum = 0;
        for (final int id : order) {
            if (sum < mass || kept.isEmpty()) {
                kept.add(id);
            }
            sum += p[id];
        }
        return kept;
    }

    private IntStream ranking() {
        return IntStream.range(0, scores.length).boxed()
                .sorted(Comparator.comparingDouble(id -> -scores[id])).mapToInt(Integer::intValue);
    }

    private void keep(final List<Integer> ids) {
        for (int id = 0; id < scores.length; id++) {
            if (!ids.contains(id)) {
                scores[id] = Double.NEGATIVE_INFINITY;
            }
        }
    }

    private static double[] softmax(final double[] x) {
        final double max = Arrays.stream(x).max().orElseThrow();
        final double sum = Arrays.stream(x).map(value -> Math.exp(value - max)).sum();
        return Arrays.stream(x).map(value -> Math.exp(value - max) / sum).toArray();
    }
}
