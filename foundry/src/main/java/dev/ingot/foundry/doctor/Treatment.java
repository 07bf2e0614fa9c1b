package dev.ingot.foundry.doctor;

import dev.ingot.report.PlainText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What was mended, and how things are afterwards. Immutable.
 *
 * @param done  what was mended, or could not be, in order
 * @param kept  where what files held before is kept, by file
 * @param after what is found now
 */
public record Treatment(List<Mending> done, Map<Path, Path> kept, Report after) {

    /** Copies list and map. */
    public Treatment {
        done = List.copyOf(done);
        kept = Map.copyOf(kept);
    }

    /**
     * Returns the treatment for people, followed by the report.
     *
     * @return lines with a final line break
     */
    public String toText() {
        final var text = new PlainText();
        done.forEach(mending -> text.line(mending.toString()));
        kept.values().stream().sorted().forEach(old -> text.line("kept: " + old));
        return (done.isEmpty() ? text.line("nothing was mended") : text).gap() + after.toText();
    }

    /**
     * Returns the treatment for programs: a report, as {@link Report#toJson} gives it, of how things are afterwards, with what
     * was done in place of what could be.
     *
     * @return one JSON object on one line
     */
    public String toJson() {
        return ReportJson.of(this);
    }
}
