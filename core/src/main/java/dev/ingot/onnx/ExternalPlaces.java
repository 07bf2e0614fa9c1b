package dev.ingot.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.ingot.error.ModelFormatException;
import java.nio.file.Path;

/** Gives tensors in data files new places, wherever in a graph they stand. */
final class ExternalPlaces {

    private final Path file;
    private final OnnxPatch.Relocation relocation;

    ExternalPlaces(final Path file, final OnnxPatch.Relocation relocation) {
        this.file = file;
        this.relocation = relocation;
    }

    void move(final GraphProto.Builder graph) {
        graph.getInitializerBuilderList().forEach(this::move);
        for (final NodeProto.Builder node : graph.getNodeBuilderList()) {
            for (final AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
                attribute.getTensorsBuilderList().forEach(this::move);
                attribute.getGraphsBuilderList().forEach(this::move);
                if (attribute.hasT()) {
                    move(attribute.getTBuilder());
                }
                if (attribute.hasG()) {
                    move(attribute.getGBuilder());
                }
            }
        }
    }

    private void move(final TensorProto.Builder tensor) {
        if (tensor.getDataLocation() != TensorProto.DataLocation.EXTERNAL) {
            return;
        }
        final var data = ExternalData.of(file, tensor.build());
        final var place = relocation.move(tensor.getName(), data.location(), data.offset(),
                data.length() < 0 ? length(tensor) : data.length());
        tensor.clearExternalData();
        put(tensor, "location", place.location());
        put(tensor, "offset", Long.toString(place.offset()));
        put(tensor, "length", Long.toString(place.length()));
    }

    private long length(final TensorProto.Builder tensor) {
        final var type = ElementType.ofCode(tensor.getDataType())
                .orElseThrow(() -> ModelFormatException.of(file, tensor.getName(),
                        "external_data with a length, or a known element type",
                        "data type " + tensor.getDataType()));
        return tensor.getDimsList().stream().reduce((long) type.bytes(), Math::multiplyExact);
    }

    private static void put(final TensorProto.Builder tensor, final String key, final String value) {
        tensor.addExternalDataBuilder().setKey(key).setValue(value);
    }
}
