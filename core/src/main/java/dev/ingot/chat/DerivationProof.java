package dev.ingot.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares joined strings with what the template renders, on conversations other than those they were derived from. */
final class DerivationProof {

    private static final List<String> QUESTIONS = List.of("What is 2 + 2?",
            "Line one.\nLine two:\n\n- \u00e9\u4e2d\ud83d\ude00",
            "{\"a\": [1, 'b']}");
    private static final String ANSWER = "Four & \"five\".\nDone.";
    private static final String SYSTEM = "Be brief.\nAnswer in French.";

    private final TemplateProbe probe;
    private final DerivedPrompts derived;

    DerivationProof(final TemplateProbe probe, final DerivedPrompts derived) {
        this.probe = probe;
        this.derived = derived;
    }

    boolean holds() {
        final boolean answers = !derived.strings().assistant().equals(PromptTemplate.PLACEHOLDER);
        final boolean systems = !derived.strings().system().equals(PromptTemplate.PLACEHOLDER);
        return holds(1, false) && (!answers || holds(QUESTIONS.size(), false))
                && (!systems || holds(1, true))
                && (!systems || !answers || holds(QUESTIONS.size(), true));
    }

    private boolean holds(final int questions, final boolean system) {
        final var messages = new ArrayList<Message>();
        if (system) {
            messages.add(Message.system(SYSTEM));
        }
        for (int i = 0; i < questions; i++) {
            if (i > 0) {
                messages.add(Message.assistant(ANSWER));
            }
            messages.add(Message.user(QUESTIONS.get(i)));
        }
        return probe.render(false, messages).equals(Optional.of(joined(messages, system, false)))
                && probe.render(true, messages).equals(Optional.of(joined(messages, system, true)));
    }

    private String joined(final List<Message> messages, final boolean system, final boolean open) {
        final var text = new StringBuilder(system ? derived.beginning() : derived.preamble());
        for (int i = 0; i < messages.size(); i++) {
            text.append(wrapper(messages.get(i).role(), open && i == messages.size() - 1)
                    .replace(PromptTemplate.PLACEHOLDER, messages.get(i).content()));
        }
        return text.append(open ? "" : derived.ending()).toString();
    }

    private String wrapper(final String role, final boolean open) {
        return switch (role) {
            case "system" -> derived.strings().system();
            case "assistant" -> derived.strings().assistant();
            default -> open ? derived.strings().prompt() : derived.strings().user();
        };
    }
}
