package dev.ingot.decoder;

import dev.ingot.MatrixRole;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.hf.ModelConfig;
import java.util.Locale;

/** Gated MLP: {@code down(activation(gate(x)) * up(x))}. */
final class Mlp {

    private final GraphBuilder graph;
    private final Linear linear;
    private final DecoderSpec spec;

    Mlp(final GraphBuilder graph, final Linear linear, final DecoderSpec spec) {
        this.graph = graph;
        this.linear = linear;
        this.spec = spec;
    }

    /** Adds the MLP of one layer and returns what is to be added to the residual stream. */
    String add(final int layer, final String input, final LayerWeights weights) {
        final ModelConfig config = spec.config();
        final String path = "/model/layers." + layer + "/mlp";
        final String gate = inner(path, "gate_proj", input, weights);
        final String up = inner(path, "up_proj", input, weights);
        final String product = graph.onnx(path, "Mul", activation(path + "/act_fn", gate), up);
        return linear.product(MatrixRole.MLP, path + "/down_proj", product,
                weights.matrix("mlp.down_proj", config.hiddenSize(), config.intermediateSize()),
                weights.bias(spec.mlpBias(), "mlp.down_proj", config.hiddenSize()));
    }

    private String inner(final String path, final String projection, final String input,
            final LayerWeights weights) {
        final ModelConfig config = spec.config();
        return linear.product(MatrixRole.MLP, path + "/" + projection, input,
                weights.matrix("mlp." + projection, config.intermediateSize(), config.hiddenSize()),
                weights.bias(spec.mlpBias(), "mlp." + projection, config.intermediateSize()));
    }

    private String activation(final String path, final String input) {
        return switch (spec.config().activation().toLowerCase(Locale.ROOT)) {
            case "silu", "swish" -> graph.onnx(path, "Mul", input, graph.onnx(path, "Sigmoid", input));
            default -> throw new UnsupportedModelException(spec.config().json().file() + ": hidden_act: "
                    + spec.config().activation() + " is not supported; supported is silu");
        };
    }
}
