package dev.ingot.chat.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Parses what is assigned to: names, members of namespaces, tuples of them. */
final class TargetParser {

    private static final Set<String> CONSTANTS = Set.of("true", "false", "none", "True", "False", "None");

    private static final String NO_TARGET = "can't assign to 'const'";

    private final TokenStream tokens;

    TargetParser(final TokenStream tokens) {
        this.tokens = tokens;
    }

    /** Parses the target of a loop or of {@code with}. */
    Statement.Target target(final String end) {
        return several(false, end);
    }

    /** Parses the target of {@code set}, which may be the member of a namespace. */
    Statement.Target targetOfSet() {
        return several(true, "=");
    }

    private Statement.Target several(final boolean members, final String end) {
        final int at = tokens.current().at();
        final var targets = new ArrayList<Statement.Target>();
        boolean comma = false;
        do {
            if (!targets.isEmpty()) {
                comma = true;
                if (ends(end)) {
                    break;
                }
            }
            targets.add(one(members));
        } while (tokens.skipOperator(","));
        return targets.size() == 1 && !comma
                ? targets.getFirst()
                : new Statement.Target.Several(at, List.copyOf(targets));
    }

    private boolean ends(final String end) {
        return tokens.atName(end) || tokens.atOperator(end) || tokens.atOperator(")")
                || tokens.at(Token.Type.BLOCK_END);
    }

    private Statement.Target one(final boolean members) {
        if (tokens.skipOperator("(")) {
            tokens.enter();
            final Statement.Target inner = several(members, ")");
            tokens.leave();
            tokens.expectOperator(")");
            return inner;
        }
        final Token name = tokens.current();
        switch (name.type()) {
            case NAME -> tokens.next();
            case STRING, INTEGER, FLOAT -> throw tokens.fault(NO_TARGET);
            default -> throw tokens.fault("Expected an expression, got " + Repr.quoted(name.describe()));
        }
        if (CONSTANTS.contains(name.text())) {
            throw new Fault(NO_TARGET, name.at());
        }
        if (members && tokens.skipOperator(".")) {
            tokens.mention(name.text());
            return new Statement.Target.Member(name.at(), name.text(), tokens.expect(Token.Type.NAME).text());
        }
        return new Statement.Target.Variable(name.text());
    }
}
