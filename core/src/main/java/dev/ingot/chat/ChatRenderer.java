package dev.ingot.chat;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One way to turn messages into text. Implementations are immutable and thread-safe. */
interface ChatRenderer {

    /**
     * Renders a conversation.
     *
     * @param messages      JSON objects
     * @param options       what else the template sees
     * @param specialTokens variables by name
     * @param clock         what tells the date, or null when the template shall not know it
     * @return the text
     */
    String render(List<? extends Map<String, ? extends @Nullable Object>> messages, ChatOptions options,
            Map<String, String> specialTokens, @Nullable Clock clock);
}
