package dev.ingot.foundry.service.paths;

import dev.ingot.chat.ChatOptions;
import dev.ingot.chat.ChatTemplate;
import dev.ingot.chat.Message;
import dev.ingot.error.IngotException;
import dev.ingot.foundry.CachedModel;
import java.util.List;
import java.util.Map;

/** Whether a model can be given tools: whether its chat template writes them down. */
final class ToolCalling {

    private static final List<Message> CONVERSATION = List.of(Message.user("a"));
    private static final List<Map<String, Object>> TOOLS = List.of(Map.of("type", "function", "function",
            Map.of("name", "a", "description", "a", "parameters",
                    Map.of("type", "object", "properties", Map.of()))));

    private ToolCalling() {}

    /** Reads the template and loads nothing else; one that cannot be read or refuses tools knows none. */
    static boolean isKnownTo(final CachedModel model) {
        try {
            return ChatTemplate.load(model.directory()).filter(ToolCalling::writesTools).isPresent();
        } catch (IngotException e) {
            return false;
        }
    }

    private static boolean writesTools(final ChatTemplate template) {
        final var options = ChatOptions.forGeneration();
        return !template.render(CONVERSATION, options.withTools(TOOLS))
                .equals(template.render(CONVERSATION, options));
    }
}
