package dev.ingot.runtime.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.OnnxModel;
import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.onnx.OnnxPatch;
import dev.ingot.onnx.Tensor;
import dev.ingot.runtime.Checkpoint;
import dev.ingot.runtime.Checkpoint.Stored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A Qwen 3 MoE that GPTQ or AWQ has quantized: every expert's projections have integers of their own, what chooses the
 * experts stays floats.
 */
final class QuantizedMixtureTest {

    private static final int GROUP = 16;
    private static final int[] AWQ_ORDER = {0, 4, 1, 5, 2, 6, 3, 7}; // place of each of eight rows in a word
    /** Layouts of files, as AutoGPTQ and AutoAWQ write them. */
    enum Layout {
        GPTQ("\"desc_act\": false, \"sym\": false"), GPTQ_ACT_ORDER(
                "\"desc_act\": true, \"sym\": false"), AWQ(
                        "\"zero_point\": true, \"version\": \"gemm\"");

        private final String settings;

        Layout(final String settings) {
            this.settings = settings;
        }

        private String config() {
            return ", \"quantization_config\": {\"quant_method\": \"" + (this == AWQ ? "awq" : "gptq")
                    + "\", \"bits\": 4, \"group_size\": " + GROUP + ", " + settings + "}}";
        }
    }

    /** The integers of a module: {@code weight = (value - zero) * scale}. */
    private static final class Integers {

        private final int rows;
        private final int columns;
        private final int[] values; // [rows, columns]
        private final int[] zeros; // [groups, rows]
        private final float[] scales; // [groups, rows]
        private final int[] groupOf; // [columns]

        Integers(final Random random, final int rows, final int columns, final boolean shuffled) {
            this.rows = rows;
            this.columns = columns;
            values = numbers(random, rows * columns, 0, 16);
            zeros = numbers(random, columns / GROUP * rows, 6, 10);
            scales = new float[zeros.length];
            for (int i = 0; i < scales.length; i++) {
                scales[i] = Float.float16ToFloat(Float.floatToFloat16(0.02f + 0.02f * random.nextFloat()));
            }
            final var groups = new ArrayList<Integer>();
            for (int column = 0; column < columns; column++) {
                groups.add(column / GROUP);
            }
            if (shuffled) {
                Collections.shuffle(groups, random);
            }
            groupOf = groups.stream().mapToInt(Integer::intValue).toArray();
        }

        private static int[] numbers(final Random random, final int count, final int from, final int to) {
            return random.ints(count, from, to).toArray();
        }

        int value(final int row, final int column) {
            return values[row * columns + column];
        }

        /** By group and row, as the files have it. */
        int place(final int row, final int column) {
            return groupOf[column] * rows + row;
        }

