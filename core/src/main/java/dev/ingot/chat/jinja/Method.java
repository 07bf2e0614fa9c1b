package dev.ingot.chat.jinja;

/**
 * A builtin together with the value it belongs to.
 *
 * @param builtin what is called
 * @param self    the value; None for global functions
 */
record Method(Builtin builtin, Value self) implements HostObject {

    @Override
    public Value call(final Rendering rendering, final Arguments arguments) {
        return builtin.apply(rendering, self, arguments);
    }

    @Override
    public String typeName() {
        return "builtin_function_or_method";
    }
}
