package dev.ingot.chat;

import dev.ingot.chat.PromptDifference.Kind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares joined strings with what a template renders, on sample conversations other than those from which strings are
 * derived. Of each kind of difference the first one is kept.
 */
final class PromptComparison {

    private final ChatTemplate template;
    private final TemplateProbe probe;
    private final PromptTemplate strings;
    private final String bos;
    private final String preamble;
    private final Map<Kind, PromptDifference> found = new EnumMap<>(Kind.class);
    private @Nullable String ending;

    /**
     * Prepares.
     *
     * @param own what is derived from the template: what belongs to the conversation and not to its first message only the
     *            template can say, as of the strings that are compared the head of a message may be missing, and is then the
     *            same in front of every sample with one message
     */
    PromptComparison(final ChatTemplate template, final PromptTemplate strings, final DerivedPrompts own) {
        this.template = template;
        this.probe = TemplateProbe.of(template);
        this.strings = strings;
        this.bos = template.specialTokens().getOrDefault("bos_token", "");
        this.preamble = own.preamble().substring(own.beginning().length());
    }

    /** Returns the differences, empty when every sample is equal. */
    List<PromptDifference> differences() {
        for (final SampleConversation sample : SampleConversation.ALL) {
            compare(sample, false);
            if (sample.canBeOpened()) {
                compare(sample, true);
            }
        }
        compareDays();
        return List.copyOf(found.values());
    }

    private void compare(final SampleConversation sample, final boolean open) {
        final String joined = join(sample.messages(), open);
        final Optional<String> rendered = probe.render(open, sample.messages());
        if (rendered.isEmpty()) {
            if (!sample.special().mayBeRefused()) {
                note(refusal(sample), sample, "refused", joined);
            }
            return;
        }
        final String whole = rendered.get();
        String text = whole;
        if (!bos.isEmpty() && text.startsWith(bos) && !joined.startsWith(bos)) {
            note(Kind.BEGINNING, sample, whole, joined);
            text = text.substring(bos.length());
        }
        if (!open) {
            text = withoutEnding(sample, text, joined);
        }
        if (!text.equals(joined)) {
            note(kind(sample, open, text, joined), sample, whole, joined);
        }
    }

    /** What follows the first sample's text must follow all of them. */
    private String withoutEnding(final SampleConversation sample, final String text, final String joined) {
        final int at = text.indexOf(joined);
        if (ending == null) {
            ending = at < 0 || joined.isEmpty() ? "" : text.substring(at + joined.length());
        }
        if (ending.isEmpty() || !text.endsWith(ending)) {
            return text;
        }
        note(Kind.ENDING, sample, text, joined);
        return text.substring(0, text.length() - ending.length());
    }

    private Kind refusal(final SampleConversation sample) {
        if (sample.has("system") && probe.render(false, sample.without("system")).isPresent()) {
            return Kind.ROLE_REFUSED;
        }
        final boolean single = probe.history(sample.without("assistant").getLast()).isPresent();
        return single && sample.has("assistant") ? Kind.ROLE_REFUSED : Kind.OTHER;
    }

    private Kind kind(final SampleConversation sample, final boolean open, final String text,
            final String joined) {
        if (!sample.has("system") && isPreamble(text, joined)) {
            return Kind.DEFAULT_SYSTEM;
        }
        if (hasPlain("system", sample) || hasPlain("assistant", sample)) {
            return Kind.ROLE_FOLDED;
        }
        final boolean blanks = squeezed(text).equals(squeezed(joined))
                || squeezed(text).equals(squeezed(preamble + joined));
        if (blanks && sample.special() == Kind.CONTENT) {
            return Kind.TRIMMED;
        }
        final boolean dropped = sample.special() == Kind.CONTENT && sample.has("system")
                && probe.render(open, sample.without("system")).filter(it -> it.endsWith(text)).isPresent();
        if (sample.special() != Kind.OTHER) {
            return dropped ? Kind.EMPTY_SYSTEM : sample.special();
        }
        return blanks ? Kind.WHITE_SPACE : Kind.OTHER;
    }

    private static String squeezed(final String text) {
        return text.replaceAll("\\s", "");
    }

    /** A text of the template's own is the same in front of every conversation. */
    private boolean isPreamble(final String text, final String joined) {
        return !preamble.isEmpty() && text.equals(preamble + joined);
    }

    private boolean hasPlain(final String role, final SampleConversation sample) {
        return sample.has(role) && wrapper(role, false).equals(PromptTemplate.PLACEHOLDER);
    }

    private void compareDays() {
        final var question = SampleConversation.ALL.getFirst();
        final Optional<String> one = render(question, DatedStrings.ONE_DAY);
        if (one.isPresent() && !one.equals(render(question, DatedStrings.OTHER_DAY))) {
            note(Kind.DATE, question, one.get(), join(question.messages(), true));
        }
    }

    private Optional<String> render(final SampleConversation sample, final Clock clock) {
        return new TemplateProbe(template, clock).render(true, sample.messages());
    }

    private void note(final Kind kind, final SampleConversation sample, final String text,
            final String joined) {
        found.putIfAbsent(kind, new PromptDifference(kind, sample.name(), text, joined));
    }

    private String join(final List<Message> messages, final boolean open) {
        final var parts = new ArrayList<String>();
        for (int i = 0; i < messages.size(); i++) {
            final Message message = messages.get(i);
            parts.add(wrapper(message.role(), open && i == messages.size() - 1)
                    .replace(PromptTemplate.PLACEHOLDER, message.content()));
        }
        return String.join("", parts);
    }

    private String wrapper(final String role, final boolean open) {
        return switch (role) {
            case "system" -> strings.system();
            case "assistant" -> strings.assistant();
            default -> open ? strings.prompt() : strings.user();
        };
    }
}
