package dev.ingot.runtime.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.InvalidOptionException;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What each change makes of logits, worked out by hand. */
final class LogitChangesTest {

    private static final float NEVER = Float.NEGATIVE_INFINITY;

    private static float[] changed(final LogitPlan plan, final int[] prompt, final int[] answer,
            final float... values) {
        final var row = Rows.of(values);
        for (final var change : plan.changes()) {
            change.begin(prompt, prompt.length);
            for (final int id : answer) {
                change.accept(id);
            }
            change.apply(row, values.length);
        }
        return row.toArray(ValueLayout.JAVA_FLOAT);
    }

    private static LogitPlan plan(final double repetition, final double frequency, final double presence,
            final int ngram) {
        return new LogitPlan(Map.of(), repetition, frequency, presence, ngram, 0, Set.of());
    }

    @Test
    void biasIsAddedAndCanForbid() {
        final var plan = new LogitPlan(Map.of(0, 2.5, 2, Double.NEGATIVE_INFINITY, 99, 1.0), 1, 0, 0, 0, 0,
                Set.of());
        assertThat(changed(plan, new int[0], new int[0], 1, 2, 3)).containsExactly(3.5f, 2, NEVER);
    }

    @Test
    void repetitionCountsPromptAndAnswerOnce() {
        assertThat(changed(plan(2, 0, 0, 0), new int[]{0, 0, 99}, new int[]{2, 2}, 3, 5, -1))
                .containsExactly(1.5f, 5, -2);
    }

    @Test
    void frequencyCountsTheAnswerAlone() {
        assertThat(changed(plan(1, 0.5, 0, 0), new int[]{0, 0}, new int[]{1, 1, 1, 2}, 3, 5, -1))
                .containsExactly(3, 3.5f, -1.5f);
    }

    @Test
    void presenceCountsTheAnswerOnce() {
        assertThat(changed(plan(1, 0, 0.5, 0), new int[]{0, 0}, new int[]{1, 1, 1, 2}, 3, 5, -1))
                .containsExactly(3, 4.5f, -1.5f);
    }

    @Test
    void penaltiesFollowOneAnother() {
        // Bias first, then 4 / 2, then minus 2 * 0.25 + 0.5.
        final var plan = new LogitPlan(Map.of(0, 1.0), 2, 0.25, 0.5, 0, 0, Set.of());
        assertThat(changed(plan, new int[0], new int[]{0, 0}, 3, 1)).containsExactly(1, 1);
    }

    @Test
    void runsAreNotCompletedASecondTime() {
        final int[] prompt = {1, 2, 3, 1, 2, 0, 4};
        assertThat(changed(plan(1, 0, 0, 3), prompt, new int[]{1, 2}, 9, 9, 9, 9, 9))
                .containsExactly(NEVER, 9, 9, NEVER, 9);
        assertThat(changed(plan(1, 0, 0, 2), prompt, new int[0], 9, 9, 9, 9, 9))
                .containsExactly(9, 9, 9, 9, 9);
        assertThat(changed(plan(1, 0, 0, 1), new int[]{1}, new int[]{3}, 9, 9, 9, 9, 9))
                .containsExactly(9, NEVER, 9, NEVER, 9);
        assertThat(changed(plan(1, 0, 0, 5), new int[]{1}, new int[]{1}, 9, 9)).containsExactly(9, 9);
    }

    @Test
    void runsMayCrossFromPromptToAnswerAndOverlap() {
        assertThat(changed(plan(1, 0, 0, 2), new int[]{1, 1}, new int[0], 9, 9)).containsExactly(9, NEVER);
        assertThat(changed(plan(1, 0, 0, 2), new int[]{0}, new int[]{1, 0}, 9, 9)).containsExactly(9, NEVER);
    }

    @Test
    void endTokensWaitForTheLeastLength() {
        final var plan = LogitPlan.NONE.least(2, Set.of(1, 77));
        assertThat(changed(plan, new int[9], new int[]{0}, 3, 5, 4)).containsExactly(3, NEVER, 4);
        assertThat(changed(plan, new int[9], new int[]{0, 0}, 3, 5, 4)).containsExactly(3, 5, 4);
    }

    @Test
    void aPlanThatForbidsEverythingSaysSo() {
        final var sampler = new Sampler(new SamplingPlan(plan(1, 0, 0, 1), 1, 0, 1, 0, 1, 1));
        sampler.begin(new int[]{0, 1}, 2);
        final var row = Rows.of(1, 2);
        assertThatThrownBy(() -> sampler.next(row, 2)).isInstanceOf(InvalidOptionException.class)
                .hasMessageContainingAll("no token is possible", "no-repeat n-gram", "relax");
    }
}
