package dev.ingot.chat.jinja;

import java.util.Optional;
import java.util.Set;

/** The methods of strings, dicts, lists and numbers. Those that would change a value are not for templates. */
final class Methods {

    private static final Set<String> LIST_CHANGES = Set.of("append", "clear", "pop", "reverse", "insert",
            "sort",
            "extend", "remove");
    private static final Set<String> DICT_CHANGES = Set.of("clear", "pop", "popitem", "setdefault", "update");

    private static final Library DICT = new Library()
            .add("items", "", (r, self, a) -> new DictView(DictView.Kind.ITEMS, (Dict) self))
            .add("keys", "", (r, self, a) -> new DictView(DictView.Kind.KEYS, (Dict) self))
            .add("values", "", (r, self, a) -> new DictView(DictView.Kind.VALUES, (Dict) self))
            .add("copy", "", (r, self, a) -> self)
            .add("get", "key default?", Methods::get);

    private static final Library SEQUENCE = new Library()
            .add("copy", "", (r, self, a) -> self)
            .add("count", "value", Methods::count)
            .add("index", "value", Methods::index);

    private static final Library NUMBER = new Library()
            .add("bit_length", "",
                    (r, self, a) -> Int.of(Numbers.integer(self).orElseThrow().abs().bitLength()))
            .add("is_integer", "", (r, self, a) -> Bool.of(
                    !(self instanceof Real(double value))
                            || (value == Math.rint(value) && !Double.isInfinite(value))));

    private Methods() {}

    /** Returns the methods of a value's type, if it has any. */
    static Optional<Library> of(final Value value) {
        return switch (value) {
            case Str ignored -> Optional.of(StringMethods.ALL);
            case Dict ignored -> Optional.of(DICT);
            case Sequence ignored -> Optional.of(SEQUENCE);
            case Int ignored -> Optional.of(NUMBER);
            case Real ignored -> Optional.of(NUMBER);
            default -> Optional.empty();
        };
    }

    /** Tells whether a method changes the value, which the sandbox forbids. */
    static boolean changesValue(final Value value, final String method) {
        return switch (value) {
            case ListValue ignored -> LIST_CHANGES.contains(method);
            case Dict ignored -> DICT_CHANGES.contains(method);
            default -> false;
        };
    }

    private static Value get(final Rendering rendering, final Value self, final Bound a) {
        final Value found = ((Dict) self).get(a.get(0));
        return found != null ? found : a.find(1).orElse(None.NONE);
    }

    private static Value count(final Rendering rendering, final Value self, final Bound a) {
        return Int.of(((Sequence) self).items().stream()
                .filter(item -> Comparison.equal(item, a.get(0), rendering)).count());
    }

    private static Value index(final Rendering rendering, final Value self, final Bound a) {
        int index = 0;
        for (final Value item : ((Sequence) self).items()) {
            if (Comparison.equal(item, a.get(0), rendering)) {
                return Int.of(index);
            }
            index++;
        }
        throw new Fault(Repr.brief(a.get(0)) + " is not in " + self.typeName());
    }
}
