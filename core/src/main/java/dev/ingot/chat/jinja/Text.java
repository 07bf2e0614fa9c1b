package dev.ingot.chat.jinja;

/** Collects characters and counts each against the budget before it is stored. */
final class Text {

    private final Budget budget;
    private final StringBuilder characters = new StringBuilder();

    Text(final Budget budget) {
        this.budget = budget;
    }

    Text append(final String text) {
        budget.characters(text.length());
        characters.append(text);
        return this;
    }

    Text append(final char c) {
        budget.characters(1);
        characters.append(c);
        return this;
    }

    Text appendCodePoint(final int codePoint) {
        budget.characters(2);
        characters.appendCodePoint(codePoint);
        return this;
    }

    Text repeat(final String text, final long count) {
        if (count > 0 && !text.isEmpty()) {
            budget.characters(
                    Math.multiplyHigh(count, text.length()) == 0 ? count * text.length() : Long.MAX_VALUE);
            characters.repeat(text, (int) count);
        }
        return this;
    }

    Str toStr() {
        return new Str(characters.toString());
    }

    @Override
    public String toString() {
        return characters.toString();
    }
}
