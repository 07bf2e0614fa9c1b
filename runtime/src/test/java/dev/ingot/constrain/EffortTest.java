package dev.ingot.constrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.constrain.grammar.Effort;
import dev.ingot.error.CancelledException;
import dev.ingot.error.ConstraintException;
import dev.ingot.runtime.Cancellation;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Making a constraint has an end: by size, while it is made, and when nobody waits for it. */
final class EffortTest {

    private static String words(final int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"word" + i + "\"").collect(Collectors.joining(","));
    }

    @Test
    void schemasOfTooManyValuesAreRefusedByCount() {
        assertThatThrownBy(() -> Constraint.jsonSchema("{\"enum\":[" + words(150_000) + "]}"))
                .isInstanceOf(ConstraintException.class)
                .hasMessageContaining("at most 20000 members and values");
    }

    @Test
    void schemasOfTooManyCharactersAreRefusedByCount() {
        assertThatThrownBy(() -> Constraint.jsonSchema("{\"const\":\"" + "a".repeat(400_000) + "\"}"))
                .isInstanceOf(ConstraintException.class).hasMessageContaining("at most 400000 characters");
    }

    @Test
    void grammarsOfTooManyCharactersAreRefused() {
        assertThatThrownBy(() -> Constraint.lark("start: \"" + "a".repeat(1_000_000) + "\""))
                .isInstanceOf(ConstraintException.class).hasMessageContaining("at most 1000000 characters");
    }

    @Test
    void descriptionsAreNotCounted() {
        assertThat(
                Constraint.jsonSchema("{\"type\":\"null\",\"description\":\"" + "a".repeat(500_000) + "\"}"))
                .isNotNull();
    }

    @Test
    void whatGrowsWhileItIsMadeIsRefusedMeanwhile() {
        final String[] texts = IntStream.range(0, 40).mapToObj(i -> (char) ('A' + i) + "a".repeat(100_000))
                .toArray(String[]::new);
        assertThatThrownBy(() -> Constraint.choice(texts))
                .isInstanceOf(ConstraintException.class).hasMessageContaining("more than 3000000 parts");
    }

    @Test
    void largeListsOfWordsWorkStill() {
        assertThat(Constraint.jsonSchema("{\"enum\":[" + words(19_000) + "]}")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100, 5_000})
    void whatIsCancelledWhileItIsMadeEnds(final int looks) {
        final var asked = new AtomicInteger();
        final String schema = "{\"enum\":[" + words(2_000) + "]}";
        assertThatThrownBy(() -> Effort.cancellable(() -> asked.incrementAndGet() >= looks,
                () -> Constraint.jsonSchema(schema))).isInstanceOf(CancelledException.class);
        assertThat(asked).hasValue(looks);
    }

    @Test
    void whatIsCancelledBeforeIsNotBegun() {
        final var cancellation = new Cancellation();
        assertThat(Constraint.cancellable(cancellation, Constraint::json)).isEqualTo(Constraint.json());
        cancellation.cancel();
        assertThatThrownBy(() -> Constraint.cancellable(cancellation, Constraint::json))
                .isInstanceOf(CancelledException.class);
    }
}
