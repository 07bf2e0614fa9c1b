package dev.ingot.olive;

import dev.ingot.json.JsonObject;
import dev.ingot.olive.BlockwisePass.Defaults;
import dev.ingot.quantize.Algorithm;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** One kind of pass that has a meaning here. */
enum Pass {
    /** Makes the ONNX model; the precision is one of its options. */
    MODEL_BUILDER("ModelBuilder") {
        @Override
        Recipe apply(final Recipe before, final JsonObject config, final Notes notes) {
            return new BuilderPass(config, notes).apply(before);
        }
    },
    /** Passes rounding errors on, as a text asks for. */
    GPTQ("Gptq") {
        @Override
        Recipe apply(final Recipe before, final JsonObject config, final Notes notes) {
            return new CalibratedPass(config, notes).gptq(before);
        }
    },
    /** The same by another library. */
    GPTQ_QUANTIZER("GptqQuantizer") {
        @Override
        Recipe apply(final Recipe before, final JsonObject config, final Notes notes) {
            return GPTQ.apply(before, config, notes);
        }
    },
    /** Scales columns before they are rounded, as a text asks for. */
    AWQ("AutoAWQQuantizer") {
        @Override
        Recipe apply(final Recipe before, final JsonObject config, final Notes notes) {
            return new CalibratedPass(config, notes).awq(before);
        }
    },
    /** Rounds the weights of a float model to blocks. */
    BLOCKWISE("OnnxBlockWiseRtnQuantization") {
        @Override
        Recipe apply(final Recipe before, final JsonObject config, final Notes notes) {
            return new BlockwisePass(config, notes, new Defaults(Algorithm.RTN, 128, true)).apply(before);
        }
    },
    /** Searches for the grid with the smallest weighted error. */
    K_QUANT("OnnxKQuantQuantization") {
        @Override
        Recipe apply(final Recipe before, final JsonObject config, final Notes notes) {
            return new BlockwisePass(config, notes, new Defaults(Algorithm.K_QUANT, 32, false)).apply(before);
        }
    },
    /** Half-quadratic quantization. */
    HQQ("OnnxHqqQuantization") {
        @Override
        Recipe apply(final Recipe before, final JsonObject config, final Notes notes) {
            notes.add("OnnxHqqQuantization: zero points are whole numbers, so that the model runs fast");
            return new BlockwisePass(config, notes, new Defaults(Algorithm.HQQ, 128, false)).apply(before);
        }
    },
    /** Makes inputs of the adapters in a graph; without an adapter there is nothing to take out. */
    EXTRACT_ADAPTERS("ExtractAdapters") {
        @Override
        Recipe apply(final Recipe before, final JsonObject config, final Notes notes) {
            notes.check(config, List.of(), EXTRACTION);
            return before;
        }
    },
    /** Merges an adapter, which is what happens here anyway. */
    MERGE_ADAPTERS("MergeAdapterWeights") {
        @Override
        Recipe apply(final Recipe before, final JsonObject config, final Notes notes) {
            notes.check(config, List.of(), Set.of());
            notes.add("MergeAdapterWeights: nothing to do, Ingot merges adapters before it quantizes");
            return before;
        }
    },
    /** Changes of the graph, of which one is made here anyway. */
    SURGERIES("GraphSurgeries") {
        @Override
        Recipe apply(final Recipe before, final JsonObject config, final Notes notes) {
            notes.check(config, List.of("surgeries"), Set.of());
            for (final JsonObject surgery : config.objects("surgeries").orElse(List.of())) {
                final String name = surgery.string("surgeon").orElse("");
                if (!name.equalsIgnoreCase("TieWordEmbeddings")) {
                    throw surgery.wrong("surgeon", "TieWordEmbeddings", name);
                }
            }
            return before;
        }
    };

    /** How adapters are taken out and stored. */
    private static final Set<String> EXTRACTION = Set.of("adapter_type", "make_inputs", "dynamic_lora_r",
            "optional_inputs", "save_format", "save_as_external_data", "all_tensors_to_one_file",
            "external_data_name", "size_threshold", "convert_attribute");

    private final String type;

    Pass(final String type) {
        this.type = type;
    }

    /** Finds the kind of a pass; case does not count. */
    static Pass of(final JsonObject pass) {
        final String wanted = pass.string("type")
                .orElseThrow(() -> pass.missing("type", "one of " + supported()));
        for (final Pass kind : values()) {
            if (kind.type.equalsIgnoreCase(wanted)) {
                return kind;
            }
        }
        throw pass.wrong("type", "one of the supported passes " + supported(), wanted);
    }

    private static String supported() {
        return String.join(", ", Arrays.stream(values()).map(kind -> kind.type).toList());
    }

    /** Adds what a pass asks for, and refuses keys of its settings that nobody reads. */
    abstract Recipe apply(Recipe before, JsonObject config, Notes notes);
}
