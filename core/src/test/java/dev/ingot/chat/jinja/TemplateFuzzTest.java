package dev.ingot.chat.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.chat.Goldens;
import dev.ingot.error.TemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Mutated templates either render or are refused by the one exception; nothing else may come out. */
final class TemplateFuzzTest {

    private static final long SEED = 20250309;
    private static final int MUTANTS = 20_000;
    private static final List<String> PIECES = List.of("{{", "}}", "{%", "%}", "{#", "#}", "-", "+", "|", "(",
            ")", "[",
            "]", "{", "}", "'", "\"", "\\", "\n", " ", "if", "else", "for", "in", "is", "not", "set", "macro",
            "call",
            "raw", "endraw", "endif", "endfor", "loop", "recursive", "**", "//", "~", ".", ",", ":", "::-1",
            "=", "==",
            "<", "1", "0", "9999999999", "1e308", "none", "true", "namespace()", "range(", "tojson", "map(",
            "\u00e9",
            "\ud83d", "\u2028", "%", "%s", "{:>9}", "break", "caller()", "varargs", "*", "is defined");

    private static List<String> corpus(final String file) {
        return Goldens.objects(Goldens.read(Goldens.fixture("jinja").resolve(file)), "cases").stream()
                .map(c -> Goldens.string(c, "template")).toList();
    }

    private static String mutate(final String template, final SplittableRandom random) {
        final var mutant = new StringBuilder(template);
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            final int at = random.nextInt(mutant.length() + 1);
            final int end = Math.min(mutant.length(), at + random.nextInt(1, 6));
            switch (random.nextInt(4)) {
                case 0 -> mutant.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 1 -> mutant.delete(at, end);
                case 2 -> mutant.insert(at, mutant.substring(Math.max(0, at - random.nextInt(20)), at));
                default -> mutant.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
            }
        }
        return mutant.toString();
    }

    @Test
    void mutantsRenderOrAreRefused() {
        final var templates = new ArrayList<String>();
        templates.addAll(corpus("cases.json"));
        templates.addAll(corpus("more.json"));
        final var context = Goldens.object(Goldens.read(Goldens.fixture("jinja/cases.json")), "context");
        final var random = new SplittableRandom(SEED);
        int rendered = 0;
        int refused = 0;
        for (int i = 0; i < MUTANTS; i++) {
            final String mutant = mutate(templates.get(random.nextInt(templates.size())), random);
            try {
                JinjaTemplate.parse(mutant).render(context, Goldens.CLOCK);
                rendered++;
            } catch (TemplateException e) {
                assertThat(e.reason()).as(mutant).isNotBlank();
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + SEED + ", mutant " + i + ": " + mutant, e);
            }
        }
        assertThat(rendered).isGreaterThan(MUTANTS / 20);
        assertThat(refused).isGreaterThan(MUTANTS / 20);
    }
}
