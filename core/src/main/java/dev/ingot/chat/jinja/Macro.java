package dev.ingot.chat.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A macro, or the body of a call block: sees the variables around its definition as they are when it is called. */
final class Macro implements HostObject {

    private final Statement.MacroDefinition definition;
    private final Scope scope;
    private final Executor executor;

    Macro(final Statement.MacroDefinition definition, final Scope scope, final Executor executor) {
        this.definition = definition;
        this.scope = scope;
        this.executor = executor;
    }

    @Override
    public Value call(final Rendering rendering, final Arguments arguments) {
        final Scope inner = scope.inner();
        final var named = new LinkedHashMap<>(arguments.named());
        final List<Value> positional = arguments.positional();
        final int parameters = definition.parameters().size();
        for (int i = 0; i < parameters; i++) {
            final String name = definition.parameters().get(i);
            final Value given = i < positional.size() ? positional.get(i) : named.remove(name);
            inner.set(name, given != null ? given : otherwise(i, inner));
        }
        setSpecial(inner, named,
                positional.subList(Math.min(parameters, positional.size()), positional.size()));
        final Text out = rendering.text();
        executor.execute(definition.body(), inner, out);
        return out.toStr();
    }

    private Value otherwise(final int parameter, final Scope inner) {
        final int index = parameter - definition.parameters().size() + definition.defaults().size();
        return index >= 0
                ? executor.evaluator().evaluate(definition.defaults().get(index), inner)
                : new Undefined(
                        "parameter '" + definition.parameters().get(parameter) + "' was not provided");
    }

    private void setSpecial(final Scope inner, final Map<String, Value> named, final List<Value> surplus) {
        if (definition.usesCaller()) {
            final Value caller = named.remove("caller");
            inner.set("caller", caller != null ? caller : new Undefined("No caller defined"));
        }
        if (definition.usesKwargs()) {
            final var kwargs = new Dict.Builder();
            named.forEach(kwargs::put);
            inner.set("kwargs", kwargs.build());
        } else if (named.containsKey("caller")) {
            throw new Fault("macro '" + definition.name() + "' was invoked with two values for the special"
                    + " caller argument. This is most likely a bug.");
        } else if (!named.isEmpty()) {
            throw new Fault("macro '" + definition.name() + "' takes no keyword argument '"
                    + named.keySet().iterator().next() + "'");
        }
        if (definition.usesVarargs()) {
            inner.set("varargs", new TupleValue(List.copyOf(surplus)));
        } else if (!surplus.isEmpty()) {
            throw new Fault("macro '" + definition.name() + "' takes not more than "
                    + definition.parameters().size() + " argument(s)");
        }
    }

    @Override
    public @Nullable Value attribute(final String name) {
        return switch (name) {
            case "name" -> new Str(definition.name());
            case "arguments" ->
                new TupleValue(definition.parameters().stream().<Value>map(Str::new).toList());
            case "catch_kwargs" -> Bool.of(definition.usesKwargs());
            case "catch_varargs" -> Bool.of(definition.usesVarargs());
            case "caller" -> Bool.of(definition.usesCaller());
            default -> null;
        };
    }

    @Override
    public String typeName() {
        return "Macro";
    }
}
