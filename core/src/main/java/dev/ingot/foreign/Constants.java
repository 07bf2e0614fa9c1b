package dev.ingot.foreign;

import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.ElementType;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.OnnxPatch;
import dev.ingot.onnx.Tensor;
import dev.ingot.quantize.WeightType;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds the constant behind a value: an initializer, or one that is cast, turned or passed on. */
final class Constants {

    private static final Map<ElementType, WeightType> TYPES = Map.of(ElementType.FLOAT, WeightType.F32,
            ElementType.FLOAT16, WeightType.F16, ElementType.BFLOAT16, WeightType.BF16);

    private final OnnxPatch patch;
    private final DataFiles files;
    private final Optional<Constants> around;

    Constants(final OnnxPatch patch, final DataFiles files) {
        this(patch, files, Optional.empty());
    }

    private Constants(final OnnxPatch patch, final DataFiles files, final Optional<Constants> around) {
        this.patch = patch;
        this.files = files;
        this.around = around;
    }

    /**
     * Those that a nested graph sees, its own left out: two branches may call different ones the same, and a plan knows
     * them by name.
     */
    Constants within(final OnnxPatch body) {
        return new Constants(body, files, Optional.of(this));
    }

    /**
     * A matrix that never changes.
     *
     * @param tensor the initializer, two-dimensional
     * @param stored its element type
     * @param turned whether the value is the transpose of what is stored
     * @param type   element type of the value
     */
    record Constant(Tensor tensor, WeightType stored, boolean turned, ElementType type) {

        int rows() {
            return Math.toIntExact(tensor.shape().get(turned ? 1 : 0));
        }

        int columns() {
            return Math.toIntExact(tensor.shape().get(turned ? 0 : 1));
        }
    }

    /** Finds the matrix behind a value; empty when there is none, or one of another element type. */
    Optional<Constant> behind(final String value) {
        final var shape = patch.initializerShape(value);
        if (shape.isPresent()) {
            return around.isEmpty() && shape.get().size() == 2 && !patch.inputNames().contains(value)
                    ? stored(value)
                    : Optional.empty();
        }
        final OptionalInt producer = patch.producerOf(value);
        return producer.isEmpty()
                ? around.flatMap(outer -> outer.behind(value))
                : through(patch.node(producer.getAsInt()));
    }

    private Optional<Constant> stored(final String name) {
        return patch.initializer(name).filter(tensor -> TYPES.containsKey(tensor.type())
                && tensor.shape().stream().allMatch(size -> size > 0 && size <= Integer.MAX_VALUE))
                .flatMap(tensor -> Optional.ofNullable(TYPES.get(tensor.type()))
                        .map(type -> new Constant(tensor, type, false, tensor.type())));
    }

    private Optional<Constant> through(final Node node) {
        if (!node.domain().isEmpty() || node.inputs().isEmpty()) {
            return Optional.empty();
        }
        return switch (node.type()) {
            case "Identity" -> behind(node.inputs().getFirst());
            case "Transpose" -> behind(node.inputs().getFirst()).filter(constant -> turns(node))
                    .map(it -> new Constant(it.tensor(), it.stored(), !it.turned(), it.type()));
            case "Cast" -> behind(node.inputs().getFirst()).flatMap(it -> target(node)
                    // Narrowing changes values: the matrix is then not what is stored.
                    .filter(type -> type == ElementType.FLOAT || type == it.type())
                    .map(type -> new Constant(it.tensor(), it.stored(), it.turned(), type)));
            default -> Optional.empty();
        };
    }

    private static boolean turns(final Node node) {
        return !(node.attributes().get("perm") instanceof Attribute.Ints perm)
                || perm.values().equals(List.of(1L, 0L));
    }

    private static Optional<ElementType> target(final Node node) {
        return node.attributes().get("to") instanceof Attribute.Int to
                ? ElementType.ofCode((int) to.value())
                : Optional.empty();
    }

    /**
     * Reads a constant as the matrix of a product or a lookup.
     *
     * @param constant  the constant
     * @param transpose whether the matrix wanted is the transpose of the value
     */
    ConstantMatrix matrix(final Constant constant, final boolean transpose) {
        final boolean turned = constant.turned() != transpose;
        final MemorySegment data = switch (constant.tensor()) {
            case Tensor.Inline inline -> MemorySegment.ofBuffer(inline.data());
            case Tensor.External external ->
                files.bytes(external.location(), external.offset(), external.length());
        };
        return new ConstantMatrix(constant.tensor().name(),
                transpose ? constant.columns() : constant.rows(),
                transpose ? constant.rows() : constant.columns(), constant.stored(), turned, data);
    }
}