        List<Float> floats() {
            final var floats = new ArrayList<Float>();
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    final int place = place(row, column);
                    floats.add((value(row, column) - zeros[place]) * scales[place]);
                }
            }
            return floats;
        }
    }

    @TempDir
    Path directory;
    private final QwenMixture model = new QwenMixture();
    private final Map<String, Integers> modules = new LinkedHashMap<>();

    @ParameterizedTest
    @EnumSource(Layout.class)
    void saysWhatItsWeightsSay(final Layout layout) {
        final Path source = write(layout);
        new ReferenceCheck(source, model::forward).withExperts().run();
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void keepsEveryIntegerOfEveryExpert(final Layout layout) {
        final var exported = Pipeline.from(write(layout)).quantize(Precision.INT8)
                .toOnnx(directory.resolve("model"));
        final var graph = OnnxPatch.read(exported.directory().resolve("model.onnx"));
        for (int layer = 0; layer < QwenMixture.LAYERS; layer++) {
            for (int expert = 0; expert < QwenMixture.EXPERTS; expert++) {
                final String module = "model.layers." + layer + ".mlp.experts." + expert + ".";
                if (layout == Layout.GPTQ_ACT_ORDER) {
                    // Two orders of columns are two products.
                    assertKept(exported, graph, module + "gate_up_proj.part_0", module + "gate_proj", 0);
                    assertKept(exported, graph, module + "gate_up_proj.part_1", module + "up_proj", 0);
                } else {
                    assertKept(exported, graph, module + "gate_up_proj", module + "gate_proj", 0);
                    assertKept(exported, graph, module + "gate_up_proj", module + "up_proj",
                            QwenMixture.WIDTH);
                }
                assertKept(exported, graph, module + "down_proj", module + "down_proj", 0);
            }
        }
    }

    private Path write(final Layout layout) {
        final var random = new Random(31);
        for (int layer = 0; layer < QwenMixture.LAYERS; layer++) {
            final String path = "model.layers." + layer + ".";
            for (final String name : List.of("q_proj", "k_proj", "v_proj", "o_proj")) {
                quantize(path + "self_attn." + name, random, layout);
            }
            for (int expert = 0; expert < QwenMixture.EXPERTS; expert++) {
                for (final String name : List.of("gate_proj", "up_proj", "down_proj")) {
                    quantize(path + "mlp.experts." + expert + "." + name, random, layout);
                }
            }
        }
        final Path source = model.write(directory.resolve("source"));
        final var tensors = new LinkedHashMap<>(
                Checkpoint.read(source.resolve("model.safetensors")).tensors());
        modules.forEach((module, integers) -> {
            tensors.remove(module + ".weight");
            tensors.putAll(layout == Layout.AWQ ? awq(module, integers) : gptq(module, integers));
        });
        new Checkpoint(tensors).write(source.resolve("model.safetensors"));
        try {
            final Path config = source.resolve("config.json");
            Files.writeString(config,
                    Files.readString(config).strip().replaceFirst("}$", "") + layout.config());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return source;
    }

    private void quantize(final String module, final Random random, final Layout layout) {
        final List<Integer> shape = model.weights().tensor(module + ".weight").shape();
        final var integers = new Integers(random, shape.get(0), shape.get(1),
                layout == Layout.GPTQ_ACT_ORDER);
        modules.put(module, integers);
        model.weights().replace(module + ".weight", integers.floats());
    }

    /** Eight columns in a word, zero points less one and eight rows in a word. */
    private static Map<String, Stored> gptq(final String module, final Integers it) {
        final int[] words = new int[it.columns / 8 * it.rows];
        final int[] zeros = new int[it.zeros.length / 8];
        for (int row = 0; row < it.rows; row++) {
            for (int column = 0; column < it.columns; column++) {
                words[column / 8 * it.rows + row] |= it.value(row, column) << (4 * (column % 8));
            }
        }
        for (int i = 0; i < it.zeros.length; i++) {
            zeros[i / 8] |= (it.zeros[i] - 1) << (4 * (i % 8));
        }
        final int groups = it.columns / GROUP;
        return Map.of(module + ".qweight", words(words, it.columns / 8, it.rows), module + ".qzeros",
                words(zeros, groups, it.rows / 8), module + ".scales", halves(it.scales, groups, it.rows),
                module + ".g_idx", words(it.groupOf, it.columns));
    }

    /** Eight rows in a word, in AutoAWQ's order. */
    private static Map<String, Stored> awq(final String module, final Integers it) {
        final int width = it.rows / 8;
        final int[] words = new int[it.columns * width];
        final int[] zeros = new int[it.zeros.length / 8];
        for (int row = 0; row < it.rows; row++) {
            final int shift = 4 * AWQ_ORDER[row % 8];
            for (int column = 0; column < it.columns; column++) {
                words[column * width + row / 8] |= it.value(row, column) << shift;
            }
            for (int group = 0; group < it.columns / GROUP; group++) {
                zeros[group * width + row / 8] |= it.zeros[group * it.rows + row] << shift;
            }
        }
        final int groups = it.columns / GROUP;
        return Map.of(module + ".qweight", words(words, it.columns, width), module + ".qzeros",
                words(zeros, groups, width), module + ".scales", halves(it.scales, groups, it.rows));
    }

    private static Stored words(final int[] words, final Integer... shape) {
        final var bytes = ByteBuffer.allocate(words.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(words);
        return new Stored("I32", List.of(shape), bytes);
    }

    private static Stored halves(final float[] values, final Integer... shape) {
        return Stored.f16(values, shape);
    }

    /** Rows of a stored matrix dequantize to exactly a module's weights. */
    private void assertKept(final OnnxModel exported, final OnnxPatch graph, final String matrix,
            final String module, final int first) {
        final Integers it = Objects.requireNonNull(modules.get(module));
        final String name = matrix + ".MatMul.weight";
        final ByteBuffer blocks = bytes(exported, graph, name + "_Q4");
        final ByteBuffer scales = bytes(exported, graph, name + "_scales");
        final ByteBuffer zeros = bytes(exported, graph, name + "_zero_points");
        final int groups = it.columns / GROUP;
        final int[] seen = new int[groups];
        for (int column = 0; column < it.columns; column++) {
            // With act-order, the columns of each group come one after the other.
            final int group = it.groupOf[column];
            final int stored = group * GROUP + seen[group]++;
            for (int row = 0; row < it.rows; row++) {
                final int line = first + row;
                assertThat(nibble(blocks, line * it.columns + stored)).isEqualTo(it.value(row, column));
                assertThat(nibble(zeros, line * 2 * Math.ceilDiv(groups, 2) + group))
                        .isEqualTo(it.zeros[it.place(row, column)]);
                assertThat(scales.getFloat((line * groups + group) * Float.BYTES))
                        .isEqualTo(it.scales[it.place(row, column)]);
            }
        }
    }

    private static int nibble(final ByteBuffer bytes, final int index) {
        return (bytes.get(index / 2) >>> (4 * (index % 2))) & 15;
    }

    private static ByteBuffer bytes(final OnnxModel model, final OnnxPatch graph, final String name) {
        final var tensor = (Tensor.External) graph.initializer(name).orElseThrow();
        try {
            return ByteBuffer.wrap(Files.readAllBytes(model.directory().resolve(tensor.location())),
                    (int) tensor.offset(), (int) tensor.length()).slice().order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
