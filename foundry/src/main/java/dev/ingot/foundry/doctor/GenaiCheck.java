package dev.ingot.foundry.doctor;

import dev.ingot.error.IngotException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Whether genai_config.json is one that the runtimes take; theirs stops at any key that it does not know. */
final class GenaiCheck implements ModelCheck {

    private static final String MODEL = "model";
    private static final String SEARCH = "search";
    private static final String LENGTH = "search.max_length";
    private static final int USUAL = 4096;
    private static final String TEMPLATES = "model.prompt_templates";

    @Override
    public void look(final ModelFolder model, final Consumer<Finding> findings) {
        model.json(ModelFolder.GENAI).ifPresent(json -> {
            values(model, findings);
            keys(model, json, "", GenaiKeys.TOP, findings);
            type(model, json, findings);
        });
    }

    private static void values(final ModelFolder model, final Consumer<Finding> findings) {
        final Path file = model.file(ModelFolder.GENAI);
        try {
            final GenaiConfig config = GenaiConfig.read(file);
            topK(model, config, findings);
            length(model, config, findings);
            tokens(model, config, findings);
        } catch (ModelFormatException e) {
            final String key = e.subject().orElse("");
            findings.accept(Finding.of(Fault.GENAI_VALUE, file).line(model.line(ModelFolder.GENAI, key))
                    .expected((key.isEmpty() ? "" : key + " to be ") + e.expected()).found(e.found())
                    .fix("correct it there, or delete the file and register the model again, which works it out"
                            + " from config.json and the graph"));
        } catch (IngotException e) {
            findings.accept(Finding.of(Fault.UNREADABLE, file).found(String.valueOf(e.getMessage()))
                    .fix("check who may read the file"));
        }
    }

    private static void topK(final ModelFolder model, final GenaiConfig config,
            final Consumer<Finding> findings) {
        if (config.search().topK() > config.vocabSize()) {
            final String key = "search.top_k";
            findings.accept(Finding.of(Fault.GENAI_VALUE, model.file(ModelFolder.GENAI))
                    .line(model.line(ModelFolder.GENAI, key))
                    .expected("top_k of at most " + config.vocabSize() + ", the vocabulary")
                    .found(String.valueOf(config.search().topK()))
                    .repair(Repair.json(model.file(ModelFolder.GENAI), "lower top_k to the vocabulary",
                            edit -> edit.set(key, config.vocabSize()))));
        }
    }

    /** Ingot takes the context where nothing is said; Foundry Local refuses every chat. */
    private static void length(final ModelFolder model, final GenaiConfig config,
            final Consumer<Finding> findings) {
        final boolean there = model.json(ModelFolder.GENAI)
                .filter(json -> json.raw(SEARCH) instanceof Map<?, ?> search
                        && search.containsKey("max_length"))
                .isPresent();
        if (!there) {
            final int length = Math.min(USUAL, config.contextLength());
            findings.accept(finding(model, Fault.GENAI_VALUE, SEARCH).expected(LENGTH).found("none")
                    .repair(Repair.json(model.file(ModelFolder.GENAI), "write max_length as " + length,
                            edit -> edit.set(LENGTH, length))));
        }
    }

    private static void tokens(final ModelFolder model, final GenaiConfig config,
            final Consumer<Finding> findings) {
        token(model, config, "model.pad_token_id", config.padTokenId(), findings);
        token(model, config, "model.bos_token_id", config.bosTokenId(), findings);
    }

    private static void token(final ModelFolder model, final GenaiConfig config, final String key,
            final int id,
            final Consumer<Finding> findings) {
        final Finding finding = finding(model, Fault.GENAI_VALUE, key);
        if (finding.line().isPresent() && id >= config.vocabSize()) {
            findings.accept(finding.expected(key + " below " + config.vocabSize() + ", the vocabulary")
                    .found(String.valueOf(id)).fix("write the id of the token that is meant"));
        }
    }

    private static void keys(final ModelFolder model, final JsonObject object, final String path,
            final GenaiKeys known, final Consumer<Finding> findings) {
        for (final String key : object.keys()) {
            final String whole = path.isEmpty() ? key : path + "." + key;
            final @Nullable Object value = object.raw(key);
            final @Nullable GenaiKeys inner = known.inside(key);
            if (whole.equals(TEMPLATES)) {
                findings.accept(finding(model, Fault.PROMPT_TEMPLATES_BLOCK, whole)
                        .repair(Repair.json(model.file(ModelFolder.GENAI),
                                "delete prompt_templates, which belong"
                                        + " into inference_model.json",
                                edit -> edit.remove(whole))));
            } else if (inner != null && value instanceof Map<?, ?>) {
                object.object(key).ifPresent(nested -> keys(model, nested, whole, inner, findings));
            } else if (!known.allows(key, value)) {
                findings.accept(finding(model, Fault.UNKNOWN_GENAI_KEY, whole).found(whole)
                        .fix("delete the key, or check that the readers in use are new enough to know it"));
            }
        }
    }

    private static void type(final ModelFolder model, final JsonObject json,
            final Consumer<Finding> findings) {
        final @Nullable Object type = json.raw(MODEL) instanceof Map<?, ?> map ? map.get("type") : null;
        if (type instanceof String name && !GenaiKeys.TYPES.contains(name)) {
            findings.accept(finding(model, Fault.UNKNOWN_MODEL_TYPE, "model.type")
                    .expected("one of " + String.join(", ", GenaiKeys.TYPES)).found("\"" + name + "\"")
                    .fix("write \"decoder\" if the model is an ordinary decoder, or update the reader"));
        }
    }

    private static Finding finding(final ModelFolder model, final Fault fault, final String key) {
        return Finding.of(fault, model.file(ModelFolder.GENAI)).line(model.line(ModelFolder.GENAI, key));
    }
}
