package dev.ingot.chat.jinja;

/**
 * A piece of a template.
 *
 * @param type what it is
 * @param text characters of data, names, operators and numbers; the content of strings
 * @param at   offset in the template
 */
record Token(Type type, String text, int at) {

    /** What a token is. */
    enum Type {
        DATA("template data"), VARIABLE_BEGIN("begin of print statement"), VARIABLE_END(
                "end of print statement"), BLOCK_BEGIN("begin of statement block"), BLOCK_END(
                        "end of statement block"), NAME("name"), STRING("string"), INTEGER(
                                "integer"), FLOAT("float"), OPERATOR("operator"), END("end of template");

        private final String words;

        Type(final String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    boolean is(final Type other, final String characters) {
        return type == other && text.equals(characters);
    }

    boolean isName(final String name) {
        return is(Type.NAME, name);
    }

    boolean isOperator(final String symbol) {
        return is(Type.OPERATOR, symbol);
    }

    /** Returns what messages call it. */
    String describe() {
        return type == Type.NAME || type == Type.OPERATOR ? text : type.words();
    }
}
