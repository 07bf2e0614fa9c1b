package dev.ingot.chat;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.TemplateException;
import dev.ingot.io.TextFiles;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds chat template and special tokens among the files of a model directory. */
final class TemplateFiles {

    private static final String TEMPLATE_KEY = "chat_template";

    private final Path directory;
    private final Optional<JsonObject> tokenizerConfig;

    private TemplateFiles(final Path directory) {
        this.directory = directory;
        this.tokenizerConfig = json("tokenizer_config.json");
    }

    /**
     * A template as it was found.
     *
     * @param source the template
     * @param file   that holds it
     */
    private record Found(String source, Path file) {

        ChatTemplate parse(final Map<String, String> specialTokens) {
            try {
                return ChatTemplate.of(source, specialTokens);
            } catch (TemplateException e) {
                throw e.in(file);
            }
        }
    }

    static Optional<ChatTemplate> load(final Path directory) {
        final var files = new TemplateFiles(directory);
        return files.found().map(found -> found.parse(files.specialTokens()));
    }

    private Optional<JsonObject> json(final String name) {
        final Path file = directory.resolve(name);
        return Files.exists(file) ? Optional.of(JsonFiles.read(file)) : Optional.empty();
    }

    private Optional<Found> found() {
        return tokenizerConfig.flatMap(TemplateFiles::template).map(in("tokenizer_config.json"))
                .or(this::plainFile)
                .or(() -> json("chat_template.json").flatMap(TemplateFiles::template)
                        .map(in("chat_template.json")));
    }

    private Function<String, Found> in(final String name) {
        return source -> new Found(source, directory.resolve(name));
    }

    private Optional<Found> plainFile() {
        final Path file = directory.resolve("chat_template.jinja");
        return Files.exists(file)
                ? Optional.of(new Found(TextFiles.read(file), file))
                : Optional.empty();
    }

    /** Returns the template under the key: a string, or the one named "default" of a list. */
    private static Optional<String> template(final JsonObject config) {
        return switch (config.raw(TEMPLATE_KEY)) {
            case null -> Optional.empty();
            case String source -> Optional.of(source);
            case List<?> named -> Optional.of(named.stream().filter(TemplateFiles::isDefault)
                    .map(entry -> (String) ((Map<?, ?>) entry).get("template"))
                    .findFirst().orElseThrow(() -> unusable(config, named)));
            case Object other -> throw unusable(config, other);
        };
    }

    private static boolean isDefault(final @Nullable Object entry) {
        return entry instanceof Map<?, ?> map && "default".equals(map.get("name"))
                && map.get("template") instanceof String;
    }

    private static ModelFormatException unusable(final JsonObject config, final Object found) {
        return config.wrong(TEMPLATE_KEY,
                "a template, or a list of named templates with one named \"default\"",
                found);
    }

    /** Returns what tokenizer_config.json says; special_tokens_map.json adds what that leaves out. */
    private Map<String, String> specialTokens() {
        final var tokens = new LinkedHashMap<String, String>();
        tokenizerConfig.ifPresent(config -> addTokens(config, tokens));
        json("special_tokens_map.json").ifPresent(map -> addTokens(map, tokens));
        return tokens;
    }

    private static void addTokens(final JsonObject source, final Map<String, String> tokens) {
        for (final String key : source.keys()) {
            if (key.endsWith("_token")) {
                text(source.raw(key)).ifPresent(token -> tokens.putIfAbsent(key, token));
            }
        }
    }

    private static Optional<String> text(final @Nullable Object token) {
        return switch (token) {
            case String text -> Optional.of(text);
            case Map<?, ?> map when map.get("content") instanceof String text -> Optional.of(text);
            case null, default -> Optional.empty();
        };
    }
}
