package dev.ingot.chat.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A filter, test, method or global function.
 *
 * @param name       how templates call it
 * @param parameters names of what it takes besides the value it works on
 * @param required   how many of them must be given
 * @param body       what it does
 */
record Builtin(String name, List<String> parameters, int required, Body body) {

    /** What a builtin does. */
    @FunctionalInterface
    interface Body {

        /**
         * Computes the result.
         *
         * @param rendering where it happens
         * @param self      the value that is filtered, tested or whose method is called
         * @param arguments one per parameter
         * @return the result
         */
        Value apply(Rendering rendering, Value self, Bound arguments);
    }

    /** Matches the arguments with the parameters and computes the result; counts going through and copying a text. */
    Value apply(final Rendering rendering, final Value self, final Arguments arguments) {
        final int length = self instanceof Str(String text) ? text.length() : 0;
        rendering.budget().scan(length);
        final Value result = body.apply(rendering, self, new Bound(name, bind(arguments), arguments));
        if (!(result instanceof Bool || result instanceof Int)) {
            rendering.budget().characters(length);
        }
        return result;
    }

    private List<@Nullable Value> bind(final Arguments arguments) {
        if (parameters.equals(List.of("*"))) {
            return List.of();
        }
        final var bound = new ArrayList<@Nullable Value>();
        final int given = arguments.positional().size();
        if (given > parameters.size()) {
            throw new Fault(
                    name + "() takes at most " + parameters.size() + " arguments (" + given + " given)");
        }
        for (int i = 0; i < parameters.size(); i++) {
            final Value named = arguments.named().get(parameters.get(i));
            if (i < given && named != null) {
                throw new Fault(name + "() got multiple values for argument '" + parameters.get(i) + "'");
            }
            bound.add(i < given ? arguments.positional().get(i) : named);
            if (i < required && bound.get(i) == null) {
                throw new Fault(
                        name + "() missing 1 required positional argument: '" + parameters.get(i) + "'");
            }
        }
        requireKnown(arguments.named());
        return bound;
    }

    private void requireKnown(final Map<String, Value> named) {
        for (final String given : named.keySet()) {
            if (!parameters.contains(given)) {
                throw new Fault(name + "() got an unexpected keyword argument '" + given + "'");
            }
        }
    }
}
