package dev.ingot.gguf;

import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Converts a small model directory to GGUF as llama.cpp's converter does, by what is known of its conventions; llama.cpp
 * itself gives the fixtures' reference logits from these files.
 */
final class GgufFixture {

    private static final Set<String> IN_TURN = Set.of("llama", "mistral", "granite", "smollm3");
    private static final Set<String> NORMED_BEHIND = Set.of("gemma2", "gemma3_text", "olmo2");

    private final JsonObject config;
    private final String type;
    private final GgufBytes out = new GgufBytes();

    private GgufFixture(final Path source) {
        this.config = JsonFiles.read(source.resolve("config.json"));
        this.type = config.string("model_type").orElseThrow();
    }

    /** How the elements of matrices are stored; vectors are F32. */
    enum Storage {
        F32(0), F16(1), Q8_0(8);

        private final int code;

        Storage(final int code) {
            this.code = code;
        }
    }

    static void write(final Path source, final Path file, final Storage storage) throws IOException {
        Files.write(file, describe(source, storage).build());
    }

    /** All keys and tensors of a file. */
    static GgufBytes describe(final Path source, final Storage storage) throws IOException {
        final var fixture = new GgufFixture(source);
        new GgufFixtureKeys(fixture.config, fixture.out).write();
        new GgufFixtureTokens(source, fixture.config, fixture.out).write();
        try (DirectoryStream<Path> shards = Files.newDirectoryStream(source, "model*.safetensors")) {
            final var sorted = new TreeSet<Path>();
            shards.forEach(sorted::add);
            for (final Path shard : sorted) {
                fixture.tensors(shard, storage);
            }
        }
        fixture.rotaryFactors();
        return fixture.out;
    }

    private int size(final String key) {
        return config.integer(key).orElseThrow();
    }

    private void tensors(final Path file, final Storage storage) throws IOException {
        final byte[] bytes = Files.readAllBytes(file);
        final int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        final var header = JsonFiles.parse(file, Arrays.copyOfRange(bytes, 8, 8 + length));
        for (final String name : header.keys()) {
            if (!name.equals("__metadata__")) {
                final var entry = header.object(name).orElseThrow();
                final List<Integer> range = entry.integers("data_offsets");
                tensor(name, entry.integers("shape"), floats(entry.string("dtype").orElseThrow(),
                        Arrays.copyOfRange(bytes, 8 + length + range.get(0), 8 + length + range.get(1))),
                        storage);
            }
        }
    }

