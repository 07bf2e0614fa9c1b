package dev.ingot.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorAnnotation;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.ingot.error.ModelFormatException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxPatchTest {

    private static final Path NAME = Path.of("model.onnx");

    @Test
    void whatIsNotTouchedComesOutAsItWentIn() {
        final byte[] bytes = strange().build().toByteArray();
        assertThat(OnnxPatch.parse(NAME, bytes).toBytes()).isEqualTo(bytes);
    }

    @Test
    void aPatchChangesOnlyWhatItNames() throws Exception {
        final var patch = OnnxPatch.parse(NAME, strange().build().toByteArray());
        patch.addInput(new ValueInfo("last", ElementType.INT64, List.of(Dimension.of("batch"))));
        patch.addInitializer(Tensor.Inline.of("minus_one", List.of(1L), -1L));
        final int head = patch.producerOf("logits").orElseThrow();
        patch.insertBefore(head,
                new Node("GatherND", "", "/slice", List.of("hidden", "last"), List.of("sliced"),
                        Map.of("batch_dims", new Attribute.Int(1))));
        patch.replaceInput(head + 1, 0, "sliced");
        patch.setOutputShape("logits", List.of(Dimension.of("batch"), Dimension.of(1), Dimension.of(8)));
        patch.forgetShape("hidden");
        patch.addOutput(new ValueInfo("hidden", ElementType.FLOAT, List.of(Dimension.of(4))));

        final var expected = strange();
        final var graph = expected.getGraphBuilder();
        graph.addInputBuilder().setName("last").getTypeBuilder().getTensorTypeBuilder().setElemType(7)
                .getShapeBuilder().addDimBuilder().setDimParam("batch");
        graph.addInitializerBuilder().setName("minus_one").setDataType(7).addDims(1)
                .setRawData(ByteString.copyFrom(new byte[]{-1, -1, -1, -1, -1, -1, -1, -1}));
        graph.addNode(1, NodeProto.newBuilder().addInput("hidden").addInput("last").addOutput("sliced")
                .setName("/slice").setOpType("GatherND")
                .addAttribute(AttributeProto.newBuilder().setName("batch_dims").setType(AttributeType.INT)
                        .setI(1)));
        graph.getNodeBuilder(2).setInput(0, "sliced");
        graph.getOutputBuilder(0).getTypeBuilder().getTensorTypeBuilder().getShapeBuilder().clear()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("batch"))
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(1))
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(8));
        graph.removeValueInfo(0);
        graph.addOutputBuilder().setName("hidden").getTypeBuilder().getTensorTypeBuilder().setElemType(1)
                .getShapeBuilder().addDimBuilder().setDimValue(4);
        assertThat(ModelProto.parseFrom(patch.toBytes())).isEqualTo(expected.build());
    }

    @Test
    void nestedGraphsAreChangedInPlace() {
        final var inner = new Node("MatMul", "", "/inner", List.of("x", "weight"), List.of("y"), Map.of());
        final var other = new Node("Identity", "", "/other", List.of("x"), List.of("y2"), Map.of());
        final var branches = new LinkedHashMap<String, Attribute>();
        branches.put("then_branch", body("then", inner, "y"));
        branches.put("else_branch", body("else", other, "y2"));
        final var patch = OnnxPatch.parse(NAME, OnnxFiles.toBytes(model(
                new Node("Identity", "", "/first", List.of("x"), List.of("x1"), Map.of()),
                new Node("If", "", "/if", List.of("condition"), List.of("logits"), branches))));
        assertThat(patch.bodies(0)).isEmpty();
        assertThat(patch.consumersOf("x")).containsExactly(0, 1);
        assertThat(patch.consumersOf("weight")).containsExactly(1);
        final var bodies = patch.bodies(1);
        assertThat(bodies).hasSize(2);
        assertThat(bodies.get(0).node(0)).isEqualTo(inner);
        assertThat(bodies.get(1).node(0)).isEqualTo(other);

        final var changed = new Node("Relu", "", "/relu", List.of("x"), List.of("y"), Map.of());
        bodies.get(0).replaceNode(0, changed);
        patch.removeNode(0);
        bodies.get(0).insertBefore(0, new Node("Abs", "", "/abs", List.of("x"), List.of("z"), Map.of()));
        bodies.get(0).replaceInput(1, 0, "z");

        final var node = OnnxFiles.parse(NAME, patch.toBytes()).graph().nodes().getFirst();
        assertThat(node.attributes().get("else_branch")).isEqualTo(branches.get("else_branch"));
        assertThat(node.attributes().get("then_branch")).isInstanceOfSatisfying(Attribute.Body.class,
                then -> assertThat(then.graph().nodes()).containsExactly(
                        new Node("Abs", "", "/abs", List.of("x"), List.of("z"), Map.of()),
                        changed.withInputs(List.of("z"))));
    }

    private static Attribute body(final String name, final Node node, final String output) {
        return new Attribute.Body(
                new Graph(name, List.of(), List.of(value(output)), List.of(), List.of(node)));
    }

    private static ValueInfo value(final String name) {
        return new ValueInfo(name, ElementType.FLOAT, List.of(Dimension.of(1), Dimension.of(1)));
    }

    private static Model model(final Node... nodes) {
        return new Model(9, Map.of("", 17L), "test", "1", Map.of(),
                new Graph("g", List.of(new ValueInfo("condition", ElementType.BOOL, List.of()), value("x")),
                        List.of(value("logits")), List.of(Tensor.Inline.of("weight", List.of(1L, 1L), 2f)),
                        List.of(nodes)));
    }

    @Test
    void theGraphIsSeenAsRecords() {
        final var patch = OnnxPatch.parse(NAME, OnnxFiles.toBytes(Models.everything()));
        final var graph = Models.everything().graph();
        assertThat(patch.inputNames()).containsExactly("condition", "x");
        assertThat(patch.outputNames()).containsExactly("logits");
        assertThat(patch.input("x")).contains(graph.inputs().get(1));
        assertThat(patch.input("y")).isEmpty();
        assertThat(patch.output("logits")).contains(graph.outputs().getFirst());
        assertThat(patch.initializer("shape")).contains(graph.initializers().get(1));
        assertThat(patch.initializer("w")).contains(graph.initializers().getFirst());
        assertThat(patch.initializerShape("w")).contains(List.of(4L, 8L));
        assertThat(patch.initializerShape("no")).isEmpty();
        assertThat(patch.nodeCount()).isEqualTo(2);
        assertThat(patch.node(1)).isEqualTo(graph.nodes().get(1));
        assertThat(patch.producerOf("y")).hasValue(0);
        assertThat(patch.producerOf("x")).isEmpty();
        assertThat(patch.consumersOf("y")).containsExactly(1);
        assertThat(patch.opset("ai.onnx")).hasValue(21);
        assertThat(patch.opset("ai.onnx.ml")).isEmpty();
        assertThat(patch.metadata()).containsExactly(Map.entry("made", "today"));
    }

    @Test
    void attributesThatRecordsCannotHoldAreNotShown() {
        final var patch = OnnxPatch.parse(NAME, strange().build().toByteArray());
        assertThat(patch.node(0).attributes()).containsExactly(Map.entry("axis", new Attribute.Int(2)));
    }

    @Test
    void anInitializerOfUnknownTypeHasAShapeOnly() {
        final var patch = OnnxPatch.parse(NAME, strange().build().toByteArray());
        assertThat(patch.initializerShape("int4")).contains(List.of(3L));
        assertThatThrownBy(() -> patch.initializer("int4")).isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("data type 22");
    }

    @Test
    void takenNamesAreRefused() {
        final var patch = OnnxPatch.parse(NAME, OnnxFiles.toBytes(Models.everything()));
        for (final String taken : List.of("x", "w", "y", "logits")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> patch.addInitializer(Tensor.Inline.of(taken, List.of(), 1L)))
                    .withMessageContaining(taken);
            assertThatIllegalArgumentException().isThrownBy(
                    () -> patch.insertBefore(0, new Node("Id", "", "", List.of(), List.of(taken), Map.of())));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> patch.setOutputShape("x", List.of()));
    }

    @Test
    void externalDataOfUnknownTypeIsCheckedToo(@TempDir final Path directory) {
        final var model = strange();
        model.getGraphBuilder().getInitializerBuilder(0).clearInt32Data()
                .setDataLocation(TensorProto.DataLocation.EXTERNAL).addExternalDataBuilder()
                .setKey("location")
                .setValue("../x");
        final var patch = OnnxPatch.parse(NAME, model.build().toByteArray());
        assertThatThrownBy(() -> patch.checkExternalData(directory)).isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("int4", "../x");
    }

    /** A model full of parts that the records know nothing of. */
    private static ModelProto.Builder strange() {
        final var later = UnknownFieldSet.newBuilder().addField(4000, UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFromUtf8("from a later version")).build()).build();
        final var shape = TypeProto.newBuilder().setDenotation("IMAGE")
                .setTensorType(TypeProto.Tensor.newBuilder()
                        .setElemType(1)
                        .setShape(TensorShapeProto.newBuilder().addDim(TensorShapeProto.Dimension.newBuilder()
                                .setDimParam("n").setDenotation("DATA_BATCH"))));
        final var graph = GraphProto.newBuilder().setName("g").setDocString("graph doc")
                .addInput(ValueInfoProto.newBuilder().setName("ids").setDocString("ids").setType(shape))
                .addOutput(ValueInfoProto.newBuilder().setName("logits").setDocString("l").setType(shape))
                .addValueInfo(ValueInfoProto.newBuilder().setName("hidden").setType(shape))
                .addInitializer(
                        TensorProto.newBuilder().setName("int4").setDataType(22).addDims(3).addInt32Data(0x21)
                                .addInt32Data(0x3).setDocString("packed"))
                .addInitializer(TensorProto.newBuilder().setName("words").setDataType(8).addDims(1)
                        .addStringData(ByteString.copyFromUtf8("word")))
                .addSparseInitializer(
                        SparseTensorProto.newBuilder().setValues(ForeignModelTest.floats("sparse")))
                .addQuantizationAnnotation(TensorAnnotation.newBuilder().setTensorName("hidden"))
                .addNode(
                        NodeProto.newBuilder().setName("n").setOpType("Odd").setOverload("v2").addInput("ids")
                                .addOutput("hidden").setDocString("node doc").setUnknownFields(later)
                                .addAttribute(AttributeProto.newBuilder().setName("axis")
                                        .setType(AttributeType.INT).setI(2)
                                        .setDocString("attribute doc"))
                                .addAttribute(AttributeProto.newBuilder().setName("type")
                                        .setType(AttributeType.TYPE_PROTO).setTp(shape)))
                .addNode(NodeProto.newBuilder().setName("head").setOpType("MatMul").addInput("hidden")
                        .addInput("int4").addOutput("logits"));
        return ForeignModelTest.model(graph).setModelVersion(7).setDomain("org.example").setDocString("doc")
                .setUnknownFields(later)
                .addFunctions(FunctionProto.newBuilder().setName("Odd").setDomain("org"));
    }
}
