package dev.ingot.decoder;

import dev.ingot.genai.DecoderNames;
import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.ElementType;
import java.util.Map;

/**
 * What grouped-query attention wants to know of the mask: how many tokens each row has (minus one) and how long the
 * mask is. Computed once for all layers.
 *
 * @param lastPositions {@code seqlens_k}, int32 {@code [batch]}
 * @param totalLength   {@code total_sequence_length}, int32 scalar
 * @param totalLength64 the same, int64
 */
record AttentionMask(String lastPositions, String totalLength, String totalLength64) {

    private static final String PATH = "/model/attn_mask_reformat/attn_mask_subgraph";

    static AttentionMask reduce(final GraphBuilder graph) {
        final var toInt32 = Map.<String, Attribute>of("to", new Attribute.Int(ElementType.INT32.code()));
        final String tokens = graph.onnx(PATH, "ReduceSum", Map.of("keepdims", new Attribute.Int(0)),
                DecoderNames.DEFAULT.attentionMask(), graph.int64s(1));
        final String last = graph.onnx(PATH, "Sub", tokens, graph.int64s(1));
        final String shape = graph.onnx(PATH, "Shape", DecoderNames.DEFAULT.attentionMask());
        final String total = graph.onnx(PATH, "Gather", Map.of("axis", new Attribute.Int(0)), shape,
                graph.int64(1));
        return new AttentionMask(graph.onnx(PATH + "/Sub", "Cast", toInt32, last),
                graph.onnx(PATH + "/Gather", "Cast", toInt32, total), total);
    }
}
