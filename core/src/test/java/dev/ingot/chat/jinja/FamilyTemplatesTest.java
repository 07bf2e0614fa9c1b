package dev.ingot.chat.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ingot.chat.ChatOptions;
import dev.ingot.chat.ChatTemplate;
import dev.ingot.chat.Goldens;
import dev.ingot.error.TemplateException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Families without a model among the fixtures, as Python's jinja2 renders them. */
final class FamilyTemplatesTest {

    record Case(String source, Map<String, @Nullable Object> golden) {

        String render() {
            final var kwargs = new LinkedHashMap<>(Goldens.object(golden, "kwargs"));
            final boolean open = !Boolean.FALSE.equals(kwargs.remove("add_generation_prompt"));
            return ChatTemplate.of(source, Map.of("bos_token", "<s>", "eos_token", "</s>")).renderMaps(
                    Goldens.objects(golden, "messages"),
                    new ChatOptions(open, List.of(), kwargs, Goldens.CLOCK));
        }

        @Override
        public String toString() {
            return golden.get("family") + " " + golden.get("kwargs");
        }
    }

    private static Stream<Case> cases(final String outcome) {
        final var document = Goldens.read(Goldens.fixture("jinja/families.json"));
        final var templates = Goldens.object(document, "templates");
        return Goldens.objects(document, "cases").stream().filter(c -> c.containsKey(outcome))
                .map(c -> new Case(Goldens.string(templates, Goldens.string(c, "family")), c));
    }

    static Stream<Case> rendered() {
        return cases("rendered");
    }

    static Stream<Case> failing() {
        return cases("error");
    }

    @ParameterizedTest
    @MethodSource("rendered")
    void rendersWhatPythonRenders(final Case c) {
        assertThat(c.render()).isEqualTo(c.golden().get("rendered"));
    }

    @ParameterizedTest
    @MethodSource("failing")
    void failsWherePythonFails(final Case c) {
        assertThatExceptionOfType(TemplateException.class).isThrownBy(c::render).satisfies(e -> {
            assertThat(e.reason()).isEqualTo(c.golden().get("error"));
            assertThat(e.line()).isPositive();
            assertThat(e.column()).isPositive();
        });
    }
}
