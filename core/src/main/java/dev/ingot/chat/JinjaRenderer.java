package dev.ingot.chat;

import dev.ingot.chat.jinja.JinjaTemplate;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Renders with a Jinja template, which sees the variables that {@code apply_chat_template} gives it. */
final class JinjaRenderer implements ChatRenderer {

    private final String source;
    private final JinjaTemplate template;

    JinjaRenderer(final String source) {
        this.source = source;
        this.template = JinjaTemplate.parse(source);
    }

    String source() {
        return source;
    }

    @Override
    public String render(final List<? extends Map<String, ? extends @Nullable Object>> messages,
            final ChatOptions options, final Map<String, String> specialTokens, final @Nullable Clock clock) {
        final var variables = new LinkedHashMap<String, @Nullable Object>();
        variables.put("messages", messages);
        variables.put("tools", options.tools().isEmpty() ? null : options.tools());
        variables.put("documents", null);
        variables.put("add_generation_prompt", options.addGenerationPrompt());
        variables.putAll(specialTokens);
        variables.putAll(options.kwargs());
        return template.render(variables, clock);
    }
}
