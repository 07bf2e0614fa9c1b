package dev.ingot.constrain.schema;

import dev.ingot.error.ConstraintException;
import dev.ingot.json.JsonPointer;
import org.jspecify.annotations.Nullable;

/** Finds the parts of a schema that {@code $ref} names by a JSON pointer (RFC 6901). */
final class References {

    private final @Nullable Object root;

    References(final @Nullable Object root) {
        this.root = root;
    }

    @Nullable
    Object root() {
        return root;
    }

    /**
     * Follows a pointer.
     *
     * @param pointer {@code #} or {@code #/...}
     * @param from    where it is written, for messages
     */
    Object at(final String pointer, final String from) {
        if (!JsonPointer.isPointer(pointer)) {
            throw fault(from, "expected a pointer into this schema, such as #/$defs/name, found " + pointer);
        }
        return JsonPointer.find(root, pointer).orElseThrow(() -> fault(from, "nothing is at " + pointer));
    }

    private static ConstraintException fault(final String from, final String reason) {
        return new ConstraintException(SchemaNode.KIND, from, reason);
    }
}
