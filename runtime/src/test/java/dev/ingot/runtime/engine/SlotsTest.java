package dev.ingot.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which steps are made as one. */
final class SlotsTest {

    private static List<List<Integer>> groups(final int widest, final int... slots) {
        try (var control = new RunControl(() -> {}, it -> {}, Optional.empty(), Deadline.NEVER)) {
            final var steps = IntStream.of(slots).mapToObj(slot -> step(slot, control)).toList();
            return Slots.groups(steps, widest).stream()
                    .map(group -> group.stream().map(it -> it.sequence().slot).toList()).toList();
        }
    }

    private static RowStep step(final int slot, final RunControl control) {
        final var sequence = new Sequence(100, 1000);
        sequence.slot = slot;
        return new RowStep(sequence, 1, control, new CompletableFuture<>());
    }

    @Test
    void neighboursAreOneGroup() {
        assertThat(groups(8, 0, 1, 4, 5, 6, 9)).containsExactly(List.of(0, 1), List.of(4, 5, 6), List.of(9));
    }

    @Test
    void noGroupIsWiderThanATensorMayBe() {
        assertThat(groups(2, 0, 1, 2, 4, 5, 6, 7, 8))
                .containsExactly(List.of(0, 1), List.of(2), List.of(4, 5), List.of(6, 7), List.of(8));
        assertThat(groups(1, 3, 4)).containsExactly(List.of(3), List.of(4));
    }
}
