package dev.ingot.constrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.constrain.text.Choices;
import dev.ingot.error.ConstraintException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lists of choices. */
final class ChoiceTest {

    @Test
    void eachTextFitsAndNothingElse() {
        final var constraint = Texts.compiled(Choices.grammar(List.of("on", "only", "", "日本", "日曜", "on")));
        assertThat(List.of("on", "only", "", "日本", "日曜")).allMatch(it -> Texts.fits(constraint, it));
        assertThat(List.of("o", "onl", "日", "onon")).noneMatch(it -> Texts.fits(constraint, it));
    }

    @Test
    void whatHasNoTextIsRefused() {
        assertThatThrownBy(() -> Constraint.choice("a", "b\ud800")).isInstanceOf(ConstraintException.class)
                .hasMessageContaining("list of choices at column 2");
        assertThatThrownBy(Constraint::choice).isInstanceOf(ConstraintException.class)
                .hasMessageContaining("expected at least one text, found none");
    }
}
