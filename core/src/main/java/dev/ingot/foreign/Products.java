package dev.ingot.foreign;

import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.OnnxPatch;
import java.util.Optional;

/** Which nodes multiply with a matrix {@code [N, K]}, and why others that multiply stay as they are. */
final class Products {

    private static final int MATRIX = 2;

    private Products() {}

    /** Whether a node is a MatMul or a Gemm. */
    static boolean isProduct(final Node node) {
        return node.domain().isEmpty() && (node.type().equals("MatMul") || node.type().equals("Gemm"));
    }

    /** Whether the second operand is stored with a row per output, as Gemm can have it. */
    static boolean isTurned(final Node node) {
        return node.type().equals("Gemm") && number(node, "transB", 0) != 0;
    }

    /** What a Gemm adds to the product. */
    static Optional<String> addend(final Node node) {
        return node.type().equals("Gemm") && node.inputs().size() > 2
                ? Optional.of(node.inputs().get(2)).filter(name -> !name.isEmpty())
                : Optional.empty();
    }

    /** Why a product with a constant stays in floats, or empty when nothing speaks against blocks. */
    static Optional<String> obstacle(final OnnxPatch patch, final Node node) {
        if (patch.initializerShape(node.inputs().get(1)).filter(shape -> shape.size() != MATRIX)
                .isPresent()) {
            return Optional.of("constants of other than two dimensions");
        }
        final boolean plain = !node.type().equals("Gemm") || (number(node, "transA", 0) == 0
                && number(node, "alpha", 1) == 1 && number(node, "beta", 1) == 1);
        return plain ? Optional.empty() : Optional.of("Gemm with transA, alpha or beta");
    }

    private static double number(final Node node, final String key, final double absent) {
        return switch (node.attributes().get(key)) {
            case Attribute.Int number -> number.value();
            case Attribute.Real number -> number.value();
            case null, default -> absent;
        };
    }
}