    private static float[] floats(final String dtype, final byte[] bytes) {
        final var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        final var values = new float[bytes.length / (dtype.equals("F32") ? 4 : 2)];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (dtype) {
                case "F32" -> buffer.getFloat();
                case "F16" -> Float.float16ToFloat(buffer.getShort());
                default -> Float.intBitsToFloat(buffer.getShort() << 16);
            };
        }
        return values;
    }

    /** The name in the file. */
    private String stored(final String name) {
        final String norm = NORMED_BEHIND.contains(type) ? "post_attention_norm" : "ffn_norm";
        return name.replace("model.embed_tokens", "token_embd").replace("model.norm", "output_norm")
                .replace("lm_head", "output").replace("model.layers.", "blk.")
                .replace("input_layernorm", "attn_norm").replace("post_attention_layernorm", norm)
                .replace("pre_feedforward_layernorm", "ffn_norm")
                .replace("post_feedforward_layernorm", "post_ffw_norm")
                .replace("self_attn.o_proj", "attn_output").replace("self_attn.qkv_proj", "attn_qkv")
                .replace("mlp.gate_up_proj", "ffn_up")
                .replaceAll("self_attn\\.(.)_(proj|norm)", "attn_$1_$2").replace("_proj", "")
                .replace("mlp.", "ffn_");
    }

    private void tensor(final String name, final List<Integer> shape, final float[] values,
            final Storage storage) {
        final String stored = stored(name);
        if (type.startsWith("gemma") && stored.endsWith("norm.weight")) {
            for (int i = 0; i < values.length; i++) {
                values[i] += 1;
            }
        }
        final float[] ordered = IN_TURN.contains(type) && stored.matches(".*attn_[qk]\\..*")
                ? inTurn(values, shape,
                        size(stored.contains("attn_q") ? "num_attention_heads" : "num_key_value_heads"))
                : values;
        final long[] dimensions = new long[shape.size()];
        Arrays.setAll(dimensions, i -> shape.get(shape.size() - 1 - i));
        final Storage used = shape.size() == 1 ? Storage.F32 : storage;
        out.tensor(stored, used.code, encoded(ordered, used), dimensions);
    }

    /** {@code w.reshape(heads, 2, head / 2, in).swapaxes(1, 2)}. */
    private static float[] inTurn(final float[] values, final List<Integer> shape, final int heads) {
        final int width = shape.size() == 1 ? 1 : shape.get(1);
        final int half = shape.get(0) / heads / 2;
        final float[] result = new float[values.length];
        int target = 0;
        for (int head = 0; head < heads; head++) {
            for (int j = 0; j < half; j++) {
                for (int t = 0; t < 2; t++) {
                    System.arraycopy(values, ((head * 2 + t) * half + j) * width, result, target, width);
                    target += width;
                }
            }
        }
        return result;
    }

    private static byte[] encoded(final float[] values, final Storage storage) {
        final var buffer = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        switch (storage) {
            case F32 -> buffer.asFloatBuffer().put(values).position();
            case F16 -> {
                for (final float value : values) {
                    buffer.putShort(Float.floatToFloat16(value));
                }
            }
            case Q8_0 -> {
                for (int at = 0; at < values.length; at += 32) {
                    putBlock(buffer, Arrays.copyOfRange(values, at, at + 32));
                }
            }
        }
        return Arrays.copyOf(buffer.array(), storage == Storage.F32 ? buffer.capacity() : buffer.position());
    }

    private static void putBlock(final ByteBuffer buffer, final float[] block) {
        float largest = 0;
        for (final float value : block) {
            largest = Math.max(largest, Math.abs(value));
        }
        final float scale = largest / 127;
        buffer.putShort(Float.floatToFloat16(scale));
        for (final float value : block) {
            buffer.put((byte) Math.round(scale == 0 ? 0 : value / scale));
        }
    }

    private void rotaryFactors() {
        final var scaling = config.object("rope_scaling");
        if (scaling.isEmpty()) {
            return;
        }
        final String kind = scaling.get().string("rope_type").or(() -> scaling.get().string("type"))
                .orElseThrow();
        if (kind.equals("longrope")) {
            for (final String length : List.of("long", "short")) {
                final List<?> factors = (List<?>) java.util.Objects
                        .requireNonNull(scaling.get().raw(length + "_factor"));
                factors("rope_factors_" + length, factors.stream().mapToDouble(
                        factor -> ((Number) java.util.Objects.requireNonNull(factor)).doubleValue())
                        .toArray());
            }
        } else {
            factors("rope_freqs", divisors(scaling.get()));
        }
    }

    /** Llama 3's scaling as the converter writes it: the divisor of every frequency. */
    private double[] divisors(final JsonObject scaling) {
        final double factor = scaling.number("factor").orElseThrow();
        final double context = scaling.number("original_max_position_embeddings").orElseThrow();
        final double low = context / scaling.number("low_freq_factor").orElseThrow();
        final double high = context / scaling.number("high_freq_factor").orElseThrow();
        final int head = size("hidden_size") / size("num_attention_heads");
        final var divisors = new double[head / 2];
        for (int i = 0; i < head; i += 2) {
            final double wave = 2 * Math.PI
                    * Math.pow(config.number("rope_theta").orElseThrow(), (double) i / head);
            final double smooth = (context / wave - context / low) / (context / high - context / low);
            divisors[i / 2] = wave < high
                    ? 1
                    : wave > low ? factor : 1 / ((1 - smooth) / factor + smooth);
        }
        return divisors;
    }

    private void factors(final String name, final double[] values) {
        final var floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        out.tensor(name + ".weight", 0, encoded(floats, Storage.F32), floats.length);
    }
}
