package dev.ingot.foundry.doctor;

import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.error.IngotException;
import dev.ingot.foundry.settings.CommandText;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Whether a Hugging Face directory can be converted: planned as a conversion is, without reading its weights. */
final class CheckpointCheck implements ModelCheck {

    @Override
    public void look(final ModelFolder model, final Consumer<Finding> findings) {
        final Path directory = model.directory();
        if (model.has("adapter_config.json") && !model.has(ModelFolder.CONFIG)) {
            findings.accept(Finding.of(Fault.CANNOT_CONVERT, directory).expected("a whole model")
                    .found("an adapter")
                    .fix("convert the model that it was trained on: ingot convert --model DIR"
                            + " --adapter " + CommandText.word(directory) + " --output DIR"));
            return;
        }
        try {
            Pipeline.from(directory).quantize(Precision.INT4).plan();
            findings.accept(Finding.of(Fault.NOT_CONVERTED, directory).found("one that can be converted")
                    .fix("convert it: " + Suggestion.convert(directory, model.cache())));
        } catch (IngotException e) {
            findings.accept(Finding.of(Fault.CANNOT_CONVERT, directory).found(String.valueOf(e.getMessage()))
                    .fix("what is missing has to come from where the model does"));
        }
    }
}
