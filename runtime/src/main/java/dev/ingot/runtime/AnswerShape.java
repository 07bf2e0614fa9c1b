package dev.ingot.runtime;

import dev.ingot.chat.answer.AnswerFormat;
import dev.ingot.constrain.Constraint;
import dev.ingot.constrain.answer.CallGrammar;
import dev.ingot.constrain.answer.Tool;
import dev.ingot.constrain.grammar.Expr;
import dev.ingot.constrain.grammar.Grammar;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.UnsupportedModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a whole answer of a conversation must be. Equal shapes have equal grammars.
 *
 * @param format   how reasoning and calls are written
 * @param thinking whether the prompt has begun the reasoning
 * @param content  what content must be, or empty for any
 * @param tools    that may be called; empty if none may
 * @param choice   which of them
 */
record AnswerShape(AnswerFormat format, boolean thinking, Optional<Constraint> content,
        List<ToolSchema> tools,
        ToolChoice choice) {

    AnswerShape {
        tools = List.copyOf(tools);
    }

    /** Makes the grammar. */
    Grammar grammar() {
        final var grammar = new Grammar("answer", "answer");
        final Expr body = body(grammar, new CallGrammar(format, choice.several()));
        grammar.define(0, thinking ? Expr.sequence(CallGrammar.reasoning(), body) : body);
        return grammar;
    }

    private Expr body(final Grammar grammar, final CallGrammar format) {
        final var called = new ArrayList<Tool>();
        for (final ToolSchema tool : tools) {
            called.add(new Tool(tool.name(), grammar.include(tool.arguments(format), tool.name() + " ")));
        }
        final Optional<Expr> calls = called.isEmpty() ? Optional.empty() : format.calls(called);
        if (choice.demanded()) {
            return calls.orElseThrow();
        }
        final Optional<Expr> fixed = content.map(it -> format.framed(
                grammar.include(Constraints.grammar(it), "content ")));
        if (calls.isEmpty()) {
            return fixed.orElseThrow();
        }
        return fixed.map(it -> Expr.choice(it, calls.get()))
                .orElseGet(() -> format.contentOr(calls.get()));
    }

    /**
     * Finds out what an answer must be.
     *
     * @param format   of the conversation
     * @param thinking whether the prompt has begun the reasoning
     * @param tools    as the template sees them
     * @param choice   which of them
     */
    record Maker(AnswerFormat format, boolean thinking, List<?> tools, ToolChoice choice) {

        /** Returns the shape, or empty if the model may write what it likes or what the constraint alone says. */
        Optional<AnswerShape> shape(final Optional<Constraint> content) {
            final List<ToolSchema> callable = callable();
            final boolean enforced = choice.demanded() || (!choice.several() && !callable.isEmpty())
                    || (!callable.isEmpty() && content.isPresent())
                    || callable.stream().anyMatch(ToolSchema::strict);
            if (!enforced && (content.isEmpty() || (!thinking && format != AnswerFormat.HARMONY))) {
                return Optional.empty();
            }
            return Optional.of(new AnswerShape(format, thinking,
                    choice.demanded() ? Optional.empty() : content,
                    callable.stream().map(it -> choice.demanded() ? it : it.asWritten()).toList(), choice));
        }

        private List<ToolSchema> callable() {
            if (format == AnswerFormat.PLAIN) {
                if (choice.demanded()) {
                    throw new UnsupportedModelException("the model's chat template shows no form of calling"
                            + " tools, so no call can be demanded; say which form it has (format)");
                }
                return List.of();
            }
            final var all = tools.stream().map(ToolSchema::of).flatMap(Optional::stream).toList();
            final var chosen = all.stream()
                    .filter(it -> choice.function().isEmpty() || choice.function().get().equals(it.name()))
                    .toList();
            if (choice.demanded() && chosen.isEmpty()) {
                throw new InvalidOptionException("tool choice: expected "
                        + choice.function().map(name -> "\"" + name + "\" to be one of the tools, which are ")
                                .orElse("a tool that could be called, found ")
                        + all.stream().map(ToolSchema::name).toList());
            }
            return chosen;
        }
    }
}
