package dev.ingot.runtime.reference;

import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A model with seeded random weights that a test lays out as its family's checkpoints are, computes with, and writes as
 * a model directory. Tokenizer: that of the llama fixture, {@value #VOCABULARY} entries.
 */
public final class TinyModel {

    /** Entries of the tokenizer's vocabulary. */
    public static final int VOCABULARY = 640;

    /**
     * A tensor.
     *
     * @param shape dimensions
     * @param data  elements, row-major
     */
    public record Values(List<Integer> shape, List<Float> data) {

        public double at(final int index) {
            return data.get(index);
        }

        public double[] toArray() {
            return data.stream().mapToDouble(Float::doubleValue).toArray();
        }
    }

    private final Map<String, Values> tensors = new LinkedHashMap<>();
    private final Random random;
    private String config = "";

    public TinyModel(final long seed) {
        this.random = new Random(seed);
    }

    /** Adds a matrix whose products keep the size of what they multiply. */
    public TinyModel matrix(final String name, final int rows, final int columns) {
        return tensor(name, 0, 1 / Math.sqrt(columns), rows, columns);
    }

    /** Adds a tensor of normally distributed values. */
    public TinyModel tensor(final String name, final double mean, final double deviation,
            final int... shape) {
        final int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        final List<Float> data = Stream.generate(() -> (float) (mean + deviation * random.nextGaussian()))
                .limit(size).toList();
        tensors.put(name, new Values(Arrays.stream(shape).boxed().toList(), data));
        return this;
    }

    /** Adds the projections of a layer under Llama's names; queries are as wide as the model. */
    public TinyModel llamaLayer(final String path, final int hidden, final int keyWidth, final int inner) {
        return matrix(path + ".self_attn.q_proj.weight", hidden, hidden)
                .matrix(path + ".self_attn.k_proj.weight", keyWidth, hidden)
                .matrix(path + ".self_attn.v_proj.weight", keyWidth, hidden)
                .matrix(path + ".self_attn.o_proj.weight", hidden, hidden)
                .matrix(path + ".mlp.gate_proj.weight", inner, hidden)
                .matrix(path + ".mlp.up_proj.weight", inner, hidden)
                .matrix(path + ".mlp.down_proj.weight", hidden, inner);
    }

    /** Adds a bias of moderate size. */
    public TinyModel bias(final String name, final int length) {
        return tensor(name, 0, 0.5, length);
    }

    /** Adds the factors of a norm, spread around a mean. */
    public TinyModel norm(final String name, final double mean, final int length) {
        return tensor(name, mean, 0.2, length);
    }

    /** Gives a tensor other elements. */
    public void replace(final String name, final List<Float> data) {
        tensors.put(name, new Values(tensor(name).shape(), List.copyOf(data)));
    }

    /** Tells whether there is a tensor of this name. */
    public boolean has(final String name) {
        return tensors.containsKey(name);
    }

    /** Returns a tensor. */
    public Values tensor(final String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    /** Returns the elements of a tensor. */
    public double[] values(final String name) {
        return tensor(name).toArray();
    }

    /** Looks rows of a matrix up. */
    public double[][] rows(final String name, final int... ids) {
        final double[] all = values(name);
        final int width = tensor(name).shape().getLast();
        return Arrays.stream(ids).mapToObj(id -> Arrays.copyOfRange(all, id * width, (id + 1) * width))
                .toArray(double[][]::new);
    }

    /** Multiplies with {@code <module>.weight}, {@code [out, in]}, and adds {@code <module>.bias} if there is one. */
    public double[][] linear(final double[][] x, final String module) {
        final double[] weight = values(module + ".weight");
        final int outputs = tensor(module + ".weight").shape().getFirst();
        final double[] bias = tensors.containsKey(module + ".bias")
                ? values(module + ".bias")
                : new double[outputs];
        return Arrays.stream(x).map(row -> {
            final double[] result = new double[outputs];
            for (int n = 0; n < outputs; n++) {
                result[n] = bias[n];
                for (int k = 0; k < row.length; k++) {
                    result[n] += row[k] * weight[n * row.length + k];
                }
            }
            return result;
        }).toArray(double[][]::new);
    }

    /** Sets the content of config.json. */
    public TinyModel config(final String json) {
        config = json;
        return this;
    }

    /** Sets the content of config.json and writes the model. */
    public Path write(final Path directory, final String json) {
        return config(json).write(directory);
    }

    /** Writes config.json, model.safetensors (float32) and the tokenizer's files. */
    public Path write(final Path directory) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("config.json"), config);
            final Path fixture = Path.of(System.getProperty("ingot.fixtures")).resolve("llama");
            for (final String name : List.of("tokenizer.json", "tokenizer_config.json")) {
                Files.copy(fixture.resolve(name), directory.resolve(name));
            }
            Files.write(directory.resolve("model.safetensors"), safetensors());
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] safetensors() {
        final var header = new LinkedHashMap<String, Object>();
        int size = 0;
        for (final var tensor : tensors.entrySet()) {
            final int end = size + tensor.getValue().data().size() * Float.BYTES;
            header.put(tensor.getKey(), Map.of("dtype", "F32", "shape", tensor.getValue().shape(),
                    "data_offsets", List.of(size, end)));
            size = end;
        }
        final byte[] json = JsonFiles.compact(header).getBytes(StandardCharsets.UTF_8);
        final var file = ByteBuffer.allocate(Long.BYTES + json.length + size)
                .order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length).put(json);
        tensors.values().forEach(tensor -> tensor.data().forEach(file::putFloat));
        return file.array();
    }
}
