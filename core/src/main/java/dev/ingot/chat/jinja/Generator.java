package dev.ingot.chat.jinja;

import java.util.Iterator;

/** What lazy filters such as {@code map} return: its elements can be taken once. Belongs to one rendering. */
final class Generator implements Value {

    private final String typeName;
    private final Iterator<Value> iterator;

    Generator(final Iterator<Value> iterator) {
        this("generator", iterator);
    }

    Generator(final String typeName, final Iterator<Value> iterator) {
        this.typeName = typeName;
        this.iterator = iterator;
    }

    Iterator<Value> iterator() {
        return iterator;
    }

    @Override
    public String typeName() {
        return typeName;
    }
}
