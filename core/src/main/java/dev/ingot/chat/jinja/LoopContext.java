package dev.ingot.chat.jinja;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The variable {@code loop}. Looks ahead only when asked for what needs it. Belongs to one rendering. */
final class LoopContext implements HostObject {

    private static final Library METHODS = new Library()
            .add("cycle", "*", (r, self, a) -> ((LoopContext) self).cycle(a.raw().positional()))
            .add("changed", "*", (r, self, a) -> ((LoopContext) self).changed(a.raw().positional()));

    private final Iterator<Value> elements;
    private final Deque<Value> ahead = new ArrayDeque<>();
    private final int depth;
    private final @Nullable UnaryOperator<Value> recursion;
    private final Rendering rendering;
    private int index = -1;
    private @Nullable Value previous;
    private @Nullable Value current;
    private @Nullable List<Value> lastChanged;

    LoopContext(final Iterator<Value> elements, final int depth,
            final @Nullable UnaryOperator<Value> recursion,
            final Rendering rendering) {
        this.elements = elements;
        this.depth = depth;
        this.recursion = recursion;
        this.rendering = rendering;
    }

    /** Moves to the next element, if there is one. */
    boolean advance() {
        if (!hasNext()) {
            return false;
        }
        previous = current;
        current = ahead.removeFirst();
        index++;
        return true;
    }

    Value current() {
        return current == null ? new Undefined("there is no current item") : current;
    }

    int length() {
        while (elements.hasNext()) {
            rendering.budget().elements(1);
            ahead.addLast(elements.next());
        }
        return index + 1 + ahead.size();
    }

    private boolean hasNext() {
        if (ahead.isEmpty() && elements.hasNext()) {
            ahead.addLast(elements.next());
        }
        return !ahead.isEmpty();
    }

    @Override
    public @Nullable Value attribute(final String name) {
        return switch (name) {
            case "index" -> Int.of(index + 1L);
            case "index0" -> Int.of(index);
            case "revindex" -> Int.of(length() - index);
            case "revindex0" -> Int.of(length() - index - 1L);
            case "first" -> Bool.of(index == 0);
            case "last" -> Bool.of(!hasNext());
            case "length" -> Int.of(length());
            case "depth" -> Int.of(depth);
            case "depth0" -> Int.of(depth - 1L);
            case "previtem" -> previous == null ? new Undefined("there is no previous item") : previous;
            case "nextitem" -> hasNext() ? ahead.getFirst() : new Undefined("there is no next item");
            default -> METHODS.find(name).<Value>map(method -> new Method(method, this)).orElse(null);
        };
    }

    private Value cycle(final List<Value> values) {
        if (values.isEmpty()) {
            throw new Fault("no items for cycling given");
        }
        return values.get(index % values.size());
    }

    private Value changed(final List<Value> values) {
        final List<Value> before = lastChanged;
        lastChanged = values;
        return Bool.of(before == null
                || !Comparison.equal(new TupleValue(before), new TupleValue(values), rendering));
    }

    @Override
    public Value call(final Rendering ignored, final Arguments arguments) {
        if (recursion == null) {
            throw new Fault("The loop must have the 'recursive' marker to be called recursively.");
        }
        if (arguments.positional().size() != 1) {
            throw new Fault("loop() takes exactly one argument");
        }
        return recursion.apply(arguments.positional().getFirst());
    }

    @Override
    public String typeName() {
        return "LoopContext";
    }
}
