package dev.ingot.foundry.service.paths;

import dev.ingot.InferenceModel;
import dev.ingot.error.IngotException;
import dev.ingot.foundry.CachedModel;
import dev.ingot.genai.GenaiConfig;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A model of the cache as Foundry Local describes the models of its catalog. */
final class ModelInfo {

    private static final String CHAT = "chat-completion";

    private ModelInfo() {}

    /** Describes a model; what its files do not say is null, also where they cannot be read. */
    static Map<String, @Nullable Object> of(final CachedModel model, final boolean loaded) {
        final Optional<InferenceModel> details = details(model);
        final var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("name", model.id().name());
        json.put("id", model.id().text());
        json.put("version", model.id().version());
        json.put("alias", model.alias());
        json.put("displayName", model.id().name());
        json.put("description", details.map(InferenceModel::description).orElse(""));
        json.put("uri", "local://" + model.id().name());
        json.put("providerType", "Local");
        json.put("modelType", "ONNX");
        json.put("publisher", null);
        json.put("license", null);
        json.put("task", CHAT);
        json.put("promptTemplate", details.flatMap(InferenceModel::promptTemplate).map(template -> Map.of(
                "system", template.system(), "user", template.user(), "assistant", template.assistant(),
                "prompt", template.prompt())).orElse(null));
        json.put("modelSettings", Map.of("parameters", List.of()));
        json.put("runtime", Map.of("deviceType", "CPU", "executionProvider", "CPUExecutionProvider"));
        json.put("fileSizeMb", megabytes(model.directory()));
        json.put("contextLength", contextLength(model));
        json.put("createdAt", createdAt(model));
        json.put("cached", true);
        json.put("loaded", loaded);
        return json;
    }

    private static Optional<InferenceModel> details(final CachedModel model) {
        try {
            return Optional.of(model.details());
        } catch (IngotException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Integer contextLength(final CachedModel model) {
        try {
            return GenaiConfig.read(model.directory().resolve(GenaiConfig.FILE_NAME)).contextLength();
        } catch (IngotException e) {
            return null;
        }
    }

    private static @Nullable Long megabytes(final Path directory) {
        try (var files = Files.newDirectoryStream(directory, Files::isRegularFile)) {
            long sum = 0;
            for (final Path file : files) {
                sum += Files.size(file);
            }
            return Math.ceilDiv(sum, 1 << 20);
        } catch (IOException | DirectoryIteratorException e) {
            return null; // It may just have been removed.
        }
    }

    /** Returns when it was registered, in seconds since 1970; 0 if that cannot be read. */
    static long createdAt(final CachedModel model) {
        try {
            return Files.getLastModifiedTime(model.directory().resolve(InferenceModel.FILE)).toInstant()
                    .getEpochSecond();
        } catch (IOException e) {
            return 0;
        }
    }
}
