package dev.ingot.chat;

import dev.ingot.error.TemplateException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Renders conversations to learn how a template wraps messages. Where the template can do without the date it is not
 * told one: what is derived then stays true tomorrow.
 */
final class TemplateProbe {

    private final ChatTemplate template;
    private final @Nullable Clock clock;

    TemplateProbe(final ChatTemplate template, final @Nullable Clock clock) {
        this.template = template;
        this.clock = clock;
    }

    static TemplateProbe of(final ChatTemplate template) {
        return of(template, ChatOptions.forHistory().clock());
    }

    /** Probes on another day, as far as the template needs one. */
    static TemplateProbe of(final ChatTemplate template, final Clock day) {
        final var undated = new TemplateProbe(template, null);
        final boolean rendersUndated = undated.history(Message.user("a")).isPresent();
        return rendersUndated
                ? undated
                : new TemplateProbe(template, day);
    }

    /** Renders a conversation as it stands; empty when the template refuses it. */
    Optional<String> history(final Message... messages) {
        return render(false, List.of(messages));
    }

    /** Renders a conversation and opens the assistant's turn; empty when the template refuses it. */
    Optional<String> open(final Message... messages) {
        return render(true, List.of(messages));
    }

    Optional<String> render(final boolean open, final List<Message> messages) {
        try {
            return Optional.of(
                    template.render(messages, ChatOptions.forHistory().withGenerationPrompt(open), clock));
        } catch (TemplateException e) {
            // A refusal is the answer that was asked for.
            return Optional.empty();
        }
    }
}
