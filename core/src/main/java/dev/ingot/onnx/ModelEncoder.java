package dev.ingot.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.List;
import java.util.Map;

/** From records to protobuf messages. */
final class ModelEncoder {

    private ModelEncoder() {}

    static ModelProto model(final Model model) {
        final var result = ModelProto.newBuilder().setIrVersion(model.irVersion());
        if (!model.producer().isEmpty()) {
            result.setProducerName(model.producer());
        }
        if (!model.version().isEmpty()) {
            result.setProducerVersion(model.version());
        }
        result.setGraph(graph(model.graph()));
        model.opsets().forEach((domain, version) -> result.addOpsetImport(opset(domain, version)));
        model.metadata().forEach((key, value) -> result.addMetadataProps(entry(key, value)));
        return result.build();
    }

    private static OperatorSetIdProto opset(final String domain, final long version) {
        return OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version).build();
    }

    private static GraphProto graph(final Graph graph) {
        final var result = GraphProto.newBuilder().setName(graph.name());
        graph.nodes().forEach(node -> result.addNode(node(node)));
        graph.initializers().forEach(tensor -> result.addInitializer(tensor(tensor)));
        graph.inputs().forEach(input -> result.addInput(valueInfo(input)));
        graph.outputs().forEach(output -> result.addOutput(valueInfo(output)));
        return result.build();
    }

    static NodeProto node(final Node node) {
        final var result = NodeProto.newBuilder().addAllInput(node.inputs()).addAllOutput(node.outputs())
                .setName(node.name()).setOpType(node.type());
        if (!node.domain().isEmpty()) {
            result.setDomain(node.domain());
        }
        for (final Map.Entry<String, Attribute> entry : node.attributes().entrySet()) {
            result.addAttribute(attribute(entry.getKey(), entry.getValue()));
        }
        return result.build();
    }

    private static AttributeProto attribute(final String name, final Attribute attribute) {
        final var result = AttributeProto.newBuilder().setName(name);
        switch (attribute) {
            case Attribute.Int it -> result.setType(AttributeProto.AttributeType.INT).setI(it.value());
            case Attribute.Real it -> result.setType(AttributeProto.AttributeType.FLOAT).setF(it.value());
            case Attribute.Text it -> result.setType(AttributeProto.AttributeType.STRING)
                    .setS(ByteString.copyFromUtf8(it.value()));
            case Attribute.Ints it -> result.setType(AttributeProto.AttributeType.INTS)
                    .addAllInts(it.values());
            case Attribute.Reals it -> result.setType(AttributeProto.AttributeType.FLOATS)
                    .addAllFloats(it.values());
            case Attribute.Texts it -> {
                result.setType(AttributeProto.AttributeType.STRINGS);
                it.values().forEach(text -> result.addStrings(ByteString.copyFromUtf8(text)));
            }
            case Attribute.Value it -> result.setType(AttributeProto.AttributeType.TENSOR)
                    .setT(tensor(it.value()));
            case Attribute.Body it -> result.setType(AttributeProto.AttributeType.GRAPH)
                    .setG(graph(it.graph()));
        }
        return result.build();
    }

    static TensorProto tensor(final Tensor tensor) {
        final var result = TensorProto.newBuilder().setName(tensor.name()).setDataType(tensor.type().code())
                .addAllDims(tensor.shape());
        switch (tensor) {
            case Tensor.Inline it -> {
                requireSize(it);
                // The record promises read-only use, so the bytes need no copy of their own.
                result.setRawData(UnsafeByteOperations.unsafeWrap(it.data().asReadOnlyBuffer()));
            }
            case Tensor.External it -> result.setDataLocation(TensorProto.DataLocation.EXTERNAL)
                    .addExternalData(entry("location", it.location()))
                    .addExternalData(entry("offset", Long.toString(it.offset())))
                    .addExternalData(entry("length", Long.toString(it.length())));
        }
        return result.build();
    }

    private static void requireSize(final Tensor.Inline tensor) {
        final long elements = tensor.shape().stream().reduce(1L, Math::multiplyExact);
        if (Math.multiplyExact(elements, (long) tensor.type().bytes()) != tensor.data().remaining()) {
            throw new IllegalArgumentException("tensor " + tensor.name() + " of " + tensor.type() + " "
                    + tensor.shape() + " has " + tensor.data().remaining() + " bytes of data");
        }
    }

    static ValueInfoProto valueInfo(final ValueInfo value) {
        final var tensor = TypeProto.Tensor.newBuilder().setElemType(value.type().code())
                .setShape(shape(value.shape()));
        return ValueInfoProto.newBuilder().setName(value.name())
                .setType(TypeProto.newBuilder().setTensorType(tensor)).build();
    }

    static TensorShapeProto shape(final List<Dimension> shape) {
        final var result = TensorShapeProto.newBuilder();
        for (final Dimension dimension : shape) {
            switch (dimension) {
                case Dimension.Fixed it -> result.addDimBuilder().setDimValue(it.size());
                case Dimension.Symbolic(String name) when name.isEmpty() -> result.addDimBuilder();
                case Dimension.Symbolic it -> result.addDimBuilder().setDimParam(it.name());
            }
        }
        return result.build();
    }

    private static StringStringEntryProto entry(final String key, final String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
