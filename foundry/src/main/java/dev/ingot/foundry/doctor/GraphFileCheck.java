package dev.ingot.foundry.doctor;

import dev.ingot.error.IngotException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.io.GitLfs;
import dev.ingot.json.JsonObject;
import dev.ingot.onnx.OnnxPatch;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Whether the graph that genai_config.json names is there and whole, with all its weights. */
final class GraphFileCheck implements ModelCheck {

    private static final String KEY = "model.decoder.filename";
    private static final String FILE_KEY = "filename";
    private static final String AGAIN = "convert or download the model again";

    @Override
    public void look(final ModelFolder model, final Consumer<Finding> findings) {
        model.genai().map(config -> config.decoder().filename()).ifPresent(name -> {
            if (model.isFile(name)) {
                whole(model.file(name), findings);
            } else {
                findings.accept(missing(model, name));
            }
            model.json(GenaiConfig.FILE_NAME).flatMap(json -> json.object("model"))
                    .ifPresent(inner -> others(model, inner, "model", findings));
        });
    }

    /** What else the configuration names: stages of a pipeline, adapters, parts for pictures and speech. */
    private static void others(final ModelFolder model, final JsonObject object, final String path,
            final Consumer<Finding> findings) {
        for (final String key : object.keys()) {
            final String whole = path + "." + key;
            if (object.raw(key) instanceof Map<?, ?>) {
                object.object(key).ifPresent(inner -> others(model, inner, whole, findings));
            } else if (key.endsWith(FILE_KEY) && !whole.equals(KEY)
                    && object.raw(key) instanceof String name && !name.isEmpty() && !model.isFile(name)) {
                findings.accept(Finding.of(Fault.GRAPH_MISSING, model.file(GenaiConfig.FILE_NAME))
                        .line(model.line(GenaiConfig.FILE_NAME, whole)).expected("the file " + name)
                        .found("no such file").fix(AGAIN));
            }
        }
    }

    private static Finding missing(final ModelFolder model, final String name) {
        final Finding finding = Finding.of(Fault.GRAPH_MISSING, model.file(GenaiConfig.FILE_NAME))
                .line(model.line(GenaiConfig.FILE_NAME, KEY)).expected("the file " + name).fix(AGAIN);
        final List<String> graphs = graphs(model.directory());
        if (graphs.size() != 1) {
            return finding.found(graphs.isEmpty() ? "no graph" : String.join(", ", graphs));
        }
        final String only = graphs.getFirst();
        if (!fits(model, only)) {
            return finding.found(only + ", which has not the inputs and outputs of the decoder");
        }
        return finding.found(only).repair(Repair.json(model.file(GenaiConfig.FILE_NAME),
                "name " + only + ", the only graph there", edit -> edit.set(KEY, only)));
    }

    /** Tells whether a graph can be the decoder: not damaged, and with its names. */
    private static boolean fits(final ModelFolder model, final String name) {
        try {
            final OnnxPatch graph = OnnxPatch.read(model.file(name));
            return model.genai().map(config -> config.decoder().names())
                    .filter(names -> graph.inputNames()
                            .containsAll(List.of(names.inputIds(), names.pastKey(0), names.pastValue(0)))
                            && graph.outputNames().contains(names.logits()))
                    .isPresent();
        } catch (IngotException e) {
            System.getLogger(GraphFileCheck.class.getName()).log(System.Logger.Level.DEBUG, "no decoder", e);
            return false;
        }
    }

    private static List<String> graphs(final Path directory) {
        final var names = new ArrayList<String>();
        try (var files = Files.newDirectoryStream(directory, "*.onnx")) {
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
        } catch (IOException | DirectoryIteratorException e) {
            System.getLogger(GraphFileCheck.class.getName()).log(System.Logger.Level.DEBUG,
                    "cannot be listed",
                    e);
        }
        names.sort(null);
        return names;
    }

    private static void whole(final Path graph, final Consumer<Finding> findings) {
        final OnnxPatch read;
        try {
            read = OnnxPatch.read(graph);
        } catch (IngotException e) {
            findings.accept(Finding.of(Fault.GRAPH_DAMAGED, graph)
                    .found(GitLfs.isPointer(graph) ? GitLfs.POINTER : reason(e)).fix(AGAIN));
            return;
        }
        try {
            read.checkExternalData(Objects.requireNonNull(graph.toAbsolutePath().getParent()));
        } catch (ModelFormatException e) {
            findings.accept(Finding.of(Fault.WEIGHTS_MISSING, e.file())
                    .expected(e.subject().map(tensor -> "for the tensor " + tensor + " ").orElse("")
                            + (e.offset().isPresent() ? "from byte " + e.offset().getAsLong() + " " : "")
                            + e.expected())
                    .found(e.found())
                    .fix("copy or download the file again: the copy ended early, or the file has"
                            + " another name than the graph says"));
        } catch (IngotException e) {
            findings.accept(Finding.of(Fault.UNREADABLE, graph).found(reason(e))
                    .fix("check who may read the files"));
        }
    }

    private static String reason(final IngotException e) {
        return e instanceof ModelFormatException format
                ? format.found() + " instead of " + format.expected()
                : String.valueOf(e.getMessage());
    }
}
