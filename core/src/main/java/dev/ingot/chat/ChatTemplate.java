package dev.ingot.chat;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.TemplateException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns a conversation into the text a model was trained on. Parsed once, immutable and thread-safe; renders exactly
 * what {@code apply_chat_template} of transformers renders.
 */
public final class ChatTemplate {

    private final ChatRenderer renderer;
    private final Map<String, String> specialTokens;

    private ChatTemplate(final ChatRenderer renderer, final Map<String, String> specialTokens) {
        this.renderer = renderer;
        this.specialTokens = Map.copyOf(specialTokens);
    }

    /**
     * Parses a Jinja template.
     *
     * @param source        the template
     * @param specialTokens variables such as {@code bos_token} and {@code eos_token}, by name
     * @return the template
     * @throws TemplateException if it cannot be parsed; names line and column
     */
    public static ChatTemplate of(final String source, final Map<String, String> specialTokens) {
        return new ChatTemplate(new JinjaRenderer(source), specialTokens);
    }

    /**
     * Wraps the four strings of a prompt template, without a beginning-of-sequence token.
     *
     * @param strings the four strings
     * @return the template
     */
    public static ChatTemplate of(final PromptTemplate strings) {
        return of(strings, Map.of());
    }

    /**
     * Wraps the four strings of a prompt template. Where the tokens name a {@code bos_token}, the rendered text begins
     * with it.
     *
     * @param strings       the four strings
     * @param specialTokens special tokens by name
     * @return the template
     */
    public static ChatTemplate of(final PromptTemplate strings, final Map<String, String> specialTokens) {
        return new ChatTemplate(
                new PromptRenderer(strings, specialTokens.getOrDefault("bos_token", "")), specialTokens);
    }

    /**
     * Reads the template of a model directory: {@code chat_template} of tokenizer_config.json, else
     * chat_template.jinja, else chat_template.json.
     *
     * @param modelDirectory a directory in the layout of Hugging Face
     * @return the template, or empty when the model has none
     * @throws TemplateException    if it cannot be parsed
     * @throws ModelFormatException if one of the files is malformed
     */
    public static Optional<ChatTemplate> load(final Path modelDirectory) {
        return TemplateFiles.load(modelDirectory);
    }

    /**
     * Renders a conversation.
     *
     * @param messages the messages, in order
     * @param options  what else the template sees
     * @return the text; it holds its special tokens, so it is tokenized without adding more
     * @throws TemplateException if the template refuses the messages, fails or exceeds its limits
     */
    public String render(final List<Message> messages, final ChatOptions options) {
        return render(messages, options, options.clock());
    }

    /** Renders with another clock, or without any, so that {@code strftime_now} is not defined. */
    String render(final List<Message> messages, final ChatOptions options, final @Nullable Clock clock) {
        return renderer.render(messages.stream().map(ChatTemplate::fields).toList(), options, specialTokens,
                clock);
    }

    /**
     * Returns the Jinja template.
     *
     * @return its source; empty for the four strings of a prompt template
     */
    public Optional<String> source() {
        return renderer instanceof JinjaRenderer jinja ? Optional.of(jinja.source()) : Optional.empty();
    }

    /** Returns the four strings this template was made of, if it was. */
    Optional<PromptTemplate> strings() {
        return renderer instanceof PromptRenderer prompts ? Optional.of(prompts.strings()) : Optional.empty();
    }

    private static Map<String, @Nullable Object> fields(final Message message) {
        final var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("role", message.role());
        fields.put("content", message.content());
        fields.putAll(message.extra());
        return fields;
    }

    /**
     * Renders messages that are JSON objects.
     *
     * @param messages maps with {@code role}, {@code content} and what else the template reads
     * @param options  what else the template sees
     * @return the text
     * @throws TemplateException as for {@link #render}
     */
    public String renderMaps(final List<? extends Map<String, ? extends @Nullable Object>> messages,
            final ChatOptions options) {
        return renderer.render(messages, options, specialTokens, options.clock());
    }

    /**
     * Returns the special tokens the template sees.
     *
     * @return texts by name, for example {@code bos_token}
     */
    public Map<String, String> specialTokens() {
        return specialTokens;
    }
}
