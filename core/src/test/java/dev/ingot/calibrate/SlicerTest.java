package dev.ingot.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.Precision;
import dev.ingot.decoder.Decoder;
import dev.ingot.decoder.PlannedTensor;
import dev.ingot.hf.HfModel;
import dev.ingot.onnx.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlicerTest {

    private static final Path FIXTURES = Path.of(System.getProperty("ingot.fixtures"));

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen3", "gemma2", "gemma3", "granite", "olmo2", "phi3_longrope"})
    void cutsALayerPerSliceAndTapsEveryMatrixOfIt(final String fixture) {
        try (var source = HfModel.open(FIXTURES.resolve(fixture))) {
            final Decoder decoder = Decoder.plan(source.config(), source.weights(), Precision.FP32);
            final var model = new FloatModel(decoder);
            final Set<String> matrices = decoder.tensors().stream()
                    .filter(tensor -> tensor instanceof PlannedTensor.Floats floats && floats.transposed())
                    .map(tensor -> ((PlannedTensor.Floats) tensor).place().name())
                    .collect(Collectors.toSet());
            final List<Slice> slices = model.slices(matrices);

            assertThat(slices).hasSize(source.config().layers());
            final var tapped = new ArrayList<String>();
            final var available = new HashSet<>(Set.of(model.embedded()));
            for (final Slice slice : slices) {
                assertThat(available).containsAll(slice.states());
                checkOrder(decoder, slice);
                available.addAll(slice.yields());
                slice.taps().forEach(tap -> tapped.addAll(tap.matrices()));
            }
            assertThat(tapped).doesNotHaveDuplicates().hasSize(4 * slices.size() + slices.size());
            assertThat(slices.getFirst().states()).containsExactly(model.embedded());
        }
    }

    /** Each input is a constant, an input of the graph, a state, or yielded by a node before. */
    private static void checkOrder(final Decoder decoder, final Slice slice) {
        final var known = new HashSet<>(slice.states());
        known.add("");
        decoder.graph().initializers().forEach(tensor -> known.add(tensor.name()));
        decoder.graph().inputs().forEach(input -> known.add(input.name()));
        for (final Node node : slice.nodes()) {
            assertThat(known).as(node.name()).containsAll(node.inputs());
            known.addAll(node.outputs());
        }
        assertThat(known).containsAll(slice.yields());
    }
}
