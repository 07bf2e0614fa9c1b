package dev.ingot.foundry.doctor;

import dev.ingot.chat.ChatTemplate;
import dev.ingot.chat.DerivedPrompts;
import dev.ingot.chat.PromptDifference;
import dev.ingot.chat.PromptDifference.Kind;
import dev.ingot.chat.PromptTemplate;
import dev.ingot.chat.PromptTemplates;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Whether PromptTemplate says what the model's own chat template says, and what of that no strings can say. */
final class PromptLint implements ModelCheck {

    private static final Set<Kind> ROLES = EnumSet.of(Kind.ROLE_REFUSED, Kind.ROLE_FOLDED);

    @Override
    public void look(final ModelFolder model, final Consumer<Finding> findings) {
        model.json(ModelFolder.INFERENCE).filter(json -> json.raw(PromptStrings.PATH) instanceof Map<?, ?>)
                .flatMap(json -> json.object(PromptStrings.PATH)).flatMap(PromptStrings::whole)
                .ifPresent(declared -> look(model, declared, findings));
    }

    private static void look(final ModelFolder model, final PromptTemplate declared,
            final Consumer<Finding> findings) {
        final Optional<ChatTemplate> own = model.template();
        if (own.isEmpty()) {
            unknown(model, PromptStrings.marks(declared)).ifPresent(marks -> findings
                    .accept(finding(model, Fault.PROMPT_TOKENS_UNKNOWN).found(marks)
                            .fix("register the model again, with the name of its family: "
                                    + Suggestion.again(model, "--prompt-template FAMILY"))));
            return;
        }
        final DerivedPrompts derived = PromptTemplates.derivation(own.get());
        roles(model, derived, findings);
        if (PromptTemplates.isDerived(own.get(), declared)) {
            limits(model, derived, findings);
        } else {
            contradiction(model, declared, derived.strings(), own.get()).ifPresent(findings);
        }
    }

    private static Optional<Finding> contradiction(final ModelFolder model, final PromptTemplate declared,
            final PromptTemplate own, final ChatTemplate template) {
        final var strange = new TreeSet<>(PromptStrings.marks(declared));
        strange.removeAll(PromptStrings.marks(own));
        if (!strange.isEmpty()) {
            return Optional.of(otherMarks(model, strange, own));
        }
        final Optional<String> lacking = PromptStrings.lacking(declared, own);
        if (lacking.isPresent()) {
            final Finding finding = differs(model, Fault.PROMPT_CONTRADICTS, lacking.get(), declared, own);
            return Optional.of(PromptStrings.marks(declared).isEmpty()
                    ? finding.fix(decide(model))
                    : PromptCheck.derive(model, finding));
        }
        final var faults = PromptTemplates.differences(template, declared).stream()
                .filter(PromptDifference::isFault).toList();
        final Optional<String> invented = PromptStrings.firstPlain(own, declared);
        if (faults.isEmpty() && invented.isEmpty() && PromptStrings.firstPlain(declared, own).isEmpty()) {
            return Optional.empty();
        }
        final String key = invented.or(() -> PromptStrings.firstDifferent(declared, own)).orElse("prompt");
        final boolean blanks = PromptStrings.differInBlanks(declared, own);
        final Finding finding = differs(model, blanks ? Fault.PROMPT_WHITE_SPACE : Fault.PROMPT_DIFFERS, key,
                declared, own);
        return Optional.of(blanks ? PromptCheck.derive(model, finding) : finding.fix(decide(model)));
    }

    private static String decide(final ModelFolder model) {
        return "leave them if they are meant so, or derive them from the model: "
                + Suggestion.again(model, "");
    }

    /** Marks that are tokens may be meant so: then it is for the owner to say which of the two is wrong. */
    private static Finding otherMarks(final ModelFolder model, final Set<String> strange,
            final PromptTemplate own) {
        final Set<String> marks = PromptStrings.marks(own);
        final Optional<String> unknown = unknown(model, strange);
        final Finding finding = finding(model, Fault.PROMPT_CONTRADICTS)
                .expected(marks.isEmpty()
                        ? "no marks, as in that template"
                        : "marks of that template, " + String.join(" ", marks))
                .found(String.join(" ", strange)
                        + unknown.map(text -> "; the tokenizer does not know " + text).orElse(""));
        final var strings = new OwnStrings(model);
        if (unknown.isPresent() || strings.trusted().isEmpty()) {
            return unknown.isEmpty() && !strings.isKnown(marks)
                    ? finding.fix(
                            "take the chat template that belongs to the tokenizer, which knows the marks of"
                                    + " PromptTemplate and not those of the template")
                    : PromptCheck.derive(model, finding);
        }
        return finding.fix(decide(model));
    }

    private static Finding differs(final ModelFolder model, final Fault fault, final String key,
            final PromptTemplate declared, final PromptTemplate own) {
        return PromptCheck.finding(model, fault, PromptStrings.PATH + "." + key)
                .expected(key + " " + PromptStrings.shown(PromptStrings.values(own).getOrDefault(key, "")))
                .found(PromptStrings.shown(PromptStrings.values(declared).getOrDefault(key, "")));
    }

    private static Optional<String> unknown(final ModelFolder model, final Set<String> marks) {
        final String text = model.tokenizer().map(tokens -> marks.stream()
                .filter(mark -> tokens.id(mark).isEmpty()).collect(Collectors.joining(" "))).orElse("");
        return Optional.of(text).filter(it -> !it.isEmpty());
    }

    /** Whatever the strings of the model say, its template has none for these. */
    private static void roles(final ModelFolder model, final DerivedPrompts derived,
            final Consumer<Finding> findings) {
        final List<String> plain = PromptStrings.values(derived.strings()).entrySet().stream()
                .filter(entry -> entry.getValue().equals(PromptTemplate.PLACEHOLDER))
                .map(Map.Entry::getKey).toList();
        if (!plain.isEmpty()) {
            findings.accept(finding(model, Fault.ROLE_WITHOUT_STRING).found(String.join(", ", plain)
                    + texts(derived, ROLES)).fix("say what matters in the user's message; nothing is wrong"));
        }
    }

    private static void limits(final ModelFolder model, final DerivedPrompts derived,
            final Consumer<Finding> findings) {
        final Set<Kind> rest = EnumSet.complementOf(EnumSet.copyOf(ROLES));
        final String texts = texts(derived, rest);
        if (!texts.isEmpty()) {
            findings.accept(finding(model, Fault.STRINGS_SAY_LESS).found(texts.substring(2))
                    .fix("nothing is wrong: readers that use the chat template itself, as Ingot does, do all of"
                            + " this"));
        }
    }

    private static String texts(final DerivedPrompts derived, final Set<Kind> kinds) {
        return derived.differences().stream().filter(difference -> kinds.contains(difference.kind()))
                .map(difference -> "; " + difference.kind().text() + ": " + shown(difference, derived))
                .collect(Collectors.joining());
    }

    private static String shown(final PromptDifference difference, final DerivedPrompts derived) {
        return switch (difference.kind()) {
            case BEGINNING -> PromptStrings.shown(derived.beginning());
            case ROLE_REFUSED -> difference.sample();
            default -> PromptStrings.change(difference.strings(), difference.template());
        };
    }

    private static Finding finding(final ModelFolder model, final Fault fault) {
        return PromptCheck.finding(model, fault, PromptStrings.PATH);
    }
}
