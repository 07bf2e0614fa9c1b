package dev.ingot.runtime;

import java.util.Optional;

/**
 * Which tools an answer calls. Immutable; start from {@link #auto}. To forbid calls, give no tools.
 *
 * @param demanded whether there must be a call
 * @param function the only tool that may be called, or empty for any
 * @param several  whether there may be more than one call
 */
public record ToolChoice(boolean demanded, Optional<String> function, boolean several) {

    /**
     * Leaves it to the model. Arguments of tools whose descriptions say {@code strict: true} fit their schemas.
     *
     * @return the choice
     */
    public static ToolChoice auto() {
        return new ToolChoice(false, Optional.empty(), true);
    }

    /**
     * Demands calls.
     *
     * @return the choice
     */
    public static ToolChoice required() {
        return new ToolChoice(true, Optional.empty(), true);
    }

    /**
     * Demands a call of one tool.
     *
     * @param name of the tool
     * @return the choice
     */
    public static ToolChoice function(final String name) {
        return new ToolChoice(true, Optional.of(name), false);
    }

    /**
     * Allows one call at most.
     *
     * @return the changed copy
     */
    public ToolChoice one() {
        return new ToolChoice(demanded, function, false);
    }
}
