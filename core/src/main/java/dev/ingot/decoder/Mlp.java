package dev.ingot.decoder;

import dev.ingot.MatrixRole;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.hf.ModelConfig;
import dev.ingot.onnx.Attribute;
import java.util.Locale;
import java.util.Map;

/** MLP with or without a gate: {@code down(act(gate(x)) * up(x))} or {@code down(act(up(x)))}. */
final class Mlp implements FeedForward {

    private final GraphBuilder graph;
    private final Linear linear;
    private final DecoderSpec spec;

    Mlp(final GraphBuilder graph, final Linear linear, final DecoderSpec spec) {
        this.graph = graph;
        this.linear = linear;
        this.spec = spec;
    }

    @Override
    public String add(final int layer, final String input, final LayerWeights weights) {
        final ModelConfig config = spec.config();
        final String path = "/model/layers." + layer + "/mlp";
        return linear.product(MatrixRole.MLP, path + "/down_proj", inner(path, input, weights),
                weights.matrix("mlp.down_proj", config.hiddenSize(), config.intermediateSize()),
                weights.bias(spec.mlp().bias(), "mlp.down_proj", config.hiddenSize()));
    }

    private String inner(final String path, final String input, final LayerWeights weights) {
        if (!spec.mlp().gated()) {
            return activation(path + "/act_fn", projected(path, "up_proj", input, weights));
        }
        final String gate = projected(path, "gate_proj", input, weights);
        final String up = projected(path, "up_proj", input, weights);
        return graph.onnx(path, "Mul", activation(path + "/act_fn", gate), up);
    }

    private String projected(final String path, final String projection, final String input,
            final LayerWeights weights) {
        final ModelConfig config = spec.config();
        return linear.product(MatrixRole.MLP, path + "/" + projection, input,
                weights.matrix("mlp." + projection, config.intermediateSize(), config.hiddenSize()),
                weights.bias(spec.mlp().bias(), "mlp." + projection, config.intermediateSize()));
    }

    /** Adds config.json's activation. */
    String activation(final String path, final String input) {
        return switch (spec.config().activation().toLowerCase(Locale.ROOT)) {
            case "silu", "swish" -> graph.onnx(path, "Mul", input, graph.onnx(path, "Sigmoid", input));
            case "gelu_new", "gelu_fast", "gelu_pytorch_tanh" -> gelu(path, input, "tanh");
            case "gelu" -> gelu(path, input, "none");
            case "relu" -> graph.onnx(path, "Relu", input);
            case "relu2" -> squared(path, graph.onnx(path, "Relu", input));
            default -> throw new UnsupportedModelException(spec.config().json().file() + ": hidden_act: "
                    + spec.config().activation() + " is not supported; supported are silu, swish, gelu, "
                    + "gelu_new, gelu_fast, gelu_pytorch_tanh, relu, relu2");
        };
    }

    private String gelu(final String path, final String input, final String approximation) {
        return graph.onnx(path, "Gelu", Map.of("approximate", new Attribute.Text(approximation)), input);
    }

    private String squared(final String path, final String value) {
        return graph.onnx(path, "Mul", value, value);
    }
}
