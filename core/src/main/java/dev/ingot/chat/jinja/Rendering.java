package dev.ingot.chat.jinja;

import java.time.Clock;
import java.time.LocalDateTime;
import java.util.Iterator;
import java.util.List;

/**
 * What one rendering of a template shares: the budget and the clock.
 *
 * @param budget what it may still use
 * @param clock  what {@code strftime_now} reads
 */
record Rendering(Budget budget, Clock clock) {

    Text text() {
        return new Text(budget);
    }

    LocalDateTime now() {
        return LocalDateTime.now(clock);
    }

    Value call(final Value callee, final Arguments arguments) {
        budget.step();
        return switch (callee) {
            case Undefined undefined -> throw undefined.fault();
            case HostObject object when object.callable() -> object.call(this, arguments);
            default -> throw new Fault("'" + callee.typeName() + "' object is not callable");
        };
    }

    Value filter(final String name, final Value value, final Arguments arguments) {
        budget.step();
        return Filters.ALL.find(name)
                .orElseThrow(() -> new Fault("No filter named " + Repr.quoted(name) + "."))
                .apply(this, value, arguments);
    }

    boolean test(final String name, final Value value, final Arguments arguments) {
        budget.step();
        final Value result = Tests.ALL.find(name)
                .orElseThrow(() -> new Fault("No test named " + Repr.quoted(name) + "."))
                .apply(this, value, arguments);
        return Operations.truth(result);
    }

    /** Makes a list and counts its slots. */
    ListValue list(final List<Value> items) {
        budget.elements(items.size());
        return new ListValue(items);
    }

    /** Goes through the elements of a value, counting each. */
    Iterator<Value> iterate(final Value value) {
        if (value instanceof Dict || value instanceof DictView) {
            budget.work(Operations.length(value).orElse(0));
        }
        final Iterator<Value> elements = Operations.iterator(value);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return elements.hasNext();
            }

            @Override
            public Value next() {
                budget.step();
                return elements.next();
            }
        };
    }
}
