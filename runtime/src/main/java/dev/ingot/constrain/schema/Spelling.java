package dev.ingot.constrain.schema;

import dev.ingot.constrain.grammar.Expr;
import java.util.List;

/** How values that a schema accepts are written down. */
interface Spelling {

    /** Returns the beginning of the names of rules for parts that are written so, none like that of another spelling. */
    String prefix();

    /** Any value. */
    Expr any();

    /**
     * One of some values.
     *
     * @param node   whose keyword gives them
     * @param key    the keyword
     * @param values that fit
     */
    Expr oneOf(SchemaNode node, String key, List<?> values);

    /**
     * Values of one type.
     *
     * @param type a name of {@link Types}, or {@code any}
     * @param node what else must be true of them
     */
    Expr typed(String type, SchemaNode node);
}
