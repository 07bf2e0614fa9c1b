package dev.ingot.report;

/** What came out, in one word and a sentence: the first thing on a page. */
public enum Verdict {
    /** All is well. */
    GOOD("good"),
    /** Something is not. */
    BAD("bad"),
    /** It could not be told. */
    OPEN("open");

    private final String style;

    Verdict(final String style) {
        this.style = style;
    }

    /**
     * Writes a banner.
     *
     * @param target   where to
     * @param word     in large letters
     * @param sentence why
     */
    public void banner(final Markup target, final String word, final String sentence) {
        target.open("div", "class", "verdict " + style).element("strong", word).element("span", sentence)
                .close("div");
    }

    /**
     * Writes a word in the colour of this verdict.
     *
     * @param target where to
     * @param word   the word
     */
    public void chip(final Markup target, final String word) {
        target.element("span", word, "class", "chip " + style);
    }
}
