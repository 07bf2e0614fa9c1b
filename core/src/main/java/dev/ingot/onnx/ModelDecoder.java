package dev.ingot.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.ingot.error.ModelFormatException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From protobuf messages to records; what a record cannot say is an error. */
final class ModelDecoder {

    private final Path file;

    ModelDecoder(final Path file) {
        this.file = file;
    }

    ModelProto proto(final byte[] bytes) {
        final ModelProto model;
        try {
            model = ModelProto.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw ModelFormatException.at(file, null, -1, "an ONNX model", "bytes that are none ("
                    + e.getMessage() + ")", e);
        }
        if (!model.hasGraph() || !model.hasIrVersion()) {
            throw ModelFormatException.of(file, "an ONNX model with ir_version and graph",
                    bytes.length + " bytes without");
        }
        return model;
    }

    Model model(final ModelProto model) {
        if (model.getFunctionsCount() > 0) {
            throw wrong(model.getFunctions(0).getName(), "no function", "one");
        }
        final var opsets = new LinkedHashMap<String, Long>();
        model.getOpsetImportList()
                .forEach(it -> putOnce(opsets, it.getDomain(), it.getVersion(), "opset_import"));
        return new Model(model.getIrVersion(), opsets, model.getProducerName(), model.getProducerVersion(),
                metadata(model), graph(model.getGraph()));
    }

    Map<String, String> metadata(final ModelProto model) {
        final var result = new LinkedHashMap<String, String>();
        model.getMetadataPropsList()
                .forEach(it -> putOnce(result, it.getKey(), it.getValue(), "metadata_props"));
        return result;
    }

    private Graph graph(final GraphProto graph) {
        if (graph.getSparseInitializerCount() > 0) {
            throw wrong(graph.getSparseInitializer(0).getValues().getName(), "a dense initializer",
                    "a sparse one");
        }
        final var names = new HashSet<String>();
        for (final TensorProto tensor : graph.getInitializerList()) {
            if (!names.add(tensor.getName())) {
                throw wrong(tensor.getName(), "one initializer of this name", "two");
            }
        }
        return new Graph(graph.getName(), graph.getInputList().stream().map(this::valueInfo).toList(),
                graph.getOutputList().stream().map(this::valueInfo).toList(),
                graph.getInitializerList().stream().map(this::tensor).toList(),
                graph.getNodeList().stream().map(this::node).toList());
    }

    private Node node(final NodeProto node) {
        return node(node, node.getAttributeList());
    }

    /** Decodes a node with some of its attributes. */
    Node node(final NodeProto node, final List<AttributeProto> chosen) {
        final var attributes = new LinkedHashMap<String, Attribute>();
        for (final AttributeProto attribute : chosen) {
            final String subject = node.getName() + "." + attribute.getName();
            putOnce(attributes, attribute.getName(), attribute(subject, attribute), node.getName());
        }
        return new Node(node.getOpType(), node.getDomain(), node.getName(), List.copyOf(node.getInputList()),
                List.copyOf(node.getOutputList()), attributes);
    }

    private Attribute attribute(final String subject, final AttributeProto attribute) {
        if (!attribute.getRefAttrName().isEmpty()) {
            throw wrong(subject, "a value", "a reference to " + attribute.getRefAttrName());
        }
        return switch (attribute.getType()) {
            case INT -> new Attribute.Int(attribute.getI());
            case FLOAT -> new Attribute.Real(attribute.getF());
            case STRING -> new Attribute.Text(text(subject, attribute.getS()));
            case INTS -> new Attribute.Ints(List.copyOf(attribute.getIntsList()));
            case FLOATS -> new Attribute.Reals(List.copyOf(attribute.getFloatsList()));
            case STRINGS -> new Attribute.Texts(
                    attribute.getStringsList().stream().map(bytes -> text(subject, bytes)).toList());
            case TENSOR -> new Attribute.Value(inline(subject, attribute.getT()));
            case GRAPH -> new Attribute.Body(graph(attribute.getG()));
            case UNDEFINED, SPARSE_TENSOR, TYPE_PROTO, TENSORS, GRAPHS, SPARSE_TENSORS, TYPE_PROTOS ->
                throw wrong(subject,
                        "an integer, float, string, tensor or graph, or a list of the first three",
                        "an attribute of kind " + attribute.getType());
        };
    }

    private String text(final String subject, final ByteString bytes) {
        if (!bytes.isValidUtf8()) {
            throw wrong(subject, "UTF-8 text", bytes.size() + " other bytes");
        }
        return bytes.toStringUtf8();
    }

    Tensor tensor(final TensorProto tensor) {
        if (tensor.getDataLocation() != TensorProto.DataLocation.EXTERNAL) {
            return inline(tensor.getName(), tensor);
        }
        final var type = elementType(tensor.getName(), tensor.getDataType());
        final long size = byteSize(tensor.getName(), tensor, type);
        final var data = ExternalData.of(file, tensor);
        if (data.length() >= 0 && data.length() != size) {
            throw wrong(tensor.getName(), "external data of " + size + " bytes for " + type + " "
                    + tensor.getDimsList(), String.valueOf(data.length()));
        }
        return new Tensor.External(tensor.getName(), type, tensor.getDimsList(), data.location(),
                data.offset(), size);
    }

    private Tensor.Inline inline(final String subject, final TensorProto tensor) {
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL || tensor.hasSegment()) {
            throw wrong(subject, "a tensor inside the graph file", "external or segmented data");
        }
        final var type = elementType(subject, tensor.getDataType());
        final var elements = new TensorElements(file, subject, tensor, type);
        return new Tensor.Inline(tensor.getName(), type, tensor.getDimsList(),
                elements.bytes(byteSize(subject, tensor, type)));
    }

    private long byteSize(final String subject, final TensorProto tensor, final ElementType type) {
        long size = type.bytes();
        for (final long dimension : tensor.getDimsList()) {
            if (dimension < 0 || Math.multiplyHigh(size, dimension) != 0 || size * dimension < 0) {
                throw wrong(subject, "a shape with a size of at most 63 bits",
                        tensor.getDimsList().toString());
            }
            size *= dimension;
        }
        return size;
    }

    private ElementType elementType(final String subject, final int code) {
        return ElementType.ofCode(code).orElseThrow(() -> wrong(subject,
                "an element type of " + Arrays.toString(ElementType.values()), "data type " + code));
    }

    ValueInfo valueInfo(final ValueInfoProto value) {
        if (!value.getType().hasTensorType() || !value.getType().getTensorType().hasShape()) {
            throw wrong(value.getName(), "a tensor type with a shape", "none");
        }
        final var tensor = value.getType().getTensorType();
        return new ValueInfo(value.getName(), elementType(value.getName(), tensor.getElemType()),
                tensor.getShape().getDimList().stream().map(this::dimension).toList());
    }

    private Dimension dimension(final TensorShapeProto.Dimension dimension) {
        return dimension.hasDimValue()
                ? Dimension.of(dimension.getDimValue())
                : Dimension.of(dimension.getDimParam());
    }

    private <T> void putOnce(final Map<String, T> map, final String key, final T value, final String where) {
        if (map.putIfAbsent(key, value) != null) {
            throw wrong(where, "each key once", "\"" + key + "\" twice");
        }
    }

    private ModelFormatException wrong(final String subject, final String expected, final String found) {
        return ModelFormatException.of(file, subject, expected, found);
    }
}
