package dev.ingot.chat.jinja;

import java.util.List;

/** The functions every template sees. */
final class Globals {

    private static final List<String> NAMES = List.of("range", "dict", "namespace", "cycler", "joiner",
            "raise_exception");

    private static final Library ALL = new Library()
            .add("range", "start stop? step?", (r, self, a) -> range(a))
            .add("dict", "*", (r, self, a) -> dict(a.raw(), r))
            .add("namespace", "*", (r, self, a) -> namespace(a.raw(), r))
            .add("cycler", "*", (r, self, a) -> new Cycler(a.raw().positional()))
            .add("joiner", "sep?", (r, self, a) -> new Joiner(a.string(0, ", ")))
            .add("raise_exception", "message", (r, self, a) -> {
                throw new Fault(Repr.str(a.get(0), r));
            })
            .add("strftime_now", "format",
                    (r, self, a) -> new StrFTime(r.now(), r.text()).format(a.string(0)));

    private Globals() {}

    /** Defines the functions in a scope. */
    static void define(final Scope scope, final boolean clock) {
        NAMES.forEach(name -> define(scope, name));
        if (clock) {
            define(scope, "strftime_now");
        }
    }

    private static void define(final Scope scope, final String name) {
        scope.set(name, new Method(ALL.find(name).orElseThrow(), None.NONE));
    }

    private static Value range(final Bound a) {
        final boolean single = a.find(1).isEmpty();
        return new RangeValue(single ? 0 : bound(a, 0), bound(a, single ? 0 : 1),
                a.find(2).isPresent() ? bound(a, 2) : 1);
    }

    private static int bound(final Bound a, final int index) {
        return a.integer(index);
    }

    private static Value dict(final Arguments arguments, final Rendering rendering) {
        final var dict = new Dict.Builder();
        for (final Value source : arguments.positional()) {
            if (source instanceof Dict other) {
                other.entries().forEach(entry -> dict.put(entry.key(), entry.value()));
            } else {
                rendering.iterate(source).forEachRemaining(pair -> {
                    final List<Value> parts = Operations.elements(pair, rendering);
                    if (parts.size() != 2) {
                        throw new Fault("dictionary update sequence element has length " + parts.size()
                                + "; 2 is required");
                    }
                    dict.put(parts.getFirst(), parts.getLast());
                });
            }
        }
        arguments.named().forEach(dict::put);
        final Dict result = dict.build();
        rendering.budget().elements(result.size());
        return result;
    }

    private static Value namespace(final Arguments arguments, final Rendering rendering) {
        final var namespace = new Namespace();
        final var attributes = (Dict) dict(arguments, rendering);
        attributes.entries().forEach(entry -> namespace.set(Repr.str(entry.key(), rendering), entry.value()));
        return namespace;
    }
}
