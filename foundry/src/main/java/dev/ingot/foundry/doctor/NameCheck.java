package dev.ingot.foundry.doctor;

import dev.ingot.InferenceModel;
import dev.ingot.foundry.ModelId;
import dev.ingot.json.JsonObject;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Whether inference_model.json has the one key that every reader takes: Name, a string, in a form that all of them take. */
final class NameCheck implements ModelCheck {

    @Override
    public void look(final ModelFolder model, final Consumer<Finding> findings) {
        model.json(ModelFolder.INFERENCE).ifPresent(json -> {
            if (json.raw(InferenceModel.NAME) instanceof String name && !name.isEmpty()) {
                form(model, ModelId.declared(name), findings);
            } else {
                findings.accept(nameless(model, json));
            }
        });
    }

    private static Finding nameless(final ModelFolder model, final JsonObject json) {
        final Path file = model.file(ModelFolder.INFERENCE);
        final Optional<String> other = json.has(InferenceModel.NAME)
                ? Optional.empty()
                : json.keys().stream().filter(InferenceModel.NAME::equalsIgnoreCase)
                        .filter(key -> !key.equals(InferenceModel.NAME)).findFirst();
        if (other.isPresent()) {
            return Finding.of(Fault.NAME_KEY_CASE, file).line(model.line(ModelFolder.INFERENCE, other.get()))
                    .expected("the key \"" + InferenceModel.NAME + "\"").found("\"" + other.get() + "\"")
                    .repair(Repair.json(file, "write the key as " + InferenceModel.NAME, edit -> {
                        edit.remove(InferenceModel.NAME);
                        edit.rename(other.get(), InferenceModel.NAME);
                    }));
        }
        final Finding finding = Finding.of(Fault.NO_NAME, file)
                .line(model.line(ModelFolder.INFERENCE, InferenceModel.NAME))
                .expected("Name, a string that is not empty").found(shown(json.raw(InferenceModel.NAME)))
                .fix("write \"Name\": \"...\" into the file");
        final String proposal = String.valueOf(model.directory().toAbsolutePath().normalize().getFileName());
        return ModelId.isAllowed(proposal)
                ? finding.repair(Repair.json(file, "call it as its directory, \"" + proposal + "\"",
                        edit -> edit.set(InferenceModel.NAME, proposal)))
                : finding;
    }

    private static String shown(final @Nullable Object value) {
        return switch (value) {
            case null -> "none";
            case String text -> "\"" + text + "\"";
            case Object other -> String.valueOf(other);
        };
    }

    private static void form(final ModelFolder model, final ModelId id, final Consumer<Finding> findings) {
        final Path file = model.file(ModelFolder.INFERENCE);
        final var line = model.line(ModelFolder.INFERENCE, InferenceModel.NAME);
        if (!id.isRegular()) {
            findings.accept(Finding.of(Fault.NAME_GRAMMAR, file).line(line)
                    .expected("letters, digits, dot, dash and underscore, and after a colon a whole number")
                    .found("\"" + id + "\"").fix("choose another Name"));
        }
        // A variant of Foundry Local's own catalog for a GPU or NPU says what it runs on: ProviderCheck tells that.
        if (ModelId.namesOtherDevice(id.name()) && ProviderCheck.others(model).isEmpty()) {
            findings.accept(Finding.of(Fault.NAME_DEVICE, file).line(line)
                    .expected("a neutral name, or one that ends with -generic-cpu")
                    .found("\"" + id.name() + "\"")
                    .fix("choose another Name: readers refuse the model on a machine without that device"));
        }
    }
}
