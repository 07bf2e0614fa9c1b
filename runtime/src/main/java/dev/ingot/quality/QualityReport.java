package dev.ingot.quality;

import dev.ingot.json.JsonFiles;
import java.util.List;
import java.util.Optional;

/**
 * What became of a model in its quantized variants. Immutable.
 *
 * @param model    the float model, as the caller named it
 * @param bytes    size of the float model's files
 * @param window   tokens per window of the text
 * @param score    how the float model predicts the text; empty when no text was given
 * @param variants the variants, in the order in which they were given
 */
public record QualityReport(String model, long bytes, int window, Optional<TextScore> score,
        List<VariantQuality> variants) {

    /** Copies the list. */
    public QualityReport {
        variants = List.copyOf(variants);
    }

    /**
     * Shows the report in a terminal.
     *
     * @return tables, ending with a line break
     */
    public String toText() {
        return QualityText.of(this);
    }

    /**
     * Writes the report as JSON.
     *
     * @return an object, indented by two, ending with a line break
     */
    public String toJson() {
        return JsonFiles.pretty(QualityJson.of(this), 2);
    }

    /**
     * Shows the report as a page that needs no other file, no network and no script.
     *
     * @return HTML in UTF-8
     */
    public String toHtml() {
        return QualityPage.of(this);
    }
}
