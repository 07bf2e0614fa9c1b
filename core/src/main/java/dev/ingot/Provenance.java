package dev.ingot;

import dev.ingot.adapter.AdapterInputs;
import dev.ingot.hf.HfModel;
import dev.ingot.json.JsonFiles;
import dev.ingot.onnx.Graph;
import dev.ingot.onnx.Model;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who made a model, out of what and how: said in the graph's metadata and in ingot.json.
 *
 * @param facts by name, in the order of writing
 */
record Provenance(Map<String, Object> facts) {

    static final String FILE = "ingot.json";

    private static final int FORMAT_VERSION = 1;
    private static final long IR_VERSION = 10;
    private static final long ONNX_OPSET = 21;

    /** First version whose local window counts the current token, as transformers does. */
    private static final String MINIMUM_RUNTIME = "1.24.0";

    static Provenance of(final HfModel model, final Settings settings) {
        final var facts = new LinkedHashMap<String, Object>();
        facts.put("format_version", FORMAT_VERSION);
        facts.put("ingot_version", BuildInfo.version());
        facts.put("architecture", model.config().architecture());
        facts.put("source_hash", model.sourceHash());
        settings.adapter().ifPresent(adapter -> facts.put("adapter", String.valueOf(adapter.getFileName())));
        model.quantization().ifPresent(kind -> facts.put("source_quantization", kind));
        if (!settings.switchable().isEmpty()) {
            facts.put("switchable_adapters", List.copyOf(settings.switchable().keySet()));
        }
        describe(facts, settings.precision());
        facts.put("opset", ONNX_OPSET);
        facts.put("min_ort", MINIMUM_RUNTIME);
        return new Provenance(facts);
    }

    /** Of a graph that another tool made: what its operators need is its own affair. */
    static Provenance ofOnnx(final String architecture, final String graphHash, final Precision precision) {
        final var facts = new LinkedHashMap<String, Object>();
        facts.put("format_version", FORMAT_VERSION);
        facts.put("ingot_version", BuildInfo.version());
        facts.put("architecture", architecture);
        facts.put("source", "onnx");
        facts.put("source_hash", graphHash);
        describe(facts, precision);
        return new Provenance(facts);
    }

    private static void describe(final Map<String, Object> facts, final Precision precision) {
        facts.put("precision", precision.label());
        if (precision instanceof Blockwise blockwise) {
            facts.put("algorithm", blockwise.method().label());
            if (blockwise.method() instanceof Calibrated calibrated) {
                facts.putAll(calibrated.facts());
            }
            facts.put("bits", blockwise.bits());
            facts.put("block_size", blockwise.blockSize());
            facts.put("symmetric", !blockwise.zeroPoints());
            facts.put("head_bits", blockwise.formatOf(MatrixRole.HEAD).orElse(blockwise.format()).bits());
            facts.put("mixture", blockwise.mixture().label());
            facts.put("accuracy_level", blockwise.operators().accuracyLevel());
            if (!blockwise.operators().bits().isEmpty()) {
                facts.put("bits_by_node", blockwise.operators().bits());
            }
            if (!blockwise.operators().embedding()) {
                facts.put("float_embedding", true);
            }
            if (!blockwise.operators().excluded().isEmpty()) {
                facts.put("excluded_nodes", List.copyOf(blockwise.operators().excluded()));
            }
        }
    }

    /** The facts as a graph says them. */
    Map<String, String> metadata() {
        final var metadata = new LinkedHashMap<String, String>();
        facts.forEach((key, value) -> metadata.put("ingot." + key, String.valueOf(value)));
        return metadata;
    }

    Model describe(final Graph graph, final AdapterInputs adapters) {
        final var opsets = new LinkedHashMap<String, Long>();
        opsets.put("", ONNX_OPSET);
        opsets.put("com.microsoft", 1L);
        final var metadata = new LinkedHashMap<>(metadata());
        if (!adapters.products().isEmpty()) {
            metadata.put(AdapterInputs.KEY, adapters.text());
        }
        return new Model(IR_VERSION, opsets, "ingot", BuildInfo.version(), metadata, graph);
    }

    String toJson() {
        return JsonFiles.pretty(facts, 2);
    }
}
