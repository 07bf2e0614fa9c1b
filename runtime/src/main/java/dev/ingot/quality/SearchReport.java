package dev.ingot.quality;

import dev.ingot.json.JsonFiles;
import java.util.Comparator;
import java.util.List;

/**
 * What a search over precisions found. Immutable.
 *
 * @param model           the float model, as the caller named it
 * @param bytes           size of its files
 * @param score           how it predicts the text
 * @param tokensPerSecond its decoding speed in 32-bit floats, median over all rounds
 * @param points          the precisions, the smallest first
 */
public record SearchReport(String model, long bytes, TextScore score, double tokensPerSecond,
        List<SearchPoint> points) {

    /** Sorts the points, and finds those of the front anew. */
    public SearchReport {
        final List<SearchPoint> all = List.copyOf(points);
        points = all.stream()
                .map(point -> point.onFront(all.stream().noneMatch(other -> other.dominates(point))))
                .sorted(Comparator.comparingLong(SearchPoint::bytes)).toList();
    }

    /**
     * Returns the precisions to choose from.
     *
     * @return those of the front, the smallest first
     */
    public List<SearchPoint> front() {
        return points.stream().filter(SearchPoint::front).toList();
    }

    /**
     * Shows the report in a terminal.
     *
     * @return a table and a chart, ending with a line break
     */
    public String toText() {
        return SearchText.of(this);
    }

    /**
     * Writes the report as JSON.
     *
     * @return an object, indented by two, ending with a line break
     */
    public String toJson() {
        return JsonFiles.pretty(SearchText.json(this), 2);
    }

    /**
     * Shows the report as a page that needs no other file, no network and no script.
     *
     * @return HTML in UTF-8
     */
    public String toHtml() {
        return SearchText.html(this);
    }
}
