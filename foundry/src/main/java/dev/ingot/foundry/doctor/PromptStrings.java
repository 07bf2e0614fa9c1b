package dev.ingot.foundry.doctor;

import dev.ingot.InferenceModel;
import dev.ingot.chat.PromptTemplate;
import dev.ingot.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The strings of a PromptTemplate by their keys. */
final class PromptStrings {

    static final Map<String, Function<PromptTemplate, String>> KEYS = keys();
    static final String PATH = InferenceModel.TEMPLATE;

    /** What looks like a special token of some family. */
    private static final Pattern MARK = Pattern.compile("<[^<>\\s]{1,40}>|\\[/?[A-Z_]{2,20}]");
    private static final Pattern TURN = Pattern.compile("(?:" + MARK + ")[A-Za-z_]*");
    private static final Set<String> THINKING = Set.of("<think>", "</think>");

    private PromptStrings() {}

    private static Map<String, Function<PromptTemplate, String>> keys() {
        final var keys = new LinkedHashMap<String, Function<PromptTemplate, String>>();
        keys.put("system", PromptTemplate::system);
        keys.put("user", PromptTemplate::user);
        keys.put("assistant", PromptTemplate::assistant);
        keys.put("prompt", PromptTemplate::prompt);
        return keys;
    }

    /** Returns the strings of a model, if there are four that can be used. */
    static Optional<PromptTemplate> whole(final JsonObject template) {
        final List<String> texts = KEYS.keySet().stream().map(template::raw)
                .filter(value -> value instanceof String text && text.contains(PromptTemplate.PLACEHOLDER))
                .map(String::valueOf).toList();
        return texts.size() == KEYS.size()
                ? Optional.of(new PromptTemplate(texts.get(0), texts.get(1), texts.get(2), texts.get(3)))
                : Optional.empty();
    }

    static Map<String, String> values(final PromptTemplate strings) {
        final var values = new LinkedHashMap<String, String>();
        KEYS.forEach((key, get) -> values.put(key, get.apply(strings)));
        return values;
    }

    static Set<String> marks(final PromptTemplate strings) {
        return MARK.matcher(String.join("\n", values(strings).values())).results().map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the first key whose string is another one. */
    static Optional<String> firstDifferent(final PromptTemplate one, final PromptTemplate other) {
        return KEYS.entrySet().stream()
                .filter(key -> !key.getValue().apply(one).equals(key.getValue().apply(other)))
                .map(Map.Entry::getKey).findFirst();
    }

    /**
     * Returns the first key whose string is plain on one side alone. On samples of a role that a template refuses or takes
     * otherwise such strings make no difference, and yet one side has a turn there that the other has not.
     */
    static Optional<String> firstPlain(final PromptTemplate plain, final PromptTemplate other) {
        return KEYS.entrySet().stream()
                .filter(key -> key.getValue().apply(plain).equals(PromptTemplate.PLACEHOLDER)
                        && !key.getValue().apply(other).equals(PromptTemplate.PLACEHOLDER))
                .map(Map.Entry::getKey).findFirst();
    }

    /**
     * Returns the first key whose string lacks what opens or closes a turn there: a mark, or the role behind it. More text
     * than that is no lack, and neither is what opens thinking.
     */
    static Optional<String> lacking(final PromptTemplate declared, final PromptTemplate own) {
        return KEYS.entrySet().stream()
                .filter(key -> lacks(key.getValue().apply(declared), key.getValue().apply(own)))
                .map(Map.Entry::getKey).findFirst();
    }

    private static boolean lacks(final String declared, final String own) {
        final int there = declared.indexOf(PromptTemplate.PLACEHOLDER);
        final int wanted = own.indexOf(PromptTemplate.PLACEHOLDER);
        return lacksTurns(declared.substring(0, there), own.substring(0, wanted))
                || lacksTurns(declared.substring(there), own.substring(wanted));
    }

    private static boolean lacksTurns(final String declared, final String own) {
        final var there = turns(declared).iterator();
        for (final String wanted : turns(own)) {
            boolean found = THINKING.contains(wanted);
            while (!found && there.hasNext()) {
                final String next = there.next();
                found = next.equals(wanted) || (MARK.matcher(wanted).matches() && next.startsWith(wanted));
            }
            if (!found) {
                return true;
            }
        }
        return false;
    }

    private static List<String> turns(final String text) {
        return TURN.matcher(text).results().map(MatchResult::group).toList();
    }

    /** Tells whether the strings differ in white space alone. */
    static boolean differInBlanks(final PromptTemplate one, final PromptTemplate other) {
        return KEYS.values().stream().allMatch(
                get -> get.apply(one).replaceAll("\\s", "").equals(get.apply(other).replaceAll("\\s", "")));
    }

    /** Shows what makes one text of another: the part between what both begin and end with. */
    static String change(final String from, final String to) {
        int head = 0;
        while (head < Math.min(from.length(), to.length()) && from.charAt(head) == to.charAt(head)) {
            head++;
        }
        int tail = 0;
        while (tail < Math.min(from.length(), to.length()) - head
                && from.charAt(from.length() - 1 - tail) == to.charAt(to.length() - 1 - tail)) {
            tail++;
        }
        final String gone = from.substring(head, from.length() - tail);
        final String come = to.substring(head, to.length() - tail);
        if (gone.isEmpty()) {
            return shown(come);
        }
        return come.isEmpty() ? "without " + shown(gone) : shown(come) + " for " + shown(gone);
    }

    /** Shows a text on one line. */
    static String shown(final String text) {
        final String line = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t",
                "\\t");
        return "\"" + (line.length() > 160
                ? line.substring(0, 80) + "..." + line.substring(line.length() - 70)
                : line) + "\"";
    }
}
