package dev.ingot.chat;

import dev.ingot.error.TemplateException;
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

    PromptRenderer(final PromptTemplate strings, final String beginning) {
        this.strings = strings;
        this.beginning = beginning;
        this.separator = separator(strings);
    }

    private static String separator(final PromptTemplate strings) {
        if (!strings.prompt().startsWith(strings.user())) {
            return "";
        }
        final String opening = strings.prompt().substring(strings.user().length());
        final int blanks = opening.length() - opening.stripLeading().length();
        final boolean assistantBrings = !strings.assistant().equals(strings.assistant().stripLeading());
        return assistantBrings ? "" : opening.substring(0, blanks);
    }

    @Override
    public String render(final List<? extends Map<String, ? extends @Nullable Object>> messages,
            final ChatOptions options, final Map<String, String> specialTokens) {
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
        final String opening = open && !role.equals("user") ? separator + opening() : "";
        return wrapper.replace(PromptTemplate.PLACEHOLDER, content(message)) + opening;
    }

    private String opening() {
        final String prompt = strings.prompt();
        final String end = strings.user()
                .substring(strings.user().lastIndexOf('}') + 1);
        final int contentEnd = prompt.lastIndexOf(PromptTemplate.PLACEHOLDER)
                + PromptTemplate.PLACEHOLDER.length();
        final String tail = prompt.substring(contentEnd);
        return tail.startsWith(end) ? tail.substring(end.length()).substring(separator.length()) : "";
    }

    private static String content(final Map<String, ? extends @Nullable Object> message) {
        if (message.get("content") instanceof String text) {
            return text;
        }
        throw new TemplateException("A prompt template takes the content of a message as text, found "
                + message.get("content"), 0, 0, null);
    }
}
