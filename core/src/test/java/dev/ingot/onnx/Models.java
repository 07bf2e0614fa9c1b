package dev.ingot.onnx;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Models for tests. */
final class Models {

    private Models() {}

    /** A graph with every kind of record in it. */
    static Model everything() {
        final var attributes = new LinkedHashMap<String, Attribute>();
        attributes.put("zeta", new Attribute.Int(-1));
        attributes.put("alpha", new Attribute.Real(1e-6f));
        attributes.put("text", new Attribute.Text("grüß dich, 世界"));
        attributes.put("ints", new Attribute.Ints(List.of(Long.MIN_VALUE, 0L, Long.MAX_VALUE)));
        attributes.put("reals", new Attribute.Reals(List.of(0.5f, -0.0f)));
        attributes.put("texts", new Attribute.Texts(List.of("", "a")));
        attributes.put("value", new Attribute.Value(Tensor.Inline.of("", List.of(), 3L)));
        attributes.put("body", new Attribute.Body(branch()));
        final var rich = new Node("If", "", "/if", List.of("condition", "", "x"), List.of("y", ""),
                attributes);
        final var head = new Node("MatMul", "com.microsoft", "/head", List.of("y", "w"), List.of("logits"),
                Map.of());
        final var opsets = new LinkedHashMap<String, Long>();
        opsets.put("", 21L);
        opsets.put("com.microsoft", 1L);
        return new Model(10, opsets, "ingot", "0.1", Map.of("made", "today"), new Graph("main_graph",
                List.of(new ValueInfo("condition", ElementType.BOOL, List.of()),
                        new ValueInfo("x", ElementType.FLOAT,
                                List.of(Dimension.of("batch"), Dimension.of(""), Dimension.of(4)))),
                List.of(new ValueInfo("logits", ElementType.FLOAT,
                        List.of(Dimension.of("batch"), Dimension.of("s"), Dimension.of(8)))),
                List.of(new Tensor.External("w", ElementType.FLOAT, List.of(4L, 8L), "model.onnx.data", 64,
                        128),
                        Tensor.Inline.of("shape", List.of(2L), 0L, -1L),
                        new Tensor.Inline("half", ElementType.BFLOAT16, List.of(1L, 2L),
                                ByteBuffer.allocate(4)),
                        new Tensor.Inline("none", ElementType.FLOAT, List.of(0L, 5L),
                                ByteBuffer.allocate(0))),
                List.of(rich, head)));
    }

    private static Graph branch() {
        final var node = new Node("Constant", "", "/branch/c", List.of(), List.of("b"),
                Map.of("value", new Attribute.Value(Tensor.Inline.of("t", List.of(2L), 1f, 2f))));
        return new Graph("then", List.of(),
                List.of(new ValueInfo("b", ElementType.FLOAT, List.of(Dimension.of(2)))),
                List.of(Tensor.Inline.of("i", List.of(1L), 7)), List.of(node));
    }
}
