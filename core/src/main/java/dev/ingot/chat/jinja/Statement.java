package dev.ingot.chat.jinja;

import java.util.List;
import java.util.Optional;

/** A part of a template that is executed. {@code at} is its offset in the template. */
sealed interface Statement {

    int at();

    record Data(int at, String text) implements Statement {}

    record Output(int at, Expression expression) implements Statement {}

    record If(int at, List<Branch> branches, List<Statement> otherwise) implements Statement {}

    record Branch(Expression condition, List<Statement> body) {}

    record For(int at, Target target, Expression iterable, Optional<Expression> condition,
            List<Statement> body,
            List<Statement> otherwise, boolean recursive) implements Statement {}

    record Set(int at, Target target, Expression value) implements Statement {}

    record SetBlock(int at, Target target, Optional<Expression> filter, List<Statement> body)
            implements
                Statement {}

    record Macro(int at, MacroDefinition definition) implements Statement {}

    record CallBlock(int at, Expression.Call call, MacroDefinition caller) implements Statement {}

    record FilterBlock(int at, Expression filter, List<Statement> body) implements Statement {}

    record With(int at, List<Set> assignments, List<Statement> body) implements Statement {}

    /** Statements with variables of their own: {@code generation}. */
    record Scoped(int at, List<Statement> body) implements Statement {}

    record Break(int at) implements Statement {}

    record Continue(int at) implements Statement {}

    /** What is assigned to. */
    sealed interface Target {

        record Variable(String name) implements Target {}

        record Member(int at, String namespace, String name) implements Target {}

        record Several(int at, List<Target> targets) implements Target {}
    }

    /**
     * A macro, or the body of a call block.
     *
     * @param name        its name, {@code caller} for a call block
     * @param parameters  names
     * @param defaults    for the last of the parameters
     * @param body        what it does
     * @param usesCaller  whether it mentions {@code caller}
     * @param usesVarargs whether it mentions {@code varargs}, so that it takes surplus arguments
     * @param usesKwargs  whether it mentions {@code kwargs}, so that it takes unknown names
     */
    record MacroDefinition(String name, List<String> parameters, List<Expression> defaults,
            List<Statement> body,
            boolean usesCaller, boolean usesVarargs, boolean usesKwargs) {}
}
