package dev.ingot.olive;

import dev.ingot.Blockwise;
import dev.ingot.CalibrationTexts;
import dev.ingot.Precision;
import dev.ingot.json.JsonObject;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The object {@code passes}: what is done, in the order of the file. */
final class Passes {

    /** They stand beside the settings of every pass. */
    private static final List<String> COMMON = List.of("type", "config", "host", "target", "evaluator",
            "disable_search");

    private static final Set<Pass> CALIBRATED = EnumSet.of(Pass.GPTQ, Pass.GPTQ_QUANTIZER, Pass.AWQ);

    private final JsonObject root;
    private final Systems systems;
    private final Notes notes;
    private final DataConfigs data;

    Passes(final JsonObject root, final Systems systems, final Notes notes, final CalibrationTexts texts) {
        this.root = root;
        this.data = new DataConfigs(root, texts, notes);
        this.systems = systems;
        this.notes = notes;
    }

    Recipe recipe(final InputModel input) {
        final JsonObject passes = root.object("passes")
                .orElseThrow(() -> root.missing("passes", "an object with at least one pass"));
        Recipe recipe = Recipe.EMPTY.adapter(input.adapter());
        for (final String name : passes.keys()) {
            recipe = apply(recipe, pass(passes, name), input.onnx());
        }
        if (recipe.adapter().isPresent()) {
            passes.keys().forEach(name -> refuseExtraction(pass(passes, name)));
        }
        return calibrated(recipe);
    }

    private Recipe calibrated(final Recipe recipe) {
        return recipe.calibrated().isPresent()
                && recipe.precision().orElse(Precision.FP32) instanceof Blockwise blocks
                        ? recipe.precision(blocks.method(recipe.calibrated().get().method()
                                .apply(data.calibration(recipe.calibrated().get()))))
                        : recipe;
    }

    /** An adapter that is merged here would be a part of its own in the result of Olive. */
    private static void refuseExtraction(final JsonObject pass) {
        if (Pass.of(pass) == Pass.EXTRACT_ADAPTERS) {
            throw pass.wrong("type", "no extraction beside an adapter_path, which is merged; an adapter that"
                    + " can be switched is given to the pipeline or to \"ingot convert --adapters\"",
                    pass.raw("type"));
        }
    }

    /** A pass is an object, or a list of alternatives, of which there can be but one here. */
    private static JsonObject pass(final JsonObject passes, final String name) {
        final @Nullable Object value = passes.raw(name);
        if (!(value instanceof List<?>)) {
            return passes.object(name).orElseThrow(() -> passes.missing(name, "an object with a type"));
        }
        final var alternatives = passes.objects(name).orElse(List.of());
        if (alternatives.size() != 1) {
            throw passes.wrong(name, "one pass, since there is no search among alternatives", value);
        }
        return alternatives.getFirst();
    }

    private Recipe apply(final Recipe before, final JsonObject pass, final boolean onnx) {
        final Pass kind = Pass.of(pass);
        systems.checkReference(pass, "host");
        systems.checkReference(pass, "target");
        if (onnx && (kind == Pass.MODEL_BUILDER || CALIBRATED.contains(kind))) {
            throw pass.wrong("type", "OnnxBlockWiseRtnQuantization for an ONNX model", pass.raw("type"));
        }
        if (!onnx && kind == Pass.BLOCKWISE && before.precision().isEmpty()) {
            throw pass.wrong("type", "a ModelBuilder pass before it", pass.raw("type"));
        }
        final var nested = pass.object("config");
        if (nested.isPresent()) {
            notes.check(pass, COMMON, Set.of());
            return kind.apply(before, nested.get(), notes);
        }
        return kind.apply(before, pass.without(COMMON), notes);
    }
}
