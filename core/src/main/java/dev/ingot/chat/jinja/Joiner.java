package dev.ingot.chat.jinja;

/** What {@code joiner()} returns: a function that yields nothing the first time. Belongs to one rendering. */
final class Joiner implements HostObject {

    private final Str separator;
    private boolean used;

    Joiner(final String separator) {
        this.separator = new Str(separator);
    }

    @Override
    public Value call(final Rendering rendering, final Arguments arguments) {
        final Str result = used ? separator : Str.EMPTY;
        used = true;
        return result;
    }

    @Override
    public String typeName() {
        return "Joiner";
    }
}
