package dev.ingot.quality;

import dev.ingot.runtime.Generator;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * One way through a text with the float model and all its variants: the float model's logits are computed once per
 * window and kept, off-heap, until every variant has been compared with them.
 */
final class TextPass {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    private final Generator reference;
    private final List<Generator> variants;
    private final List<TextTally> tallies;
    private final float[] expected;
    private double loss;
    private int scored;

    /**
     * What came out.
     *
     * @param reference of the float model, compared with itself
     * @param variants  of the variants, in their order
     * @param window    how long the windows were, in tokens
     */
    record Scores(TextScore reference, List<TextScore> variants, int window) {}

    TextPass(final Generator reference, final List<Generator> variants) {
        this.reference = reference;
        this.variants = List.copyOf(variants);
        this.tallies = Stream.generate(TextTally::new).limit(variants.size()).toList();
        this.expected = new float[reference.vocabularySize()];
    }

    /**
     * Scores a text.
     *
     * @param tokens   at least two
     * @param window   tokens per window, at least two
     * @param listener is told after every window
     */
    Scores run(final int[] tokens, final int window, final QualityListener listener) {
        try (var arena = Arena.ofConfined()) {
            final long rows = Math.min(window, tokens.length) - 1L;
            final MemorySegment logits = arena.allocate(rows * expected.length * Float.BYTES, Float.BYTES);
            for (int start = 0; start < tokens.length - 1; start += window) {
                final int end = Math.min(tokens.length, start + window);
                compare(Arrays.copyOfRange(tokens, start, end), logits);
                listener.onProgress("text", end, tokens.length);
            }
        }
        return new Scores(TextScore.ofReference(scored, loss),
                tallies.stream().map(TextTally::score).toList(), window);
    }

    private void compare(final int[] part, final MemorySegment logits) {
        final int last = part.length - 1;
        final var summaries = new LogitSummary[last];
        reference.logits(part, (position, row) -> {
            if (position < last) {
                MemorySegment.copy(row, 0, logits, FLOAT, offset(position), row.length);
                summaries[position] = LogitSummary.of(row);
                loss += summaries[position].logSum() - row[part[position + 1]];
                scored++;
            }
        });
        for (int i = 0; i < variants.size(); i++) {
            final TextTally tally = tallies.get(i);
            variants.get(i).logits(part, (position, row) -> {
                if (position < last) {
                    MemorySegment.copy(logits, FLOAT, offset(position), expected, 0, expected.length);
                    tally.add(expected, summaries[position], row, part[position + 1]);
                }
            });
        }
    }

    private long offset(final int position) {
        return (long) position * expected.length * Float.BYTES;
    }
}
