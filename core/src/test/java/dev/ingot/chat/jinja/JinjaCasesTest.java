package dev.ingot.chat.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ingot.chat.Goldens;
import dev.ingot.error.TemplateException;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Templates that Python's jinja2 has rendered in the environment of transformers. */
final class JinjaCasesTest {

    record Case(Map<String, @Nullable Object> context, Map<String, @Nullable Object> expected) {

        String template() {
            return Goldens.string(expected, "template");
        }

        String render() {
            return JinjaTemplate.parse(template()).render(context, Goldens.CLOCK);
        }

        @Override
        public String toString() {
            return template();
        }
    }

    private static Stream<Case> cases(final String outcome) {
        return Stream.of("cases.json", "more.json").flatMap(file -> cases(file, outcome));
    }

    private static Stream<Case> cases(final String file, final String outcome) {
        final Map<String, @Nullable Object> document = Goldens.read(Goldens.fixture("jinja").resolve(file));
        final Map<String, @Nullable Object> context = Goldens.object(document, "context");
        return Goldens.objects(document, "cases").stream().filter(c -> c.containsKey(outcome))
                .map(c -> new Case(context, c));
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
        assertThat(c.render()).isEqualTo(Goldens.string(c.expected(), "rendered"));
    }

    @ParameterizedTest
    @MethodSource("failing")
    void failsAsPythonFails(final Case c) {
        assertThatExceptionOfType(TemplateException.class).isThrownBy(c::render).satisfies(e -> {
            if (!"ZeroDivisionError".equals(c.expected().get("error_type"))) {
                // The words for a division by zero change between versions of Python.
                assertThat(e.reason()).isEqualTo(c.expected().get("error"));
            }
            assertThat(e.line()).isPositive();
            assertThat(e.column()).isPositive();
        });
    }
}
