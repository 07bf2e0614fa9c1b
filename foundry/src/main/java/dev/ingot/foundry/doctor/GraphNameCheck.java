package dev.ingot.foundry.doctor;

import dev.ingot.genai.DecoderNames;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.onnx.OnnxPatch;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Whether genai_config.json names the inputs and outputs that the graph has, no more and no fewer. */
final class GraphNameCheck implements ModelCheck {

    private static final String POSITIONS = "position_ids";
    private static final String KEY = "model.decoder.inputs.position_ids";

    @Override
    public void look(final ModelFolder model, final Consumer<Finding> findings) {
        model.genai().ifPresent(config -> model.graph().ifPresent(graph -> {
            inputs(model, config, graph, findings);
            outputs(model, config, graph, findings);
        }));
    }

    private static void inputs(final ModelFolder model, final GenaiConfig config, final OnnxPatch graph,
            final Consumer<Finding> findings) {
        final DecoderNames names = config.decoder().names();
        final var unfed = new TreeSet<>(graph.inputNames());
        final var absent = new TreeSet<String>();
        final var wanted = new TreeSet<>(List.of(names.inputIds(), names.attentionMask()));
        final int layers = Math.max(1, GraphSizeCheck.layers(config.decoder(), graph));
        for (int layer = 0; layer < layers; layer++) {
            wanted.add(names.pastKey(layer));
            wanted.add(names.pastValue(layer));
        }
        names.positionIds().ifPresent(wanted::add);
        wanted.stream().filter(name -> !unfed.remove(name)).forEach(absent::add);
        unfed.removeIf(name -> graph.initializerShape(name).isPresent());
        if (unfed.remove(POSITIONS)) {
            findings.accept(
                    positions(model, "the graph has position_ids, which genai_config.json does not name",
                            Repair.json(model.file(ModelFolder.GENAI), "name position_ids among the inputs",
                                    edit -> edit.set(KEY, POSITIONS))));
        }
        if (names.positionIds().filter(absent::remove).isPresent()) {
            findings.accept(
                    positions(model, "genai_config.json names position_ids, which the graph does not have",
                            Repair.json(model.file(ModelFolder.GENAI), "leave position_ids out of the inputs",
                                    edit -> edit.remove(KEY))));
        }
        if (!absent.isEmpty() || !unfed.isEmpty()) {
            findings.accept(finding(model).expected("the inputs " + shown(graph.inputNames()))
                    .found((absent.isEmpty() ? "" : "names that the graph lacks: " + shown(absent))
                            + (absent.isEmpty() || unfed.isEmpty() ? "" : "; ")
                            + (unfed.isEmpty() ? "" : "inputs that nobody feeds: " + shown(unfed))));
        }
    }

    private static void outputs(final ModelFolder model, final GenaiConfig config, final OnnxPatch graph,
            final Consumer<Finding> findings) {
        final DecoderNames names = config.decoder().names();
        final var absent = new TreeSet<>(List.of(names.logits(), names.presentKey(0), names.presentValue(0)));
        absent.removeAll(graph.outputNames());
        if (!absent.isEmpty()) {
            findings.accept(finding(model).expected("the outputs " + shown(graph.outputNames()))
                    .found("names that the graph lacks: " + shown(absent)));
        }
    }

    private static Finding positions(final ModelFolder model, final String found, final Repair repair) {
        return finding(model).line(model.line(ModelFolder.GENAI, KEY)).found(found).repair(repair);
    }

    private static Finding finding(final ModelFolder model) {
        return Finding.of(Fault.NAMES_CONTRADICT_GRAPH, model.file(ModelFolder.GENAI))
                .line(model.line(ModelFolder.GENAI, "model.decoder.inputs"))
                .fix("delete genai_config.json and register the model again, which works it out from config.json"
                        + " and the graph");
    }

    private static String shown(final Iterable<String> names) {
        final String text = String.join(", ", names);
        return text.length() > 200 ? text.substring(0, 200) + "..." : text;
    }
}
