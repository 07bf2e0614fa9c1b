package dev.ingot.foundry.doctor;

import dev.ingot.chat.PromptTemplate;
import dev.ingot.chat.PromptTemplates;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The strings that a model's own chat template gives, where that template is above doubt: it is the only one, says
 * something, and its marks are tokens. Only then they may replace what somebody wrote.
 */
final class OwnStrings {

    private final ModelFolder model;

    OwnStrings(final ModelFolder model) {
        this.model = model;
    }

    /** Returns the strings that are above doubt. */
    Optional<PromptTemplate> trusted() {
        return model.template().filter(template -> !TemplateCheck.isTwice(model))
                .map(PromptTemplates::derive).filter(strings -> !isPlain(strings))
                .filter(strings -> isKnown(PromptStrings.marks(strings)));
    }

    /** Returns what to do where the strings are not above doubt. */
    String advice() {
        if (model.template().isPresent() && TemplateCheck.isTwice(model)) {
            return "first delete the wrong one of the model's two chat templates";
        }
        final boolean strange = model.template().map(PromptTemplates::derive)
                .filter(strings -> !isPlain(strings)).isPresent();
        return strange
                ? "look at the chat template: the tokenizer does not know its marks, so no strings are derived from it"
                : "register the model again, with the name of its family or a file with its strings: "
                        + Suggestion.again(model, "--prompt-template FAMILY");
    }

    /** Tells whether the tokenizer knows marks; square brackets are often plain text. */
    boolean isKnown(final Set<String> marks) {
        return model.tokenizer().filter(tokens -> marks.stream().filter(mark -> mark.startsWith("<"))
                .allMatch(mark -> tokens.id(mark).isPresent())).isPresent();
    }

    private static boolean isPlain(final PromptTemplate strings) {
        return new TreeSet<>(PromptStrings.values(strings).values())
                .equals(Set.of(PromptTemplate.PLACEHOLDER));
    }
}
