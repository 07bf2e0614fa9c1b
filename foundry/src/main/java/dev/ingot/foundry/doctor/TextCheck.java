package dev.ingot.foundry.doctor;

import dev.ingot.InferenceModel;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Whether what people may say of a model is a text. Readers of Foundry Local look at none of it. */
final class TextCheck implements ModelCheck {

    private static final List<String> KEYS = List.of(InferenceModel.DESCRIPTION, InferenceModel.VERSION);

    @Override
    public void look(final ModelFolder model, final Consumer<Finding> findings) {
        model.json(ModelFolder.INFERENCE).ifPresent(json -> KEYS.forEach(key -> {
            final @Nullable Object value = json.raw(key);
            if (value != null && !(value instanceof String) && !(value instanceof Number)) {
                findings.accept(Finding.of(Fault.TEXT_TYPE, model.file(ModelFolder.INFERENCE))
                        .line(model.line(ModelFolder.INFERENCE, key)).expected(key + ", a text")
                        .found(String.valueOf(value)).fix("write it as one text in quotes, or leave it out"));
            }
        }));
    }
}
