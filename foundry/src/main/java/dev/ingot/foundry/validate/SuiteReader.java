package dev.ingot.foundry.validate;

import dev.ingot.chat.Message;
import dev.ingot.error.ModelFormatException;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads suites line by line; every fault names its line. For one file. */
final class SuiteReader {

    private static final String EXACT = "exact";
    private static final String JSON = "json";
    private static final String REGEX = "regex";
    private static final String CONTAINS = "contains";
    private static final String SIMILAR = "similar";
    private static final String FORMAT = "format";
    private static final String MIN_F1 = "min_f1";
    private static final String MIN_COSINE = "min_cosine";
    private static final String MAX_TOKENS = "max_tokens";
    private static final List<String> PROMPTS = List.of("ask", "prompt", "messages");
    private static final List<String> KEYS = List.of("id", "category", "ask", "prompt", "messages", EXACT,
            JSON,
            REGEX, CONTAINS, SIMILAR, MIN_F1, MIN_COSINE, FORMAT, MAX_TOKENS);
    private static final List<String> MESSAGE_KEYS = List.of("role", "content");

    private final Path file;
    private final Map<String, Integer> lines = new HashMap<>();

    SuiteReader(final Path file) {
        this.file = file;
    }

    List<SuiteItem> items(final String text) {
        final var items = new ArrayList<SuiteItem>();
        int number = 0;
        for (final String line : text.replaceFirst("^\uFEFF", "").split("\r?\n", -1)) {
            number++;
            if (!line.isBlank()) {
                items.add(item(number, line));
            }
        }
        if (items.isEmpty()) {
            throw ModelFormatException.of(file, "a JSON object per line", "no line");
        }
        return items;
    }

    private SuiteItem item(final int number, final String line) {
        try {
            final JsonObject json = JsonFiles.parse(file, line.getBytes(StandardCharsets.UTF_8));
            known(json, KEYS);
            final String id = json.string("id").filter(it -> !it.isBlank())
                    .orElseThrow(() -> json.missing("id", "a name of the item"));
            final Integer before = lines.putIfAbsent(id, number);
            if (before != null) {
                throw ModelFormatException.of(file, "id", "a name that no other line has",
                        "\"" + id + "\", which line " + before + " has");
            }
            return new SuiteItem(id, json.string("category").orElse(""), prompt(json),
                    expectations(json, line), maxTokens(json));
        } catch (ModelFormatException e) {
            throw placed(number, e);
        }
    }

    private ModelFormatException placed(final int number, final ModelFormatException fault) {
        final String subject = fault.subject().map(it -> ", " + it).orElse("");
        return ModelFormatException.at(file, "line " + number + subject, -1, fault.expected(),
                fault.found().replace(" at line 1, column", " at column"), fault.getCause());
    }

    private void known(final JsonObject json, final List<String> keys) {
        for (final String key : json.keys()) {
            if (!keys.contains(key)) {
                throw ModelFormatException.of(file, json.pathOf(key), "one of " + String.join(", ", keys),
                        "this key");
            }
        }
    }

    private Prompt prompt(final JsonObject json) {
        final List<String> given = PROMPTS.stream().filter(json::has).toList();
        if (given.size() != 1) {
            throw ModelFormatException.of(file, "prompt", "one of " + String.join(", ", PROMPTS),
                    given.isEmpty() ? "none" : String.join(" and ", given));
        }
        if (json.has("prompt")) {
            return new Prompt.Text(json.string("prompt").orElseThrow());
        }
        final var messages = json.has("ask")
                ? List.of(Message.user(json.string("ask").orElseThrow()))
                : json.objects("messages").orElseThrow().stream().map(this::message).toList();
        if (messages.isEmpty() || !messages.getLast().role().equals("user")) {
            throw ModelFormatException.of(file, "messages", "the last one to be the user's",
                    messages.isEmpty() ? "none" : "one of " + messages.getLast().role());
        }
        return new Prompt.Chat(messages);
    }

    private Message message(final JsonObject json) {
        known(json, MESSAGE_KEYS);
        return new Message(json.string("role").orElseThrow(() -> json.missing("role", "who speaks")),
                json.string("content").orElseThrow(() -> json.missing("content", "the text")));
    }

    private List<Expectation> expectations(final JsonObject json, final String line) {
        final var list = new ArrayList<Expectation>();
        json.string(EXACT).ifPresent(text -> list.add(new Expectation.Exact(text)));
        if (json.keys().contains(JSON)) {
            list.add(new Expectation.Json(exactly(line)));
        }
        json.string(REGEX).ifPresent(pattern -> list.add(regex(pattern)));
        if (json.has(CONTAINS)) {
            list.add(new Expectation.Contains(texts(json, CONTAINS)));
        }
        if (json.has(SIMILAR)) {
            list.add(similar(json));
        } else if (json.has(MIN_F1) || json.has(MIN_COSINE)) {
            throw json.missing(SIMILAR, "an answer that min_f1 and min_cosine belong to");
        }
        json.string(FORMAT).ifPresent(format -> list.add(new Expectation.Formatted(
                Format.of(format).orElseThrow(
                        () -> json.wrong(FORMAT, "one of " + String.join(", ", Format.keys()), format)))));
        return list;
    }

    /** The same line again, with every digit of its numbers. */
    private @Nullable Object exactly(final String line) {
        final Map<?, ?> map = (Map<?, ?>) Objects.requireNonNull(JsonFiles.parseExact(file, line));
        return map.get(JSON);
    }

    private Expectation regex(final String pattern) {
        try {
            return new Expectation.Regex(pattern);
        } catch (PatternSyntaxException e) {
            throw ModelFormatException.at(file, REGEX, -1, "a regular expression of Java",
                    e.getDescription() + " at character " + e.getIndex() + " of \"" + pattern + "\"", e);
        } catch (StackOverflowError e) {
            throw ModelFormatException.at(file, REGEX, -1, "a regular expression of Java",
                    "one with too many brackets in brackets", e);
        }
    }

    private Expectation similar(final JsonObject json) {
        return new Expectation.Similar(texts(json, SIMILAR),
                within(json, MIN_F1, 0, () -> json.number(MIN_F1).orElse(Expectation.Similar.USUAL_F1)),
                json.has(MIN_COSINE)
                        ? OptionalDouble.of(
                                within(json, MIN_COSINE, -1, () -> json.number(MIN_COSINE).orElseThrow()))
                        : OptionalDouble.empty());
    }

    private static double within(final JsonObject json, final String key, final int least,
            final Supplier<Double> number) {
        final double value = number.get();
        if (!(value >= least && value <= 1)) {
            throw json.wrong(key, "a number from " + least + " to 1", value);
        }
        return value;
    }

    /** One text, or a list of at least one. */
    private List<String> texts(final JsonObject json, final String key) {
        final List<String> texts = json.raw(key) instanceof String one
                ? List.of(one)
                : json.strings(key).orElseThrow();
        if (texts.isEmpty()) {
            throw json.wrong(key, "a text or a list of texts", texts);
        }
        return texts;
    }

    private static OptionalInt maxTokens(final JsonObject json) {
        final OptionalInt tokens = json.integer(MAX_TOKENS);
        if (tokens.isPresent() && tokens.getAsInt() < 1) {
            throw json.wrong(MAX_TOKENS, "at least 1", tokens.getAsInt());
        }
        return tokens;
    }
}
