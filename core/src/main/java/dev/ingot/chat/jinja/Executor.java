package dev.ingot.chat.jinja;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Executes statements: writes their text and sets their variables. */
final class Executor {

    /** How a statement ends. */
    enum Flow {
        NEXT, BREAK, CONTINUE
    }

    private final Rendering rendering;
    private final Evaluator evaluator;
    private final Loops loops;

    Executor(final Rendering rendering) {
        this.rendering = rendering;
        this.evaluator = new Evaluator(rendering);
        this.loops = new Loops(rendering, evaluator, this);
    }

    Rendering rendering() {
        return rendering;
    }

    Evaluator evaluator() {
        return evaluator;
    }

    Flow execute(final List<Statement> statements, final Scope scope, final Text out) {
        rendering.budget().enter();
        Flow flow = Flow.NEXT;
        for (final Iterator<Statement> i = statements.iterator(); flow == Flow.NEXT && i.hasNext();) {
            flow = execute(i.next(), scope, out);
        }
        rendering.budget().leave();
        return flow;
    }

    private Flow execute(final Statement statement, final Scope scope, final Text out) {
        try {
            rendering.budget().step();
            return switch (statement) {
                case Statement.If choice -> choose(choice, scope, out);
                case Statement.With with -> with(with, scope, out);
                case Statement.Scoped scoped -> execute(scoped.body(), scope.inner(), out);
                case Statement.FilterBlock block -> filter(block, scope, out);
                case Statement.SetBlock block -> setBlock(block, scope);
                case Statement.Break ignored -> Flow.BREAK;
                case Statement.Continue ignored -> Flow.CONTINUE;
                default -> {
                    simple(statement, scope, out);
                    yield Flow.NEXT;
                }
            };
        } catch (Fault fault) {
            throw fault.locate(statement.at());
        }
    }

    private void simple(final Statement statement, final Scope scope, final Text out) {
        switch (statement) {
            case Statement.Data data -> out.append(data.text());
            case Statement.Output output ->
                Repr.str(evaluator.evaluate(output.expression(), scope), rendering, out);
            case Statement.For loop -> loops.run(loop, scope, out);
            case Statement.Set set -> assign(set.target(), evaluator.evaluate(set.value(), scope), scope);
            case Statement.Macro macro ->
                scope.set(macro.definition().name(), new Macro(macro.definition(), scope, this));
            case Statement.CallBlock block -> call(block, scope, out);
            default -> throw new IllegalStateException(statement.toString());
        }
    }

    private Flow choose(final Statement.If choice, final Scope scope, final Text out) {
        for (final Statement.Branch branch : choice.branches()) {
            if (evaluator.truth(branch.condition(), scope)) {
                return execute(branch.body(), scope, out);
            }
        }
        return execute(choice.otherwise(), scope, out);
    }

    private Flow with(final Statement.With with, final Scope scope, final Text out) {
        final Scope inner = scope.inner();
        for (final Statement.Set set : with.assignments()) {
            assign(set.target(), evaluator.evaluate(set.value(), scope), inner);
        }
        return execute(with.body(), inner, out);
    }

    private Flow filter(final Statement.FilterBlock block, final Scope scope, final Text out) {
        final Scope inner = scope.inner();
        final Text text = rendering.text();
        final Flow flow = execute(block.body(), inner, text);
        if (flow == Flow.NEXT) {
            inner.set(Expression.Name.BLOCK_TEXT, text.toStr());
            Repr.str(evaluator.evaluate(block.filter(), inner), rendering, out);
        }
        return flow;
    }

    private Flow setBlock(final Statement.SetBlock block, final Scope scope) {
        final Scope inner = scope.inner();
        final Text text = rendering.text();
        final Flow flow = execute(block.body(), inner, text);
        if (flow == Flow.NEXT) {
            inner.set(Expression.Name.BLOCK_TEXT, text.toStr());
            assign(block.target(), block.filter().map(filter -> evaluator.evaluate(filter, inner))
                    .orElseGet(text::toStr), scope);
        }
        return flow;
    }

    private void call(final Statement.CallBlock block, final Scope scope, final Text out) {
        final Value callee = evaluator.evaluate(block.call().callee(), scope);
        final var caller = new Macro(block.caller(), scope, this);
        final Arguments arguments = evaluator.arguments(block.call().arguments(), scope).with("caller",
                caller);
        Repr.str(rendering.call(callee, arguments), rendering, out);
    }

    /** Assigns a value to a variable, a member of a namespace, or its parts to several of them. */
    void assign(final Statement.Target target, final Value value, final Scope scope) {
        switch (target) {
            case Statement.Target.Variable variable -> scope.set(variable.name(), value);
            case Statement.Target.Member member -> {
                if (!(scope.get(member.namespace()) instanceof Namespace namespace)) {
                    throw new Fault("cannot assign attribute on non-namespace object", member.at());
                }
                namespace.set(member.name(), value);
            }
            case Statement.Target.Several several -> unpack(several, value, scope);
        }
    }

    private void unpack(final Statement.Target.Several several, final Value value, final Scope scope) {
        final int wanted = several.targets().size();
        if (!Operations.isIterable(value)) {
            throw new Fault("cannot unpack non-iterable " + value.typeName() + " object", several.at());
        }
        final var parts = new ArrayList<Value>();
        final Iterator<Value> items = rendering.iterate(value);
        while (items.hasNext() && parts.size() <= wanted) {
            parts.add(items.next());
        }
        if (parts.size() > wanted) {
            throw new Fault("too many values to unpack (expected " + wanted + ")", several.at());
        }
        if (parts.size() < wanted) {
            throw new Fault("not enough values to unpack (expected " + wanted + ", got " + parts.size() + ")",
                    several.at());
        }
        for (int i = 0; i < wanted; i++) {
            assign(several.targets().get(i), parts.get(i), scope);
        }
    }
}
