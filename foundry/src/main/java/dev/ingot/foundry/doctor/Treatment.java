package dev.ingot.foundry.doctor;

import dev.ingot.json.JsonFiles;
import dev.ingot.report.PlainText;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was mended, and how things are afterwards. Immutable.
 *
 * @param done  what was mended, in words, in order
 * @param kept  where what files held before is kept, by file
 * @param after what is found now
 */
public record Treatment(List<String> done, Map<Path, Path> kept, Report after) {

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
        done.forEach(text::line);
        kept.values().stream().sorted().forEach(old -> text.line("kept: " + old));
        return (done.isEmpty() ? text.line("nothing was mended") : text).gap() + after.toText();
    }

    /**
     * Returns the treatment for programs.
     *
     * @return one JSON object on one line: {@code done}, {@code kept} and {@code after}, the report
     */
    public String toJson() {
        final var json = new LinkedHashMap<String, Object>();
        json.put("done", done);
        final var files = new LinkedHashMap<String, Object>();
        kept.forEach((file, old) -> files.put(file.toString(), old.toString()));
        json.put("kept", files);
        json.put("after", ReportJson.values(after));
        return JsonFiles.compact(json);
    }
}
