package dev.ingot.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.ingot.error.ModelFormatException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other tools write that Ingot does not. */
class ForeignModelTest {

    private static final Path NAME = Path.of("foreign.onnx");

    @Test
    void typedFieldsAreReadLikeRawBytes() {
        assertThat(initializer(it -> it.setDataType(1).addDims(2).addFloatData(1.5f).addFloatData(-2f)))
                .isEqualTo(Tensor.Inline.of("t", List.of(2L), 1.5f, -2f));
        assertThat(initializer(it -> it.setDataType(7).addDims(1).addInt64Data(-9)))
                .isEqualTo(Tensor.Inline.of("t", List.of(1L), -9L));
        assertThat(initializer(it -> it.setDataType(6).addDims(1).addInt32Data(-9)))
                .isEqualTo(Tensor.Inline.of("t", List.of(1L), -9));
    }

    @Test
    void smallTypesAreNarrowedFromTheFieldTheyShare() {
        final var half = (Tensor.Inline) initializer(it -> it.setDataType(10).addDims(2).addInt32Data(0xFC00)
                .addInt32Data(0x3C00));
        assertThat(half.data().getShort(0)).isEqualTo((short) 0xFC00);
        assertThat(half.data().getShort(2)).isEqualTo((short) 0x3C00);
        final var signed = (Tensor.Inline) initializer(it -> it.setDataType(3).addDims(1).addInt32Data(-128));
        assertThat(signed.data().get(0)).isEqualTo((byte) -128);
        final var unsigned = (Tensor.Inline) initializer(
                it -> it.setDataType(2).addDims(1).addInt32Data(255));
        assertThat(unsigned.data().get(0)).isEqualTo((byte) 255);
    }

    @Test
    void aSmallTypeWithALargeElementIsRefused() {
        refusedInitializer(it -> it.setDataType(2).addDims(1).addInt32Data(256), "t", "256");
        refusedInitializer(it -> it.setDataType(9).addDims(1).addInt32Data(2), "t", "2 at 0");
    }

    @Test
    void externalDataWithoutOffsetAndLengthStartsAtZero() {
        assertThat(initializer(it -> external(it, "d").setDataType(1).addDims(3)))
                .isEqualTo(new Tensor.External("t", ElementType.FLOAT, List.of(3L), "d", 0, 12));
    }

    @Test
    void badExternalDataIsRefused() {
        refusedInitializer(it -> it.setDataType(1).setDataLocation(TensorProto.DataLocation.EXTERNAL), "t",
                "location");
        refusedInitializer(it -> entry(external(it, "d").setDataType(1), "offset", "-4"), "t", "offset",
                "-4");
        refusedInitializer(it -> entry(external(it, "d").setDataType(1), "offset", "x"), "t", "offset", "x");
        refusedInitializer(it -> entry(external(it, "d").setDataType(1), "length", "5"), "t", "4 bytes", "5");
        refusedInitializer(it -> entry(external(it, "d").setDataType(1), "location", "e"), "t", "twice");
    }

    @Test
    void aTensorWithTooFewElementsIsRefused() {
        refusedInitializer(it -> it.setDataType(1).addDims(1L << 40), "t", "1099511627776 elements");
        refusedInitializer(it -> it.setDataType(1).addDims(2).setRawData(ByteString.copyFrom(new byte[4])),
                "t",
                "8 bytes");
        refusedInitializer(it -> it.setDataType(1).addDims(1L << 40).addDims(1L << 40), "t", "shape");
        refusedInitializer(it -> it.setDataType(1).addDims(-1), "t", "shape");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 21, 22, 99})
    void unknownElementTypesAreRefused(final int code) {
        refusedInitializer(it -> it.setDataType(code), "t", "data type " + code);
    }

    @ParameterizedTest
    @EnumSource(value = AttributeType.class, names = {"INT", "FLOAT", "STRING", "TENSOR", "GRAPH", "INTS",
            "FLOATS",
            "STRINGS"}, mode = EnumSource.Mode.EXCLUDE)
    void unknownKindsOfAttributesAreRefused(final AttributeType kind) {
        refusedNode(AttributeProto.newBuilder().setName("a").setType(kind), "n.a", kind.name());
    }

    @Test
    void badAttributesAreRefused() {
        refusedNode(AttributeProto.newBuilder().setName("a"), "n.a", "UNDEFINED");
        refusedNode(
                AttributeProto.newBuilder().setName("a").setType(AttributeType.INT).setRefAttrName("outer"),
                "n.a", "outer");
        refusedNode(AttributeProto.newBuilder().setName("a").setType(AttributeType.STRING)
                .setS(ByteString.copyFrom(new byte[]{(byte) 0xFF})), "n.a", "UTF-8");
        refusedNode(AttributeProto.newBuilder().setName("a").setType(AttributeType.TENSOR)
                .setT(external(TensorProto.newBuilder(), "d").setDataType(1)), "n.a", "external");
    }

    @Test
    void whatHasNoRecordAndChangesTheResultIsRefused() {
        refused(it -> it.addFunctions(FunctionProto.newBuilder().setName("f")), "f", "function");
        refused(it -> it.getGraphBuilder().addSparseInitializer(SparseTensorProto.getDefaultInstance()),
                "sparse");
        refused(it -> it.getGraphBuilder().addInput(ValueInfoProto.newBuilder().setName("x")), "x", "tensor");
        refused(it -> it.getGraphBuilder().addInitializer(floats("w")).addInitializer(floats("w")), "w",
                "two");
    }

    static TensorProto.Builder floats(final String name) {
        return TensorProto.newBuilder().setName(name).setDataType(1).addFloatData(1f);
    }

    static ModelProto.Builder model(final GraphProto.Builder graph) {
        return ModelProto.newBuilder().setIrVersion(10).setGraph(graph);
    }

    private static Tensor initializer(final Consumer<TensorProto.Builder> filling) {
        final var tensor = TensorProto.newBuilder().setName("t");
        filling.accept(tensor);
        final var bytes = model(GraphProto.newBuilder().addInitializer(tensor)).build().toByteArray();
        return OnnxFiles.parse(NAME, bytes).graph().initializers().getFirst();
    }

    private static TensorProto.Builder external(final TensorProto.Builder tensor, final String location) {
        return entry(tensor.setDataLocation(TensorProto.DataLocation.EXTERNAL), "location", location);
    }

    private static TensorProto.Builder entry(final TensorProto.Builder tensor, final String key,
            final String value) {
        return tensor.addExternalData(StringStringEntryProto.newBuilder().setKey(key).setValue(value));
    }

    private static void refusedInitializer(final Consumer<TensorProto.Builder> filling,
            final String... message) {
        assertThatThrownBy(() -> initializer(filling)).isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll(message).hasMessageContaining("foreign.onnx");
    }

    private static void refusedNode(final AttributeProto.Builder attribute, final String... message) {
        refused(it -> it.getGraphBuilder()
                .addNode(NodeProto.newBuilder().setName("n").addAttribute(attribute)),
                message);
    }

    private static void refused(final Consumer<ModelProto.Builder> filling, final String... message) {
        final var model = model(GraphProto.newBuilder());
        filling.accept(model);
        final var bytes = model.build().toByteArray();
        assertThatThrownBy(() -> OnnxFiles.parse(NAME, bytes)).isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll(message);
    }
}
