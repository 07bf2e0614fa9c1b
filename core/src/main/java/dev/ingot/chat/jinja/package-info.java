/**
 * An interpreter for the Jinja2 templates that models bring along: the same text, byte for byte, as Python's jinja2
 * makes in the sandbox transformers renders chat templates in.
 *
 * <p>
 * {@link dev.ingot.chat.jinja.JinjaTemplate} is the entrance. A template travels {@code Lexer -> TokenStream ->
 * StatementParser, ExpressionParser -> Statement, Expression} once, and {@code Executor, Evaluator} walk that tree for
 * every rendering. A template works on {@code Value}s, which are copies: no Java object is in its reach. It is not
 * trusted: every step, character and level of nesting is counted by a {@code Budget}.
 *
 * <p>
 * Left out on purpose: inheritance and inclusion (there is no loader), {@code random}, {@code lipsum}, {@code pprint},
 * {@code urlize}, {@code xmlattr}, and markup that remembers being escaped.
 */
@NullMarked
package dev.ingot.chat.jinja;

import org.jspecify.annotations.NullMarked;
