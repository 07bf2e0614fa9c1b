package dev.ingot.decoder;

import dev.ingot.Precision;
import dev.ingot.adapter.AdapterInputs;
import dev.ingot.genai.DecoderNames;
import dev.ingot.hf.ModelConfig;
import dev.ingot.hf.Weights;
import dev.ingot.onnx.DataLayout;
import dev.ingot.onnx.Dimension;
import dev.ingot.onnx.ElementType;
import dev.ingot.onnx.Graph;
import dev.ingot.onnx.Tensor;
import dev.ingot.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * The whole decoder as a graph and the list of what has to be written into its data file. Making it reads the
 * directory of the checkpoint but no matrix: a model that cannot be exported is refused before the work begins.
 *
 * @param type       model type as genai_config.json names it
 * @param graph      the computation; its large constants point into the data file
 * @param tensors    what to write, in order
 * @param dataBytes  size of the data file
 * @param vocabulary number of scores per position
 * @param adapters   inputs for what is switched while the model runs
 * @param layerMatrices what a mixture may give other bits
 */
public record Decoder(String type, Graph graph, List<PlannedTensor> tensors, long dataBytes, int vocabulary,
        AdapterInputs adapters, List<LayerMatrix> layerMatrices) {

    private static final DecoderNames NAMES = DecoderNames.DEFAULT;

    /** Name of the file with the graph. */
    public static final String GRAPH_FILE = "model.onnx";

    /** Name of the file with the large constants. */
    public static final String DATA_FILE = "model.onnx.data";

    /** Copies the lists. */
    public Decoder {
        tensors = List.copyOf(tensors);
        layerMatrices = List.copyOf(layerMatrices);
    }

    /**
     * Plans the export of a model.
     *
     * @param config    of the model
     * @param weights   its tensors
     * @param precision in which formats they are stored
     * @return the plan
     * @throws dev.ingot.error.UnsupportedModelException if the family or one of its settings is not supported
     * @throws dev.ingot.error.ModelFormatException      if the checkpoint contradicts the configuration
     */
    public static Decoder plan(final ModelConfig config, final Weights weights, final Precision precision) {
        return plan(config, weights, precision, Set.of());
    }

    /**
     * Plans the export of a model with inputs for adapters that are switched while it runs.
     *
     * @param config     of the model
     * @param weights    its tensors
     * @param precision  in which formats they are stored
     * @param switchable modules that adapters add low-rank products to, in canonical spelling
     * @return the plan
     * @throws dev.ingot.error.UnsupportedModelException if the family or one of its settings is not supported
     * @throws dev.ingot.error.ModelFormatException      if the checkpoint contradicts the configuration
     */
    public static Decoder plan(final ModelConfig config, final Weights weights, final Precision precision,
            final Set<String> switchable) {
        return plan(config, weights, precision, switchable, Map.of());
    }

    /**
     * Plans the export of a model in which columns of matrices are scaled, and what yields them the other way round.
     *
     * @param config     of the model
     * @param weights    its tensors
     * @param precision  in which formats they are stored
     * @param switchable modules that adapters add low-rank products to, in canonical spelling
     * @param factors    of columns, by place
     * @return the plan; but for the values of weights, the one without factors
     * @throws dev.ingot.error.UnsupportedModelException if the family or one of its settings is not supported
     * @throws dev.ingot.error.ModelFormatException      if the checkpoint contradicts the configuration
     */
    public static Decoder plan(final ModelConfig config, final Weights weights, final Precision precision,
            final Set<String> switchable, final Map<Folding, float[]> factors) {
        final Family family = Families.of(config);
        final DecoderSpec spec = family.describe(config);
        final var text = new MappedWeights(weights, TextPart.of(weights));
        final var mapped = new ScaledWeights(
                new MappedWeights(family.view(config, text), family.layout(config)), factors);
        final var layout = new DataLayout(DATA_FILE);
        final var plan = new WeightPlan(layout,
                precision == Precision.FP16 ? ElementType.FLOAT16 : ElementType.FLOAT);
        final var graph = new GraphBuilder();
        final var adapters = new LowRankProducts(graph, switchable);
        final var linear = new Linear(graph, plan, precision, adapters);
        final var vocabulary = new Vocabulary(graph, plan, linear, spec, mapped);
        vocabulary.project(layers(graph, plan, linear, spec, mapped).add(vocabulary.embed()));
        linear.checkNames();
        return new Decoder(spec.type(), assemble(config, graph, plan, vocabulary, adapters),
                plan.tensors(), layout.size(), vocabulary.size(), adapters.inputs(),
                plan.layerMatrices());
    }

    private static Layers layers(final GraphBuilder graph, final WeightPlan plan, final Linear linear,
            final DecoderSpec spec, final Weights weights) {
        final ModelConfig config = spec.config();
        final var norms = new Norms(graph, plan, weights, spec.norm(), config.normEpsilon());
        final var mask = AttentionMask.reduce(graph);
        final var dimensions = RotatedDimensions.of(config, spec.attention());
        final var rotary = new RotaryTables(graph, plan, config, dimensions, mask);
        final var attention = new Attention(graph, linear, norms, spec, mask, rotary, dimensions);
        return new Layers(graph, spec, weights, norms, attention,
                new Experts(graph, linear, spec, new Mlp(graph, linear, spec), mask.totalLength64()));
    }

    private static Graph assemble(final ModelConfig config, final GraphBuilder graph, final WeightPlan plan,
            final Vocabulary vocabulary, final LowRankProducts adapters) {
        final var inputs = new ArrayList<ValueInfo>();
        inputs.add(ids(NAMES.inputIds(), "sequence_length"));
        inputs.add(ids(NAMES.attentionMask(), "total_sequence_length"));
        addCaches(inputs, config, NAMES::pastKey, "past_sequence_length");
        addCaches(inputs, config, NAMES::pastValue, "past_sequence_length");
        inputs.addAll(adapters.values());
        final var outputs = new ArrayList<ValueInfo>();
        outputs.add(new ValueInfo(NAMES.logits(), ElementType.FLOAT, List.of(Dimension.of("batch_size"),
                Dimension.of("sequence_length"), Dimension.of(vocabulary.size()))));
        addCaches(outputs, config, NAMES::presentKey, "total_sequence_length");
        addCaches(outputs, config, NAMES::presentValue, "total_sequence_length");
        final var initializers = new ArrayList<Tensor>(graph.constants());
        initializers.addAll(plan.initializers());
        initializers.addAll(adapters.defaults());
        return new Graph("main_graph", inputs, outputs, initializers, graph.nodes());
    }

    private static ValueInfo ids(final String name, final String length) {
        return new ValueInfo(name, ElementType.INT64,
                List.of(Dimension.of("batch_size"), Dimension.of(length)));
    }

    private static void addCaches(final List<ValueInfo> values, final ModelConfig config,
            final IntFunction<String> name,
            final String length) {
        for (int layer = 0; layer < config.layers(); layer++) {
            values.add(new ValueInfo(name.apply(layer), ElementType.FLOAT,
                    List.of(Dimension.of("batch_size"), Dimension.of(config.kvHeads()), Dimension.of(length),
                            Dimension.of(config.headSize()))));
        }
    }
}
