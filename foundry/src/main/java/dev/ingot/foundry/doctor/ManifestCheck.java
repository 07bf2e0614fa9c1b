package dev.ingot.foundry.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Whether a key takes the model away from those who generate text. An empty one can only be a mistake. */
final class ManifestCheck implements ModelCheck {

    private static final String KEY = "ComponentManifest";

    @Override
    public void look(final ModelFolder model, final Consumer<Finding> findings) {
        model.json(ModelFolder.INFERENCE).filter(json -> json.keys().contains(KEY)).ifPresent(json -> {
            final Path file = model.file(ModelFolder.INFERENCE);
            final Finding finding = Finding.of(Fault.COMPONENT_MANIFEST, file)
                    .line(model.line(ModelFolder.INFERENCE, KEY))
                    .fix("delete the key, unless the directory is such a bundle");
            findings.accept(isEmpty(json.raw(KEY))
                    ? finding.repair(Repair.json(file, "delete the key, which is empty",
                            edit -> edit.remove(KEY)))
                    : finding);
        });
    }

    private static boolean isEmpty(final @Nullable Object value) {
        return switch (value) {
            case null -> true;
            case Map<?, ?> map -> map.isEmpty();
            case List<?> list -> list.isEmpty();
            default -> false;
        };
    }
}
