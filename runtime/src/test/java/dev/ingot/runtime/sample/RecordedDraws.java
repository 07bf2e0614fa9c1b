package dev.ingot.runtime.sample;

import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import dev.ingot.kernel.Kernels;
import dev.ingot.kernel.LogitKernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tokens that the documented rules choose, written down by a Python program with full sorts (draws.py beside the file).
 * Needs no test library, so that it can also run as the main class of a JVM with another vector width.
 */
final class RecordedDraws {

    private RecordedDraws() {}

    /** Checks the active kernels. */
    public static void main(final String[] arguments) {
        check(Path.of(arguments[0]), Kernels.active().logits());
        System.out.println(Kernels.active().path() + " " + Kernels.active().vectorBits());
    }

    /** Fails with an {@link IllegalStateException} on the first difference. */
    static void check(final Path fixtures, final LogitKernels kernels) {
        final Path file = fixtures.resolve("sampling").resolve("draws.json");
        for (final var one : JsonFiles.read(file).objects("cases").orElseThrow()) {
            final List<Integer> found = run(one, kernels);
            if (!found.equals(one.integers("tokens"))) {
                throw new IllegalStateException(one.string("name").orElseThrow() + ": expected "
                        + one.integers("tokens") + ", found " + found);
            }
        }
    }

    private static List<Integer> run(final JsonObject one, final LogitKernels kernels) {
        final int vocabulary = one.integer("vocabulary").orElseThrow();
        final var sampler = new Sampler(plan(one), kernels);
        final int[] prompt = one.integers("prompt").stream().mapToInt(Integer::intValue).toArray();
        sampler.begin(prompt, prompt.length);
        final var answer = new java.util.ArrayList<Integer>();
        try (var arena = Arena.ofConfined()) {
            final var logits = arena.allocate((long) vocabulary * Float.BYTES, 64);
            for (int step = 0; step < one.integer("steps").orElseThrow(); step++) {
                fill(one, step, logits);
                answer.add(sampler.next(logits, vocabulary));
                sampler.accept(answer.getLast());
            }
        }
        return answer;
    }

    private static SamplingPlan plan(final JsonObject one) {
        final Map<Integer, Double> bias = new HashMap<>();
        final var listed = one.object("bias").orElseThrow();
        listed.keys().forEach(id -> bias.put(Integer.valueOf(id), listed.number(id).orElseThrow()));
        final var changes = new LogitPlan(bias, number(one, "repetition"), number(one, "frequency"),
                number(one, "presence"), one.integer("ngram").orElseThrow(),
                one.integer("least").orElseThrow(), Set.copyOf(one.integers("ends")));
        return new SamplingPlan(changes, number(one, "temperature"), one.integer("top_k").orElseThrow(),
                number(one, "top_p"), number(one, "min_p"), number(one, "typical_p"),
                (long) number(one, "seed"));
    }

    private static double number(final JsonObject one, final String key) {
        return one.number(key).orElseThrow();
    }

    /** Whole numbers divided by a power of two: the same floats everywhere. Coarse ones have many ties. */
    private static void fill(final JsonObject one, final int step, final MemorySegment logits) {
        final int coarse = one.integer("coarse").orElseThrow();
        final float divisor = 1 << one.integer("scale").orElseThrow();
        for (int i = 0; i < one.integer("vocabulary").orElseThrow(); i++) {
            final long product = (i + 1L) * (step + 7L) * 2_654_435_761L;
            final long value = ((product ^ (product >>> 29)) & 0x1FFFFF) - (1 << 20);
            logits.setAtIndex(ValueLayout.JAVA_FLOAT, i, ((value >> coarse) << coarse) / divisor);
        }
    }
}
