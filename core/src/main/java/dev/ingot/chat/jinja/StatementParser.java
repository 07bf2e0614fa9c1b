package dev.ingot.chat.jinja;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Parses a whole template: data, print statements and block tags. */
final class StatementParser {

    /** A block tag that waits for its end. */
    private record Open(String tag, List<String> ends) {}

    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final TargetParser targets;
    private final MacroParser macros;
    private final Deque<Open> open = new ArrayDeque<>();
    private int loops;

    private StatementParser(final TokenStream tokens) {
        this.tokens = tokens;
        this.expressions = new ExpressionParser(tokens);
        this.targets = new TargetParser(tokens);
        this.macros = new MacroParser(tokens, expressions, this);
    }

    /** Parses the tokens of a template. */
    static List<Statement> parse(final List<Token> tokens) {
        final var parser = new StatementParser(new TokenStream(tokens));
        final List<Statement> statements = parser.statements(Set.of());
        if (!parser.tokens.at(Token.Type.END)) {
            throw parser.unknownTag();
        }
        return statements;
    }

    private List<Statement> statements(final Set<String> ends) {
        tokens.enter();
        final var result = new ArrayList<Statement>();
        while (!tokens.at(Token.Type.END)) {
            final Token token = tokens.next();
            switch (token.type()) {
                case DATA -> result.add(new Statement.Data(token.at(), token.text()));
                case VARIABLE_BEGIN -> {
                    result.add(new Statement.Output(token.at(), expressions.primaries().tuple(true, false)));
                    tokens.expect(Token.Type.VARIABLE_END);
                }
                default -> {
                    if (tokens.at(Token.Type.NAME) && ends.contains(tokens.current().text())) {
                        tokens.leave();
                        return result;
                    }
                    result.add(tag());
                    tokens.expect(Token.Type.BLOCK_END);
                }
            }
        }
        tokens.leave();
        return result;
    }

    /** Parses the body of a tag, whose own end is next, up to one of some end tags, which is left as current token. */
    List<Statement> body(final String tag, final String... ends) {
        tokens.skipOperator(":");
        tokens.expect(Token.Type.BLOCK_END);
        open.push(new Open(tag, List.of(ends)));
        final List<Statement> body = statements(Set.of(ends));
        if (tokens.at(Token.Type.END)) {
            throw tokens.fault("Unexpected end of template. " + lookingFor());
        }
        open.pop();
        return body;
    }

    /** Parses a body in which {@code break} and {@code continue} do not see loops around it. */
    List<Statement> detachedBody(final String tag, final String end) {
        final int outer = loops;
        loops = 0;
        final List<Statement> body = body(tag, end);
        tokens.next();
        loops = outer;
        return body;
    }

    private List<Statement> bodyToEnd(final String tag, final String end) {
        final List<Statement> body = body(tag, end);
        tokens.next();
        return body;
    }

    private Statement tag() {
        if (!tokens.at(Token.Type.NAME)) {
            throw tokens.fault("tag name expected");
        }
        final Token tag = tokens.current();
        final int at = tag.at();
        return switch (tag.text()) {
            case "if" -> conditional(at);
            case "for" -> loop(at);
            case "set" -> set(at);
            case "with" -> with(at);
            case "print" -> print(at);
            case "filter" -> {
                tokens.next();
                final Expression filter = expressions.postfixes().blockFilter();
                yield new Statement.FilterBlock(at, filter, bodyToEnd("filter", "endfilter"));
            }
            case "generation" -> {
                tokens.next();
                yield new Statement.Scoped(at, detachedBody("generation", "endgeneration"));
            }
            case "macro" -> macros.macro();
            case "call" -> macros.callBlock();
            case "break", "continue" -> jump(tokens.next());
            default -> throw unknownTag();
        };
    }

    private Statement print(final int at) {
        tokens.next();
        final Expression printed = expressions.primaries().tuple(true, false);
        return new Statement.Output(at, printed instanceof Expression.TupleLiteral several
                ? new Expression.Concatenation(at, several.items())
                : printed);
    }

    private Statement jump(final Token tag) {
        if (loops == 0) {
            throw new Fault("'" + tag.text() + "' outside loop", tag.at());
        }
        return tag.text().equals("break") ? new Statement.Break(tag.at()) : new Statement.Continue(tag.at());
    }

    private Statement conditional(final int at) {
        final var branches = new ArrayList<Statement.Branch>();
        List<Statement> otherwise = List.of();
        do {
            tokens.next();
            final Expression condition = expressions.primaries().tuple(false, false);
            branches.add(new Statement.Branch(condition, body("if", "elif", "else", "endif")));
        } while (tokens.atName("elif"));
        if (tokens.skipName("else")) {
            otherwise = body("if", "endif");
        }
        tokens.next();
        return new Statement.If(at, List.copyOf(branches), otherwise);
    }

    private Statement loop(final int at) {
        tokens.next();
        final Statement.Target target = targets.target("in");
        tokens.expectName("in");
        final Expression iterable = expressions.primaries().tuple(false, false);
        final Optional<Expression> condition = tokens.skipName("if")
                ? Optional.of(expressions.expression())
                : Optional.empty();
        final boolean recursive = tokens.skipName("recursive");
        loops++;
        final List<Statement> body = body("for", "endfor", "else");
        loops--;
        final List<Statement> otherwise = tokens.skipName("else") ? body("for", "endfor") : List.of();
        tokens.next();
        return new Statement.For(at, target, iterable, condition, body, otherwise, recursive);
    }

    private Statement set(final int at) {
        tokens.next();
        final Statement.Target target = targets.targetOfSet();
        if (tokens.skipOperator("=")) {
            return new Statement.Set(at, target, expressions.primaries().tuple(true, false));
        }
        final Optional<Expression> filter = expressions.postfixes().setFilter();
        return new Statement.SetBlock(at, target, filter, bodyToEnd("set", "endset"));
    }

    private Statement with(final int at) {
        tokens.next();
        final var assignments = new ArrayList<Statement.Set>();
        while (!tokens.at(Token.Type.BLOCK_END)) {
            if (!assignments.isEmpty()) {
                tokens.expectOperator(",");
            }
            final int place = tokens.current().at();
            final Statement.Target target = targets.target("=");
            tokens.expectOperator("=");
            assignments.add(new Statement.Set(place, target, expressions.expression()));
        }
        return new Statement.With(at, List.copyOf(assignments), bodyToEnd("with", "endwith"));
    }

    private Fault unknownTag() {
        final String name = tokens.current().text();
        final var text = new StringBuilder("Encountered unknown tag ").append(Repr.quoted(name)).append('.');
        final var expected = new HashSet<String>();
        open.forEach(tag -> expected.addAll(tag.ends()));
        if (open.isEmpty()) {
            return tokens.fault(text.toString());
        }
        return tokens.fault(text.append(' ').append(expected.contains(name)
                ? "You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for "
                        + ends() + ". " + innermost()
                : lookingFor()).toString());
    }

    private String lookingFor() {
        return "Jinja was looking for the following tags: " + ends() + ". " + innermost();
    }

    private String ends() {
        return open.getFirst().ends().stream().map(Repr::quoted).collect(Collectors.joining(" or "));
    }

    private String innermost() {
        return "The innermost block that needs to be closed is " + Repr.quoted(open.getFirst().tag()) + ".";
    }
}
