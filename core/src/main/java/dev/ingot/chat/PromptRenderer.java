package dev.ingot.chat;

import dev.ingot.error.TemplateException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Renders with the four strings of a prompt template: each message is wrapped by the string of its role, the last user
 * message by {@code prompt} when the assistant's turn is to be opened.
 *
 * <p>
 * Hand-written strings often end without the line break that separates turns, and show it only inside {@code prompt}
 * (user, line break, opening). That white space is put between the turns.
 */
final class PromptRenderer implements ChatRenderer {

    private final PromptTemplate strings;
    private final String beginning;
    private final String separator;
    private final String opening;

    PromptRenderer(final PromptTemplate strings, final String beginning) {
        this.strings = strings;
        this.beginning = beginning;
        final String userEnd = behindContent(strings.user());
        final String promptEnd = behindContent(strings.prompt());
        final String turn = promptEnd.startsWith(userEnd) ? promptEnd.substring(userEnd.length()) : "";
        final boolean separated = !isBlankFirst(strings.assistant()) && isBlankFirst(turn);
        this.separator = separated ? turn.substring(0, turn.length() - turn.stripLeading().length()) : "";
        this.opening = turn.substring(separator.length());
    }

    private static String behindContent(final String wrapper) {
        return wrapper.substring(
                wrapper.lastIndexOf(PromptTemplate.PLACEHOLDER) + PromptTemplate.PLACEHOLDER.length());
    }

    private static boolean isBlankFirst(final String text) {
        return !text.isEmpty() && Character.isWhitespace(text.charAt(0));
    }

    PromptTemplate strings() {
        return strings;
    }

    @Override
    public String render(final List<? extends Map<String, ? extends @Nullable Object>> messages,
            final ChatOptions options, final Map<String, String> specialTokens, final @Nullable Clock clock) {
        final var text = new StringBuilder(beginning);
        for (int i = 0; i < messages.size(); i++) {
            final boolean last = i == messages.size() - 1;
            text.append(i == 0 ? "" : separator)
                    .append(wrap(messages.get(i), last && options.addGenerationPrompt()));
        }
        return text.toString();
    }

    private String wrap(final Map<String, ? extends @Nullable Object> message, final boolean open) {
        final var role = String.valueOf(message.get("role"));
        final String wrapper = switch (role) {
            case "system" -> strings.system();
            case "user" -> open ? strings.prompt() : strings.user();
            case "assistant" -> strings.assistant();
            default -> throw new TemplateException("A prompt template has no string for the role \"" + role
                    + "\"; it knows system, user and assistant", 0, 0, null);
        };
        final String added = open && !role.equals("user") ? separator + opening : "";
        return wrapper.replace(PromptTemplate.PLACEHOLDER, content(message)) + added;
    }

    private static String content(final Map<String, ? extends @Nullable Object> message) {
        if (message.get("content") instanceof String text) {
            return text;
        }
        throw new TemplateException("A prompt template takes the content of a message as text, found "
                + message.get("content"), 0, 0, null);
    }
}
