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

/**
 * A model of the cache as Foundry Local describes the models of its catalog. The clients of its first service refuse the
 * whole list for one member that one model lacks, or that is null: what the files do not say is empty here, or 0.
 */
final class ModelInfo {

    private static final String CHAT = "chat-completion";
    private static final String NOT_SAID = "";

    private ModelInfo() {}

    /** Describes a model, also one whose files cannot be read. Those clients name it by {@code name}, as ids do. */
    static Map<String, Object> of(final CachedModel model, final boolean loaded) {
        final Optional<InferenceModel> details = details(model);
        final var json = new LinkedHashMap<String, Object>();
        final int context = contextLength(model);
        json.put("name", model.id().text());
        json.put("id", model.id().text());
        json.put("version", model.id().version());
        json.put("alias", model.alias());
        json.put("displayName", model.id().name());
        json.put("description", details.map(InferenceModel::description).orElse(NOT_SAID));
        json.put("uri", "local://" + model.id().name());
        json.put("providerType", "Local");
        json.put("modelType", "ONNX");
        json.put("publisher", NOT_SAID);
        json.put("license", NOT_SAID);
        json.put("licenseDescription", NOT_SAID);
        json.put("parentModelUri", NOT_SAID);
        json.put("minFLVersion", NOT_SAID);
        json.put("task", CHAT);
        json.put("promptTemplate", details.flatMap(InferenceModel::promptTemplate).map(template -> Map.of(
                "system", template.system(), "user", template.user(), "assistant", template.assistant(),
                "prompt", template.prompt())).orElse(Map.of()));
        json.put("supportsToolCalling", ToolCalling.isKnownTo(model));
        json.put("modelSettings", Map.of("parameters", List.of()));
        json.put("runtime", Map.of("deviceType", "CPU", "executionProvider", "CPUExecutionProvider"));
        json.put("fileSizeMb", megabytes(model.directory()));
        json.put("contextLength", context);
        json.put("maxOutputTokens", context);
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

    private static int contextLength(final CachedModel model) {
        try {
            return GenaiConfig.read(model.directory().resolve(GenaiConfig.FILE_NAME)).contextLength();
        } catch (IngotException e) {
            return 0;
        }
    }

    private static long megabytes(final Path directory) {
        try (var files = Files.newDirectoryStream(directory, Files::isRegularFile)) {
            long sum = 0;
            for (final Path file : files) {
                sum += Files.size(file);
            }
            return Math.ceilDiv(sum, 1 << 20);
        } catch (IOException | DirectoryIteratorException e) {
            return 0; // It may just have been removed.
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
