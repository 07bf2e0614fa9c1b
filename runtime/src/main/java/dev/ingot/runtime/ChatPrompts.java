package dev.ingot.runtime;

import dev.ingot.chat.ChatOptions;
import dev.ingot.chat.ChatTemplate;
import dev.ingot.chat.Message;
import dev.ingot.chat.PromptTemplate;
import dev.ingot.error.UnsupportedModelException;
import java.util.List;
import java.util.Map;

/** Finds how a model wants a conversation written down. */
final class ChatPrompts {

    private ChatPrompts() {}

    /** Returns the model's own template, else the strings it was registered with. */
    static ChatTemplate template(final LoadedModel model) {
        return ChatTemplate.load(model.directory())
                .orElseGet(() -> model.template().map(strings -> registered(model, strings))
                        .orElseThrow(() -> new UnsupportedModelException(model.directory()
                                + ": cannot chat, there is no chat template (tokenizer_config.json,"
                                + " chat_template.jinja, chat_template.json) and no PromptTemplate"
                                + " in inference_model.json; generate from plain text, or register the"
                                + " model with a prompt template")));
    }

    /** Writes a conversation down; tools that would not be part of it are refused. */
    static String render(final LoadedModel model, final ChatTemplate template, final List<Message> messages,
            final ChatOptions options) {
        final String text = template.render(messages, options);
        if (!options.tools().isEmpty()
                && text.equals(template.render(messages, options.withTools(List.of())))) {
            throw new UnsupportedModelException(model.directory()
                    + ": cannot be given tools, its chat template writes the same with and without them; use a"
                    + " model whose template knows tools, or describe them in a system message");
        }
        return text;
    }

    /** The strings say nothing of a begin-of-text token; where the tokenizer puts one, the text begins with it. */
    private static ChatTemplate registered(final LoadedModel model, final PromptTemplate strings) {
        final int[] probe = model.tokenizer().encode("a");
        final int begin = model.config().bosTokenId();
        if (probe.length == 0 || probe[0] != begin) {
            return ChatTemplate.of(strings);
        }
        final String text = model.tokenizer().decode(new int[]{begin}, false);
        return strings.prompt().startsWith(text)
                ? ChatTemplate.of(strings)
                : ChatTemplate.of(strings, Map.of("bos_token", text));
    }
}
