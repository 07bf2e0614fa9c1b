package dev.ingot.olive;

import dev.ingot.error.ModelFormatException;
import dev.ingot.json.JsonObject;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The object {@code input_model}; its settings may stand directly in it or under {@code config}.
 *
 * @param path    where the model lies
 * @param onnx    whether it is an ONNX model
 * @param adapter to merge
 */
record InputModel(Path path, boolean onnx, Optional<Path> adapter) {

    private static final String HF = "HfModel";
    private static final String ONNX = "ONNXModel";
    private static final String PATH = "model_path";

    private static final Set<String> IGNORED = Set.of("task", "io_config", "dummy_inputs_func",
            "model_attributes");
    private static final Set<String> LOADING = Set.of("trust_remote_code", "torch_dtype", "dtype",
            "attn_implementation", "low_cpu_mem_usage", "device_map");

    static InputModel read(final JsonObject root, final Notes notes) {
        final JsonObject input = root.object("input_model")
                .orElseThrow(() -> root.missing("input_model", "an object with type and " + PATH));
        final String type = input.string("type").orElse(HF);
        final boolean onnx = type.equalsIgnoreCase(ONNX);
        if (!onnx && !type.equalsIgnoreCase(HF)) {
            throw input.wrong("type", HF + " or " + ONNX, type);
        }
        final var read = new ArrayList<>(List.of("type", "config", PATH));
        if (!onnx) {
            read.addAll(List.of("adapter_path", "load_kwargs"));
        }
        notes.check(input, read, IGNORED);
        final var nested = input.object("config");
        nested.ifPresent(config -> {
            notes.check(config, read, IGNORED);
            agree(input, config);
        });
        final JsonObject settings = nested.orElse(input);
        settings.object("load_kwargs").ifPresent(load -> load(load, notes));
        return new InputModel(path(settings, PATH)
                .orElseThrow(() -> settings.missing(PATH, "a local model directory")), onnx,
                path(settings, "adapter_path"));
    }

    /** What stands beside a config must not say something else than the config. */
    private static void agree(final JsonObject input, final JsonObject config) {
        for (final String key : List.of(PATH, "adapter_path", "load_kwargs")) {
            final @Nullable Object beside = input.raw(key);
            if (beside != null && !beside.equals(config.raw(key))) {
                throw input.wrong(key, "what " + config.pathOf(key) + " says, or nothing", beside);
            }
        }
    }

    private static Optional<Path> path(final JsonObject object, final String key) {
        final Optional<String> text = object.string(key);
        try {
            return text.map(Path::of);
        } catch (InvalidPathException e) {
            throw ModelFormatException.at(object.file(), object.pathOf(key), -1, "a path", e.getReason(), e);
        }
    }

    private static void load(final JsonObject load, final Notes notes) {
        notes.check(load, List.of("trust_remote_code"), LOADING);
        final @Nullable Object trust = load.raw("trust_remote_code");
        if (Boolean.TRUE.equals(trust)) {
            notes.add("trust_remote_code: Ingot never runs code that comes with a model");
        }
    }
}
