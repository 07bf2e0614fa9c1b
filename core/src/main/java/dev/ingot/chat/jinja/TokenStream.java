package dev.ingot.chat.jinja;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The tokens of a template, with a position, and what parsing needs to remember on the way. */
final class TokenStream {

    /** Nesting of brackets, blocks and unary operators together. */
    static final int MAX_DEPTH = 100;

    private final List<Token> tokens;
    private int position;
    private int depth;
    private Set<String> names = new HashSet<>();

    TokenStream(final List<Token> tokens) {
        this.tokens = tokens;
    }

    Token current() {
        return tokens.get(position);
    }

    Token ahead() {
        return tokens.get(Math.min(position + 1, tokens.size() - 1));
    }

    Token next() {
        final Token token = current();
        if (position < tokens.size() - 1) {
            position++;
        }
        return token;
    }

    boolean at(final Token.Type type) {
        return current().type() == type;
    }

    boolean atOperator(final String symbol) {
        return current().isOperator(symbol);
    }

    boolean atName(final String name) {
        return current().isName(name);
    }

    boolean skipOperator(final String symbol) {
        return atOperator(symbol) && next() != null;
    }

    boolean skipName(final String name) {
        return atName(name) && next() != null;
    }

    /** Takes one of some operators, if it is next. */
    Optional<String> takeOperator(final Set<String> symbols) {
        return at(Token.Type.OPERATOR) && symbols.contains(current().text())
                ? Optional.of(next().text())
                : Optional.empty();
    }

    Token expect(final Token.Type type) {
        return at(type) ? next() : unexpected(type.words());
    }

    void expectOperator(final String symbol) {
        if (!skipOperator(symbol)) {
            unexpected(symbol);
        }
    }

    void expectName(final String name) {
        if (!skipName(name)) {
            unexpected(name);
        }
    }

    private Token unexpected(final String expected) {
        if (at(Token.Type.END)) {
            throw fault("unexpected end of template, expected " + Repr.quoted(expected) + ".");
        }
        throw fault("expected token " + Repr.quoted(expected) + ", got " + Repr.quoted(current().describe()));
    }

    /** Returns a fault at the current token. */
    Fault fault(final String reason) {
        return new Fault(reason, current().at());
    }

    void enter() {
        if (++depth > MAX_DEPTH) {
            throw fault("the template nests more than " + MAX_DEPTH + " levels");
        }
    }

    void leave() {
        depth--;
    }

    /** Remembers that a name is read. */
    void mention(final String name) {
        names.add(name);
    }

    /** Starts to collect mentioned names anew and returns those collected so far. */
    Set<String> swapNames() {
        final Set<String> outer = names;
        names = new HashSet<>();
        return outer;
    }

    /** Ends what {@link #swapNames} began: returns the names since then and adds them to the earlier ones. */
    Set<String> mergeNames(final Set<String> outer) {
        final Set<String> inner = names;
        outer.addAll(inner);
        names = outer;
        return inner;
    }
}
