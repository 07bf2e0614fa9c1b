package dev.ingot.foundry.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.chat.Message;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuiteTest {

    private static final Path FILE = Path.of("house.jsonl");
    private static final String ALL = """
            {"id": "a", "ask": "dim", "json": {"value": 4.50, "big": 12345678901234567890123}}

            {"id": "b", "category": "plain", "prompt": "Dear", "regex": "[a-z]+", "contains": "x", "format": "line"}
            {"id": "c", "messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "u"}],\
             "similar": ["one", "two"], "min_f1": 0.5, "min_cosine": -0.25, "max_tokens": 7, "exact": " t "}
            {"id": "d", "ask": "", "json": null, "contains": ["x", "y"]}
            """;

    private static Suite parse(final String text) {
        return Suite.parse(FILE, text);
    }

    @Test
    void readsEveryKey() {
        final var items = parse("\uFEFF" + ALL.replace("\n", "\r\n")).items();
        assertThat(items).extracting(SuiteItem::id).containsExactly("a", "b", "c", "d");
        assertThat(items.get(0).prompt()).isEqualTo(Prompt.ask("dim"));
        assertThat(items.get(0).expectations()).containsExactly(new Expectation.Json(Map.of("value",
                new BigDecimal("4.50"), "big", new BigInteger("12345678901234567890123"))));
        assertThat(items.get(1)).isEqualTo(new SuiteItem("b", "plain", new Prompt.Text("Dear"),
                List.of(new Expectation.Regex("[a-z]+"), new Expectation.Contains(List.of("x")),
                        new Expectation.Formatted(Format.LINE)),
                OptionalInt.empty()));
        assertThat(items.get(2)).isEqualTo(new SuiteItem("c", "",
                new Prompt.Chat(List.of(Message.system("s"), Message.user("u"))),
                List.of(new Expectation.Exact(" t "), new Expectation.Similar(List.of("one", "two"), 0.5,
                        OptionalDouble.of(-0.25))),
                OptionalInt.of(7)));
        assertThat(items.get(3).expectations()).containsExactly(new Expectation.Json(null),
                new Expectation.Contains(List.of("x", "y")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', value = {
            "{\"id\": \"a\", \"ask\": \"b\"} x ! line 2: expected valid JSON, found ",
            "[1] ! line 2: expected a JSON object, found a list of 1",
            "{\"id\": \"x\", \"ask\": \"b\", \"expcted\": \"c\"} ! line 2, expcted: expected one of id, category, ask,",
            "{\"ask\": \"b\"} ! line 2, id: expected a name of the item, found nothing",
            "{\"id\": \" \", \"ask\": \"b\"} ! line 2, id: expected a name of the item, found nothing",
            "{\"id\": 3, \"ask\": \"b\"} ! line 2, id: expected a string, found 3",
            "{\"id\": \"first\", \"ask\": \"b\"} ! line 2, id: expected a name that no other line has, found \"first\", which line 1 has",
            "{\"id\": \"x\"} ! line 2, prompt: expected one of ask, prompt, messages, found none",
            "{\"id\": \"x\", \"ask\": \"b\", \"prompt\": \"c\"} ! line 2, prompt: expected one of ask, prompt, messages, found ask and prompt",
            "{\"id\": \"x\", \"messages\": []} ! line 2, messages: expected the last one to be the user's, found none",
            "{\"id\": \"x\", \"messages\": [{\"role\": \"assistant\", \"content\": \"\"}]} ! line 2, messages: expected the last",
            "{\"id\": \"x\", \"messages\": [{\"role\": \"user\", \"text\": \"\"}]} ! line 2, messages[0].text: expected one of role, content, found this key",
            "{\"id\": \"x\", \"messages\": [{\"role\": \"user\"}]} ! line 2, messages[0].content: expected the text, found nothing",
            "{\"id\": \"x\", \"ask\": \"b\", \"regex\": \"(\"} ! line 2, regex: expected a regular expression of Java, found Unclosed group at",
            "{\"id\": \"x\", \"ask\": \"b\", \"format\": \"xml\"} ! line 2, format: expected one of text, line, number, json,",
            "{\"id\": \"x\", \"ask\": \"b\", \"min_f1\": 0.5} ! line 2, similar: expected an answer that min_f1 and",
            "{\"id\": \"x\", \"ask\": \"b\", \"similar\": \"c\", \"min_f1\": 1.5} ! line 2, min_f1: expected a number from 0 to 1, found 1.5",
            "{\"id\": \"x\", \"ask\": \"b\", \"similar\": []} ! line 2, similar: expected a text or a list of texts, found a list of 0",
            "{\"id\": \"x\", \"ask\": \"b\", \"contains\": [1]} ! line 2, contains: expected a list of strings, found 1",
            "{\"id\": \"x\", \"ask\": \"b\", \"max_tokens\": 0} ! line 2, max_tokens: expected at least 1, found 0",
            "{\"id\": \"x\", \"id\": \"y\", \"ask\": \"b\"} ! line 2: expected valid JSON, found Duplicate field 'id'"})
    void faultsNameTheirLine(final String line, final String told) {
        assertThatThrownBy(() -> parse("{\"id\": \"first\", \"ask\": \"b\"}\n" + line))
                .isInstanceOf(ModelFormatException.class).hasMessageStartingWith("house.jsonl: " + told);
    }

    @Test
    void anExpressionWithTooManyBracketsIsAFaultToo() {
        assertThatThrownBy(() -> parse("{\"id\": \"x\", \"ask\": \"b\", \"regex\": \"" + "(".repeat(100_000)
                + ")".repeat(100_000) + "\"}")).isInstanceOf(ModelFormatException.class)
                .hasMessageStartingWith("house.jsonl: line 1, regex: expected a regular expression of Java");
    }

    @Test
    void nothingIsNoSuite(@TempDir final Path work) throws IOException {
        assertThatThrownBy(() -> parse(" \n\n")).isInstanceOf(ModelFormatException.class)
                .hasMessage("house.jsonl: expected a JSON object per line, found no line");
        assertThatThrownBy(() -> Suite.read(work.resolve("none"))).isInstanceOf(StorageException.class);
        final Path latin = Files.write(work.resolve("latin"), new byte[]{'{', (byte) 0xE9, '}'});
        assertThatThrownBy(() -> Suite.read(latin)).isInstanceOf(StorageException.class);
        final var item = parse(ALL).items().getFirst();
        assertThatThrownBy(() -> new Suite("s", List.of(item, item)))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("suite s: expected every id once, found \"a\" twice");
    }

    @Test
    void readsWhatTheDocumentShows() throws IOException {
        final Path document = Path.of(System.getProperty("ingot.models"), "../../docs/validation.md");
        final String shown = Files.readString(document).lines().filter(line -> line.startsWith("{\"id\""))
                .collect(Collectors.joining("\n"));
        assertThat(parse(shown).items()).hasSize(3);
    }

    /** Whatever stands in a file: a suite, or a typed error that names a line. */
    @Test
    void damagedFilesAreSuitesOrTypedErrors() {
        final var random = new SplittableRandom(7);
        final String marks = "{}[]\":,\\n\u0000\uD83D 0123456789.eE-+truefalsn";
        int suites = 0;
        for (int i = 0; i < 2_000; i++) {
            final var text = new StringBuilder(ALL);
            for (int change = random.nextInt(1, 5); change > 0; change--) {
                final int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, marks.charAt(random.nextInt(marks.length())));
                    default -> text.setCharAt(at, marks.charAt(random.nextInt(marks.length())));
                }
            }
            try {
                suites += parse(text.toString()).items().isEmpty() ? 0 : 1;
            } catch (ModelFormatException e) {
                assertThat(e).hasMessageMatching("(?s)house\\.jsonl: line \\d.*expected .+, found .+");
            }
        }
        assertThat(suites).isBetween(40, 1_960);
    }
}
