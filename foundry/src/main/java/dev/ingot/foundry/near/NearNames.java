package dev.ingot.foundry.near;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds what somebody may have meant. */
public final class NearNames {

    private static final int SHOWN = 5;

    private NearNames() {}

    /**
     * Returns the candidates that are near to a name.
     *
     * @param name       that somebody gave
     * @param candidates that there are
     * @return five at most, nearest first
     */
    public static List<String> of(final String name, final Collection<String> candidates) {
        final String wanted = name.toLowerCase(Locale.ROOT);
        record Near(String candidate, int distance) {}
        return candidates.stream().distinct()
                .map(candidate -> new Near(candidate, distance(wanted, candidate.toLowerCase(Locale.ROOT))))
                .filter(near -> near.distance() <= Math.max(2, wanted.length() / 3))
                .sorted(Comparator.comparingInt(Near::distance)
                        .thenComparingInt(near -> Math.abs(near.candidate().length() - name.length()))
                        .thenComparing(Near::candidate))
                .limit(SHOWN).map(Near::candidate).toList();
    }

    /** Edits that turn one text into the other; 0 when one begins with the other. */
    private static int distance(final String a, final String b) {
        if (!a.isEmpty() && (b.startsWith(a) || a.startsWith(b))) {
            return 0;
        }
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            final int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                final int swap = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], above[j]) + 1, above[j - 1] + swap);
            }
            above = row;
        }
        return above[b.length()];
    }
}
