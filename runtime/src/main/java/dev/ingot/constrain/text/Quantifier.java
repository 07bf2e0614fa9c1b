package dev.ingot.constrain.text;

import dev.ingot.constrain.grammar.Expr;

/** How often: {@code *}, {@code +}, {@code ?}, <code>{m}</code>, <code>{m,}</code>, <code>{m,n}</code>. */
final class Quantifier {

    private static final int MOST = 100_000;

    private Quantifier() {}

    static boolean isNext(final Cursor cursor) {
        final int c = cursor.peek();
        return c == '*' || c == '+' || c == '?' || c == '{';
    }

    static Expr apply(final Cursor cursor, final Expr body) {
        return switch (cursor.next()) {
            case '*' -> Expr.repeat(body, 0, Expr.UNBOUNDED);
            case '+' -> Expr.repeat(body, 1, Expr.UNBOUNDED);
            case '?' -> Expr.optional(body);
            default -> counted(cursor, body);
        };
    }

    private static Expr counted(final Cursor cursor, final Expr body) {
        final int min = cursor.startsWith(",") ? 0 : cursor.number();
        int max = min;
        if (cursor.skip(",")) {
            max = cursor.startsWith("}") ? Expr.UNBOUNDED : cursor.number();
        }
        final Expr result = between(cursor, body, min, max);
        cursor.expect("}");
        return result;
    }

    /** Repeats so often, if that is allowed. */
    static Expr between(final Cursor cursor, final Expr body, final int min, final int max) {
        if (max < min || min > MOST || (max != Expr.UNBOUNDED && max > MOST)) {
            throw cursor.fault("expected rising counts up to " + MOST + ", found " + min + " to " + max);
        }
        return Expr.repeat(body, min, max);
    }
}
