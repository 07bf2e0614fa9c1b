package dev.ingot.foundry.validate.score;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Cuts texts into words that can be compared. For English as the evaluation script of SQuAD does (Rajpurkar et al. 2016,
 * {@code normalize_answer}): lower case, punctuation removed (and not replaced), the articles a, an and the removed, cut at
 * blanks. Beyond it: composed characters are made one (NFC), punctuation of all scripts counts as such, and letters of
 * scripts that are written without blanks are words of their own, as in the evaluation of MLQA (Lewis et al. 2020).
 */
public final class Words {

    /** Unicode's punctuation, and what else {@code string.punctuation} of Python has. */
    private static final Pattern PUNCTUATION = Pattern.compile("[\\p{P}$+<=>^`|~]");
    private static final Pattern ARTICLES = Pattern.compile("\\b(?:a|an|the)\\b",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");
    private static final Set<UnicodeScript> WITHOUT_BLANKS = EnumSet.of(UnicodeScript.HAN,
            UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.BOPOMOFO, UnicodeScript.THAI,
            UnicodeScript.LAO, UnicodeScript.KHMER, UnicodeScript.MYANMAR, UnicodeScript.TIBETAN);

    private Words() {}

    /**
     * Cuts a text.
     *
     * @param text any text
     * @return its words, in their order
     */
    public static List<String> of(final String text) {
        final String lower = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        final String bare = ARTICLES.matcher(PUNCTUATION.matcher(lower).replaceAll(""))
                .replaceAll(" ");
        final var words = new ArrayList<String>();
        for (final String piece : BLANKS.split(bare, -1)) {
            cut(piece, words);
        }
        return words;
    }

    private static void cut(final String piece, final List<String> words) {
        int start = 0;
        int end = 0;
        boolean alone = false;
        while (end < piece.length()) {
            final int character = piece.codePointAt(end);
            final boolean next = isWordByItself(character);
            if (end > start && (next || (alone && !isMark(character)))) {
                words.add(piece.substring(start, end));
                start = end;
            }
            alone = next || (alone && isMark(character));
            end += Character.charCount(character);
        }
        if (end > start) {
            words.add(piece.substring(start, end));
        }
    }

    private static boolean isWordByItself(final int character) {
        return Character.isLetter(character) && WITHOUT_BLANKS.contains(UnicodeScript.of(character));
    }

    /** Marks belong to the letter before them. */
    private static boolean isMark(final int character) {
        final int type = Character.getType(character);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }
}
