package dev.ingot.chat.jinja;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code cycler()} returns. Belongs to one rendering. */
final class Cycler implements HostObject {

    private static final Library METHODS = new Library()
            .add("next", "", (r, self, a) -> ((Cycler) self).next())
            .add("reset", "", (r, self, a) -> ((Cycler) self).reset());

    private final List<Value> items;
    private int position;

    Cycler(final List<Value> items) {
        if (items.isEmpty()) {
            throw new Fault("at least one item has to be provided");
        }
        this.items = items;
    }

    private Value next() {
        final Value result = items.get(position);
        position = (position + 1) % items.size();
        return result;
    }

    private Value reset() {
        position = 0;
        return None.NONE;
    }

    @Override
    public @Nullable Value attribute(final String name) {
        return name.equals("current")
                ? items.get(position)
                : METHODS.find(name).<Value>map(method -> new Method(method, this)).orElse(null);
    }

    @Override
    public boolean callable() {
        return false;
    }

    @Override
    public String typeName() {
        return "Cycler";
    }
}
