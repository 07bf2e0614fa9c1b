package dev.ingot.chat.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Parses {@code macro} and {@code call} blocks. */
final class MacroParser {

    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final StatementParser statements;

    MacroParser(final TokenStream tokens, final ExpressionParser expressions,
            final StatementParser statements) {
        this.tokens = tokens;
        this.expressions = expressions;
        this.statements = statements;
    }

    Statement macro() {
        final int at = tokens.next().at();
        final String name = tokens.expect(Token.Type.NAME).text();
        final Set<String> outer = tokens.swapNames();
        final var signature = new Signature();
        signature.parse();
        final List<Statement> body = statements.detachedBody("macro", "endmacro");
        return new Statement.Macro(at, signature.define(name, body, tokens.mergeNames(outer)));
    }

    Statement callBlock() {
        final int at = tokens.next().at();
        final Set<String> outer = tokens.swapNames();
        final var signature = new Signature();
        if (tokens.atOperator("(")) {
            signature.parse();
        }
        final Expression called = expressions.expression();
        if (!(called instanceof Expression.Call call)) {
            throw new Fault("expected call", at);
        }
        final List<Statement> body = statements.detachedBody("call", "endcall");
        return new Statement.CallBlock(at, call, signature.define("caller", body, tokens.mergeNames(outer)));
    }

    /** Parameters with their defaults. */
    private final class Signature {

        private final List<String> parameters = new ArrayList<>();
        private final List<Expression> defaults = new ArrayList<>();

        void parse() {
            tokens.expectOperator("(");
            while (!tokens.atOperator(")")) {
                if (!parameters.isEmpty()) {
                    tokens.expectOperator(",");
                }
                parameters.add(tokens.expect(Token.Type.NAME).text());
                if (tokens.skipOperator("=")) {
                    defaults.add(expressions.expression());
                } else if (!defaults.isEmpty()) {
                    throw tokens.fault("non-default argument follows default argument");
                }
            }
            tokens.expectOperator(")");
        }

        Statement.MacroDefinition define(final String name, final List<Statement> body,
                final Set<String> mentioned) {
            return new Statement.MacroDefinition(name, List.copyOf(parameters), List.copyOf(defaults), body,
                    mentions(mentioned, "caller"), mentions(mentioned, "varargs"),
                    mentions(mentioned, "kwargs"));
        }

        private boolean mentions(final Set<String> mentioned, final String name) {
            return mentioned.contains(name) && !parameters.contains(name);
        }
    }
}
