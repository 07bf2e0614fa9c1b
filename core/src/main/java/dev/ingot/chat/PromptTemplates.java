package dev.ingot.chat;

import dev.ingot.error.InvalidOptionException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes the four strings of inference_model.json: from a model's own chat template, or by the name of a family. */
public final class PromptTemplates {

    private static final Map<String, PromptTemplate> PRESETS = presets();

    private PromptTemplates() {}

    /**
     * Derives the four strings from a chat template by rendering probes. What belongs to the conversation and not to a
     * message is left out: the beginning-of-sequence token (readers add it when they tokenize, or once in front) and a
     * default system prompt.
     *
     * @param template the model's template
     * @return the strings; a role that the template rejects or folds into another has plain {@code {Content}}
     */
    public static PromptTemplate derive(final ChatTemplate template) {
        return derivation(template).strings();
    }

    /**
     * Derives the four strings and says what they leave out and whether they are exact.
     *
     * @param template the model's template
     * @return the strings and what goes with them
     */
    public static DerivedPrompts derivation(final ChatTemplate template) {
        final String beginning = template.specialTokens().getOrDefault("bos_token", "");
        return template.strings().map(strings -> new DerivedPrompts(strings, beginning, beginning, "",
                List.of()))
                .orElseGet(() -> new PromptDerivation(template, TemplateProbe.of(template)).derive());
    }

    /**
     * Compares strings with a model's own template, on conversations with and without a system message, of one and of
     * several turns, with contents that templates are known to treat specially.
     *
     * @param template the model's template
     * @param strings  joined as they are, without anything in between
     * @return where the results are not equal, the first sample of each kind; empty if nowhere
     */
    public static List<PromptDifference> differences(final ChatTemplate template,
            final PromptTemplate strings) {
        final var own = new PromptDerivation(template, TemplateProbe.of(template)).strings();
        return new PromptComparison(template, strings, own).differences();
    }

    /**
     * Tells whether strings are those that {@link #derive} makes, today or on another day: some templates write the date.
     *
     * @param template the model's template
     * @param strings  derived at some time, or not
     * @return true if they are
     */
    public static boolean isDerived(final ChatTemplate template, final PromptTemplate strings) {
        return strings.equals(derive(template)) || new DatedStrings(template).matches(strings);
    }

    /**
     * Returns the strings of a model family.
     *
     * @param name qwen or chatml, llama3, phi3, gemma, mistral; case does not matter
     * @return the strings
     * @throws InvalidOptionException if the name is unknown; lists the known ones
     */
    public static PromptTemplate preset(final String name) {
        final PromptTemplate found = PRESETS.get(name.toLowerCase(Locale.ROOT));
        if (found == null) {
            throw new InvalidOptionException("prompt template: unknown preset \"" + name + "\", known are "
                    + String.join(", ", PRESETS.keySet()));
        }
        return found;
    }

    private static Map<String, PromptTemplate> presets() {
        final var chatml = turns("<|im_start|>%s\n", "<|im_end|>\n", "assistant");
        final var presets = new LinkedHashMap<String, PromptTemplate>();
        presets.put("qwen", chatml);
        presets.put("chatml", chatml);
        presets.put("llama3", turns("<|start_header_id|>%s<|end_header_id|>\n\n", "<|eot_id|>", "assistant"));
        presets.put("phi3", turns("<|%s|>\n", "<|end|>\n", "assistant"));
        presets.put("gemma", withoutSystem(turns("<start_of_turn>%s\n", "<end_of_turn>\n", "model")));
        presets.put("mistral", new PromptTemplate(PromptTemplate.PLACEHOLDER, "[INST] {Content}[/INST]",
                " {Content}</s>", "[INST] {Content}[/INST]"));
        return presets;
    }

    private static PromptTemplate turns(final String open, final String close, final String assistant) {
        final String content = PromptTemplate.PLACEHOLDER + close;
        final String user = open.formatted("user") + content;
        final String opening = open.formatted(assistant);
        return new PromptTemplate(open.formatted("system") + content, user, opening + content,
                user + opening);
    }

    private static PromptTemplate withoutSystem(final PromptTemplate strings) {
        return new PromptTemplate(PromptTemplate.PLACEHOLDER, strings.user(), strings.assistant(),
                strings.prompt());
    }
}
