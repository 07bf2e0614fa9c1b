package dev.ingot.chat.jinja;

import dev.ingot.chat.jinja.Executor.Flow;
import java.util.Iterator;

/** Executes {@code for}. */
final class Loops {

    private final Rendering rendering;
    private final Evaluator evaluator;
    private final Executor executor;

    Loops(final Rendering rendering, final Evaluator evaluator, final Executor executor) {
        this.rendering = rendering;
        this.evaluator = evaluator;
        this.executor = executor;
    }

    void run(final Statement.For loop, final Scope scope, final Text out) {
        run(loop, evaluator.evaluate(loop.iterable(), scope), 1, scope, out);
    }

    private void run(final Statement.For loop, final Value iterable, final int depth, final Scope scope,
            final Text out) {
        final var context = new LoopContext(elements(loop, iterable, scope), depth, loop.recursive()
                ? inner -> recurse(loop, inner, depth + 1, scope)
                : null, rendering);
        boolean through = false; // as in jinja2, whose else comes unless a body was gone through to its end
        Flow flow = Flow.NEXT;
        while (flow != Flow.BREAK && context.advance()) {
            final Scope inner = scope.inner();
            inner.set("loop", context);
            executor.assign(loop.target(), context.current(), inner);
            flow = executor.execute(loop.body(), inner, out);
            through |= flow == Flow.NEXT;
        }
        if (!through) {
            executor.execute(loop.otherwise(), scope.inner(), out);
        }
    }

    private Value recurse(final Statement.For loop, final Value iterable, final int depth,
            final Scope scope) {
        final Text out = rendering.text();
        run(loop, iterable, depth, scope, out);
        return out.toStr();
    }

    private Iterator<Value> elements(final Statement.For loop, final Value iterable, final Scope scope) {
        final Iterator<Value> elements = rendering.iterate(iterable);
        return loop.condition()
                .<Iterator<Value>>map(condition -> new SelectionFilters.Filtering(elements, value -> {
                    final Scope inner = scope.inner();
                    executor.assign(loop.target(), value, inner);
                    return evaluator.truth(condition, inner);
                })).orElse(elements);
    }

}
