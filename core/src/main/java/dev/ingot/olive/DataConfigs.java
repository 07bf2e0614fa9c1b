package dev.ingot.olive;

import dev.ingot.Calibration;
import dev.ingot.CalibrationTexts;
import dev.ingot.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The texts that a run file describes in {@code data_configs}, as far as calibrated passes refer to them. */
final class DataConfigs {

    private static final String ALL = "data_configs";
    private static final String LOAD = "load_dataset_config";
    private static final String FILES = "data_files";
    private static final String EXPECTED = "a data config with " + LOAD + ".data_name \"text\" and " + FILES
            + ", one local text file (nothing is downloaded), or none: then the model writes its text itself";

    private final JsonObject root;
    private final CalibrationTexts texts;
    private final Notes notes;

    DataConfigs(final JsonObject root, final CalibrationTexts texts, final Notes notes) {
        this.root = root;
        this.texts = texts;
        this.notes = notes;
    }

    /** Makes the calibration that a pass asks for. */
    Calibration calibration(final CalibrationRequest request) {
        final JsonObject pass = request.config();
        final @Nullable Object said = pass.raw(CalibrationRequest.DATA);
        if (said == null) {
            notes.add(pass.pathOf(CalibrationRequest.DATA)
                    + ": none, the model writes its text for calibration itself (Olive downloads one)");
            return texts.of(null);
        }
        final JsonObject found = (said instanceof String name
                ? named(name)
                : pass.object(CalibrationRequest.DATA))
                .orElseThrow(() -> pass.wrong(CalibrationRequest.DATA, EXPECTED, said));
        return texts.of(file(found).orElseThrow(() -> pass.wrong(CalibrationRequest.DATA, EXPECTED, said)));
    }

    /** Older files have an object of them, newer ones a list. */
    private Optional<JsonObject> named(final String name) {
        return root.raw(ALL) instanceof Map<?, ?>
                ? root.object(ALL).filter(all -> all.has(name)).flatMap(all -> all.object(name))
                : root.objects(ALL).orElse(List.of()).stream()
                        .filter(data -> data.string("name").filter(name::equals).isPresent()).findFirst();
    }

    private static Optional<Path> file(final JsonObject data) {
        final Optional<JsonObject> load = data.object(LOAD)
                .map(found -> found.object("params").orElse(found));
        return load.filter(found -> found.string("data_name").filter("text"::equals).isPresent())
                .flatMap(DataConfigs::single).map(Path::of);
    }

    private static Optional<String> single(final JsonObject load) {
        if (load.raw(FILES) instanceof String file) {
            return Optional.of(file);
        }
        return load.strings(FILES).filter(files -> files.size() == 1).map(List::getFirst);
    }
}
