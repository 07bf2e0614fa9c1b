package dev.ingot.runtime;

import dev.ingot.chat.ChatTemplate;
import dev.ingot.chat.PromptTemplate;
import dev.ingot.error.UnsupportedModelException;
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
