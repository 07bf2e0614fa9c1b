package dev.ingot.decoder;

import dev.ingot.MatrixRole;
import dev.ingot.genai.DecoderNames;
import dev.ingot.hf.ModelConfig;
import dev.ingot.hf.Weights;
import dev.ingot.onnx.Attribute;
import dev.ingot.quantize.WeightMatrix;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The two ends of the decoder: token ids in, scores of tokens out. A tied model stores one matrix; the embedding looks
 * its rows up in the very bytes that the head multiplies with.
 */
final class Vocabulary {

    private static final String EMBEDDING = "model.embed_tokens.weight";
    private static final String HEAD = "lm_head.weight";
    private static final String HEAD_BIAS = "lm_head.bias";
    private static final String EMBEDDING_PATH = "/model/embed_tokens";
    private static final String HEAD_PATH = "/lm_head";

    private final GraphBuilder graph;
    private final WeightPlan plan;
    private final Linear linear;
    private final ModelConfig config;
    private final VocabularySpec spec;
    private final Optional<float[]> bias;
    private final WeightMatrix embedding;
    private final Optional<WeightMatrix> head;
    private Optional<PlannedTensor.Packed> shared = Optional.empty();

    Vocabulary(final GraphBuilder graph, final WeightPlan plan, final Linear linear,
            final DecoderSpec decoder,
            final Weights weights) {
        this.graph = graph;
        this.plan = plan;
        this.linear = linear;
        this.config = decoder.config();
        this.spec = decoder.vocabulary();
        this.embedding = weights.matrix(EMBEDDING, weights.rows(EMBEDDING), config.hiddenSize());
        this.head = config.tiedEmbeddings()
                ? Optional.empty()
                : Optional.of(weights.matrix(HEAD, weights.rows(HEAD), config.hiddenSize()));
        this.bias = spec.headBias() ? Optional.of(weights.vector(HEAD_BIAS, size())) : Optional.empty();
    }

    /** Rows of the head: the number of scores. */
    int size() {
        return head.orElse(embedding).rows();
    }

    /** Adds the lookup and returns {@code [batch, sequence, hidden]}. */
    String embed() {
        return graph.scaled(EMBEDDING_PATH, lookUp(), spec.embeddingScale());
    }

    private String lookUp() {
        final var packed = head.isPresent()
                ? linear.packed(MatrixRole.EMBEDDING, EMBEDDING_PATH, EMBEDDING, embedding)
                : linear.packed(MatrixRole.HEAD, HEAD_PATH, Linear.weightName(HEAD_PATH), embedding);
        return packed.map(blocks -> {
            if (head.isEmpty()) {
                shared = Optional.of(blocks);
            }
            return lookUp(blocks);
        }).orElseGet(() -> linear.widened(EMBEDDING_PATH, graph.onnx(EMBEDDING_PATH, "Gather",
                plan.rows(EMBEDDING, embedding), DecoderNames.DEFAULT.inputIds())));
    }

    private String lookUp(final PlannedTensor.Packed packed) {
        final var format = packed.format();
        final int rows = packed.source().matrix().rows();
        final long rowBytes = format.rowBytes(packed.source().columns());
        final String flat = head.isPresent()
                ? plan.reshape(packed.blocks(), rows, rowBytes)
                : plan.alias(EMBEDDING + "_rows", packed.blocks(), rows, rowBytes);
        final String name = EMBEDDING_PATH + "/GatherBlockQuantized";
        final String output = name + "/output_0";
        graph.add(BlockNodes.lookup(name, flat, DecoderNames.DEFAULT.inputIds(), packed, output));
        return trimmed(output, format.blocksPerRow(config.hiddenSize()) * format.blockSize());
    }

    /** The lookup yields whole blocks; a last, short one is cut back to the width of the model. */
    private String trimmed(final String rows, final int width) {
        return width == config.hiddenSize()
                ? rows
                : graph.onnx(EMBEDDING_PATH, "Slice", rows, graph.int64s(0),
                        graph.int64s(config.hiddenSize()),
                        graph.int64s(2));
    }

    /** Adds the head; what comes out of it at last is called {@code logits}. */
    void project(final String input) {
        final String scores = head.map(matrix -> linear.product(MatrixRole.HEAD, HEAD_PATH, input, matrix,
                bias)).orElseGet(() -> projectShared(input));
        final String switched = linear.switchedHead(HEAD_PATH, input, scores, head.orElse(embedding));
        final String scaled = graph.scaled(HEAD_PATH, switched, spec.logitScale());
        final String capped = graph.softcapped(HEAD_PATH + "/softcap", scaled, spec.logitSoftcap());
        graph.renameOutput(capped, DecoderNames.DEFAULT.logits());
    }

    private String projectShared(final String input) {
        return shared.map(packed -> linear.blocks(HEAD_PATH, input, packed, bias))
                .orElseGet(() -> {
                    final String turned = graph.onnx(HEAD_PATH, "Transpose",
                            Map.of("perm", new Attribute.Ints(List.of(1L, 0L))), EMBEDDING);
                    return linear.floats(HEAD_PATH, input, turned, bias);
                });
    }
}
