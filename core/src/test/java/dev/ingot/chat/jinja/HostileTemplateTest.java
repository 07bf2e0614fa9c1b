package dev.ingot.chat.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ingot.chat.Goldens;
import dev.ingot.error.TemplateException;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates come with models from anywhere: they must not run, allocate or nest without bound. */
final class HostileTemplateTest {

    private static String render(final String template) {
        return JinjaTemplate.parse(template).render(Map.of("s", "x".repeat(1000)), Goldens.CLOCK);
    }

    private static void assertRefused(final String template) {
        assertThatExceptionOfType(TemplateException.class).isThrownBy(() -> render(template));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
            "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
            "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}",
            "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
            "{% for x in [[1]] recursive %}{{ loop([x, x]) }}{% endfor %}"})
    void endlessWorkIsCutOff(final String template) {
        assertRefused(template);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{ 'x' * 999999999999 }}", "{{ [0] * 2147483648 }}", "{{ [0] * 999999999 }}",
            "{{ 'x'.center(2147483647) }}", "{{ 'x'.ljust(999999999, 'y') }}", "{{ 'x'.zfill(999999999) }}",
            "{{ '%999999999d' % 1 }}", "{{ '%.999999999f' % 1.5 ~ '%*d' % (999999999, 1) }}",
            "{{ '{:999999999}'.format(1) }}", "{{ 'a\tb'.expandtabs(999999999) }}",
            "{{ [1] | batch(999999999, 0) | list }}", "{{ [1] | slice(999999999) | list }}",
            "{{ range(99999) | join(s * 999) }}", "{{ (s * 9999).replace('x', s * 99) }}",
            "{{ (s * 9999).replace('', s) }}", "{{ [range(99999)] * 9999 | tojson }}",
            "{% set ns = namespace(v='x') %}{% for i in range(99) %}{% set ns.v = ns.v ~ ns.v %}{% endfor %}",
            "{% set ns = namespace(v=[1]) %}{% for i in range(99) %}{% set ns.v = ns.v + ns.v %}{% endfor %}",
            "{% set ns = namespace(v=[1]) %}{% for i in range(99) %}{% set ns.v = [ns.v, ns.v] %}{% endfor %}"
                    + "{{ ns.v }}",
            "{% for i in range(99999) %}{{ s * 99 }}{% endfor %}"})
    void memoryIsBounded(final String template) {
        assertRefused(template);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{ 2 ** 99999999 }}", "{{ 9 ** 9 ** 9 ** 999 }}",
            "{{ 10 ** 999999999999999999999 }}",
            "{% set ns = namespace(v=3) %}{% for i in range(99) %}{% set ns.v = ns.v * ns.v %}{% endfor %}"})
    void integersAreBounded(final String template) {
        assertRefused(template);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{ (s * 9999 ~ 'y') in (s * 99999) }}",
            "{% for i in range(9999) %}{{ (s * 99 ~ 'y') in (s * 999) }}{% endfor %}",
            "{% set t = s * 9999 %}{% for i in range(99999) %}{{ t | upper | length }}{% endfor %}",
            "{% set t = s * 9999 %}{% for i in range(99999) %}{{ t[9999000] }}{% endfor %}",
            "{% set t = s * 9999 %}{% set ns = namespace(v=[]) %}{% for i in range(9999) %}"
                    + "{% set ns.v = ns.v + [t | lower] %}{% endfor %}",
            "{% set t = s * 9999 %}{{ [t] * 99999 | map('first') | map('trim') | list }}",
            "{% set t = s * 9999 %}{% for i in range(99999) %}{% if t.isalpha() %}{% endif %}{% endfor %}",
            "{% set b = 2 ** 4000 %}{% for i in range(99999) %}{% set c = b * 3 % 7 ~ b // 3 %}{% endfor %}",
            "{% set ns = namespace(v=(1,)) %}{% for i in range(99) %}{% set ns.v = (ns.v, ns.v) %}{% endfor %}"
                    + "{{ {ns.v: 1} }}",
            "{% for i in range(999) %}{{ (s * 9999).count('xxxxxxxxxxxxxxy') }}{% endfor %}",
            "{% set a = range(50000) | list %}{% for i in a %}{{ a == a[:49999] + [i] }}{% endfor %}",
            "{% set a = range(99999) | list %}{% for i in a %}{{ -1 in a }}{% endfor %}"})
    void workOnTextsAndNumbersIsCounted(final String template) {
        assertRefused(template);
    }

    @Test
    void nestingIsBounded() {
        final int deep = 100_000;
        assertRefused("{{ " + "(".repeat(deep) + "1" + ")".repeat(deep) + " }}");
        assertRefused("{{ " + "[".repeat(deep) + "]".repeat(deep) + " }}");
        assertRefused("{{ " + "not ".repeat(deep) + "1 }}");
        assertRefused("{{ " + "-".repeat(deep) + "1 }}");
        assertRefused("{{ 1" + " + 1".repeat(deep) + " }}");
        assertRefused("{{ x" + ".a".repeat(deep) + " }}");
        assertRefused("{{ 1" + " | string".repeat(deep) + " }}");
        assertRefused("{{ 1" + " if 1 else 1".repeat(deep) + " }}");
        assertRefused("{% if 1 %}".repeat(10_000) + "{% endif %}".repeat(10_000));
        assertRefused("{% set ((((" + "(".repeat(deep));
    }

    @Test
    void nestingOfValuesIsBounded() {
        final String nest = "{% set ns = namespace(v=[]) %}{% for i in range(9999) %}{% set ns.v = [ns.v] %}{% endfor %}";
        assertRefused(nest + "{{ ns.v }}");
        assertRefused(nest + "{{ ns.v | tojson }}");
        assertRefused(nest + "{{ ns.v == [ns.v] }}");
        assertRefused(nest.replace("[ns.v]", "(ns.v,)") + "{{ {ns.v: 1} }}");
        assertRefused(
                "{% set ns = namespace(v=[1]) %}{% for i in range(99999) %}{% set ns.v = ns.v | map('string') %}"
                        + "{% endfor %}{{ ns.v | list }}");
        assertRefused("{% set ns = namespace() %}{% set ns.self = ns %}{{ ns }}");
    }

    @Test
    void smallStackIsNoReasonToDie() throws InterruptedException {
        final var outcome = new AtomicReference<@Nullable Throwable>();
        final var template = "{% macro f(n) %}{{ [f(n + 1)] }}{% endmacro %}{{ f(0) }}";
        final var thread = new Thread(null, () -> {
            try {
                render(template);
            } catch (Throwable t) {
                outcome.set(t);
            }
        }, "small stack", 192 << 10);
        thread.start();
        thread.join();
        assertThat(outcome.get()).isInstanceOf(TemplateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{ ''.__class__.__mro__ }}", "{{ ''.getClass() }}",
            "{{ s.getClass().forName('x') }}",
            "{{ [].class.x }}", "{{ range.builtin.x }}", "{{ ''['getClass']() }}",
            "{{ ('' | attr('hashCode'))() }}"})
    void javaIsOutOfReach(final String template) {
        assertRefused(template);
    }

    @Test
    void longConversationsAreWithinTheLimits() {
        final var message = Map.of("role", "user", "content", "word ".repeat(2000));
        final var template = "{% for m in messages %}{% if m.role == 'user' and '</think>' not in m.content %}"
                + "{{ '<|im_start|>' + m.role + '\n' + m.content.split('</think>')[-1] | trim + '<|im_end|>\n' }}"
                + "{% endif %}{% endfor %}";
        final String rendered = JinjaTemplate.parse(template)
                .render(Map.of("messages", Collections.nCopies(2000, message)), Goldens.CLOCK);
        assertThat(rendered).hasSizeGreaterThan(2000 * 9999);
    }
}
