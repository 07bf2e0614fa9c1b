package dev.ingot.foundry.service.openai.request;

import dev.ingot.chat.ChatOptions;
import dev.ingot.json.JsonObject;
import java.util.List;

/** What chat templates are told beside messages and tools. */
public final class ChatFields {

    private static final List<String> EFFORTS = List.of("none", "minimal", "low", "medium", "high", "xhigh");

    private ChatFields() {}

    /**
     * Tells a template how much to think: the word as {@code reasoning_effort}, and for {@code none} also {@code
     * enable_thinking: false}, which Qwen's templates read.
     *
     * @param template what it is told already
     * @param object   with the word
     * @param key      where the word stands
     * @return the changed copy; the same where there is no word
     */
    public static ChatOptions effort(final ChatOptions template, final JsonObject object, final String key) {
        if (!object.has(key)) {
            return template;
        }
        final String effort = Values.word(object, key, EFFORTS);
        final ChatOptions told = template.with("reasoning_effort", effort);
        return effort.equals("none") ? told.with("enable_thinking", false) : told;
    }
}
