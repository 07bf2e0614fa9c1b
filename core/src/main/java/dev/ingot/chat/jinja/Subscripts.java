package dev.ingot.chat.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Attributes, elements and slices. What the sandbox hides, or what does not exist, is undefined. */
final class Subscripts {

    private Subscripts() {}

    /** {@code object.name}: an attribute, else an element. */
    static Value attribute(final Value object, final String name) {
        final Value found = ownAttribute(object, name);
        if (found != null) {
            return found;
        }
        final Value element = element(object, new Str(name));
        return element != null ? element : Undefined.of(object, new Str(name));
    }

    /** {@code object[key]}: an element, else an attribute. */
    static Value item(final Value object, final Value key, final Rendering rendering) {
        if (object instanceof Undefined undefined) {
            throw undefined.fault();
        }
        if (object instanceof Str(String text)) {
            rendering.budget().scan(text.length());
        }
        final Value element = element(object, key);
        if (element != null) {
            return element;
        }
        final Value found = key instanceof Str(String name) ? ownAttribute(object, name) : null;
        return found != null ? found : Undefined.of(object, key);
    }

    private static @Nullable Value ownAttribute(final Value object, final String name) {
        if (object instanceof Undefined undefined) {
            throw undefined.fault();
        }
        if (name.startsWith("__") && name.endsWith("__")) {
            return Undefined.unsafe(object, name);
        }
        if (object instanceof HostObject host) {
            return host.attribute(name);
        }
        if (object instanceof TupleValue tuple && tuple.names().contains(name)) {
            return tuple.items().get(tuple.names().indexOf(name));
        }
        if (Methods.changesValue(object, name)) {
            return Undefined.unsafe(object, name);
        }
        final Optional<Builtin> method = Methods.of(object).flatMap(library -> library.find(name));
        return method.<Value>map(builtin -> new Method(builtin, object)).orElse(null);
    }

    private static @Nullable Value element(final Value object, final Value key) {
        return switch (object) {
            case Dict dict -> isHashable(key) ? dict.get(key) : null;
            case Sequence sequence -> Numbers.integer(key)
                    .map(i -> at(sequence.items(), new Int(i).clamped()))
                    .orElse(null);
            case Str s -> Numbers.integer(key).map(i -> at(s, new Int(i).clamped())).orElse(null);
            default -> null;
        };
    }

    private static boolean isHashable(final Value key) {
        return !(key instanceof ListValue || key instanceof Dict || key instanceof DictView);
    }

    private static @Nullable Value at(final List<Value> items, final int index) {
        final long position = index < 0 ? (long) index + items.size() : index;
        return position < 0 || position >= items.size() ? null : items.get((int) position);
    }

    private static @Nullable Value at(final Str string, final int index) {
        final int length = string.length();
        final long position = index < 0 ? (long) index + length : index;
        if (position < 0 || position >= length) {
            return null;
        }
        final String text = string.value();
        return new Str(Character.toString(text.codePointAt(text.offsetByCodePoints(0, (int) position))));
    }

    /** {@code object[start:stop:step]}; None stands for what is left out. */
    static Value slice(final Value object, final Value start, final Value stop, final Value step,
            final Rendering rendering) {
        requireSliceable(object);
        if (!(isBound(start) && isBound(stop) && isBound(step))) {
            throw new Fault("slice indices must be integers or None or have an __index__ method");
        }
        final int stride = bound(step).orElse(1);
        if (stride == 0) {
            throw new Fault("slice step cannot be zero");
        }
        return switch (object) {
            case Str string ->
                new Str(slice(string.value().codePoints().toArray(), start, stop, stride, rendering));
            case Sequence sequence -> {
                final var items = new ArrayList<Value>();
                for (final int i : indices(sequence.items().size(), start, stop, stride, rendering)) {
                    items.add(sequence.items().get(i));
                }
                yield sequence.with(items);
            }
            default -> throw notSliceable(object);
        };
    }

    /** Tells whether there is such a slice. */
    static boolean isSlice(final Value object, final Value start, final Value stop, final Value step) {
        return (object instanceof Str || object instanceof Sequence) && isBound(start) && isBound(stop)
                && isBound(step);
    }

    private static void requireSliceable(final Value object) {
        if (object instanceof Undefined undefined) {
            throw undefined.fault();
        }
        if (!(object instanceof Str || object instanceof Sequence)) {
            throw notSliceable(object);
        }
    }

    private static Fault notSliceable(final Value object) {
        return new Fault(object instanceof Dict
                ? "unhashable type: 'slice'"
                : "'" + object.typeName() + "' object is not subscriptable");
    }

    private static String slice(final int[] codePoints, final Value start, final Value stop, final int step,
            final Rendering rendering) {
        final int[] indices = indices(codePoints.length, start, stop, step, rendering);
        final int[] picked = new int[indices.length];
        for (int i = 0; i < picked.length; i++) {
            picked[i] = codePoints[indices[i]];
        }
        return new String(picked, 0, picked.length);
    }

    private static int[] indices(final int length, final Value start, final Value stop, final int step,
            final Rendering rendering) {
        rendering.budget().characters(length);
        final boolean up = step > 0;
        final long first = limit(bound(start), up ? 0 : length - 1, length, up);
        final long end = limit(bound(stop), up ? length : -1, length, up);
        final long count = up ? (end - first + step - 1) / step : (first - end - step - 1) / -(long) step;
        final int[] indices = new int[(int) Math.max(0, count)];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = (int) (first + (long) i * step);
        }
        return indices;
    }

    private static long limit(final Optional<Integer> given, final long otherwise, final int length,
            final boolean up) {
        if (given.isEmpty()) {
            return otherwise;
        }
        final long index = given.get() < 0 ? (long) given.get() + length : given.get();
        return up ? Math.clamp(index, 0L, (long) length) : Math.clamp(index, -1L, length - 1L);
    }

    private static boolean isBound(final Value value) {
        return value == None.NONE || Numbers.integer(value).isPresent();
    }

    private static Optional<Integer> bound(final Value value) {
        return Numbers.integer(value).map(i -> new Int(i).clamped());
    }
}
