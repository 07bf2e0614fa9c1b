package dev.ingot.chat.jinja;

import dev.ingot.error.TemplateException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A parsed template. Immutable and thread-safe: it is rendered as often as needed. */
public final class JinjaTemplate {

    /** Longest source, in characters; published chat templates have some ten thousand. */
    private static final int MAX_SOURCE = 1 << 20;
    private static final String NESTED = "the template nests too deeply";

    private final String source;
    private final List<Statement> statements;

    private JinjaTemplate(final String source, final List<Statement> statements) {
        this.source = source;
        this.statements = statements;
    }

    /**
     * Parses a template.
     *
     * @param source its text
     * @return the template
     * @throws TemplateException if it is not a template; names line and column
     */
    public static JinjaTemplate parse(final String source) {
        if (source.length() > MAX_SOURCE) {
            throw new TemplateException(
                    "a template of " + source.length() + " characters; at most " + MAX_SOURCE
                            + " are read",
                    0, 0, null);
        }
        final String normalized = Lexer.normalize(source);
        try {
            return new JinjaTemplate(normalized, StatementParser.parse(Lexer.tokenize(normalized)));
        } catch (Fault fault) {
            throw fault.toException(normalized);
        } catch (StackOverflowError e) {
            // The parser limits nesting itself; this is for threads whose stack is nearly used up already.
            throw new TemplateException(NESTED, 0, 0, e);
        }
    }

    /**
     * Renders the template.
     *
     * @param variables what it sees: strings, numbers, booleans, null, lists and maps of them
     * @param clock     what {@code strftime_now} reads, or null so that the function is not defined
     * @return the text
     * @throws TemplateException if it fails, calls {@code raise_exception} or exceeds its limits
     */
    public String render(final Map<String, ? extends @Nullable Object> variables,
            final @Nullable Clock clock) {
        try {
            final var conversion = new Conversion();
            final Scope scope = Scope.root();
            Globals.define(scope, clock != null);
            variables.forEach((name, value) -> scope.set(name, conversion.value(value)));
            final var rendering = new Rendering(new Budget(conversion.units()),
                    clock == null ? Clock.systemUTC() : clock);
            final Text out = rendering.text();
            new Executor(rendering).execute(statements, scope.inner(), out);
            return out.toString();
        } catch (Fault fault) {
            throw fault.toException(source);
        } catch (StackOverflowError e) {
            // As in parse.
            throw new TemplateException(NESTED, 0, 0, e);
        }
    }
}
