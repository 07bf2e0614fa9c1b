package dev.ingot.gguf;

import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Converts a small model directory to GGUF as llama.cpp's converter does, by what is known of its conventions. */
final class GgufFixture {

    private final Path source;
    private final JsonObject config;
    private final boolean llama;
    private final GgufBytes out = new GgufBytes();

    private GgufFixture(final Path source) {
        this.source = source;
        this.config = JsonFiles.read(source.resolve("config.json"));
        this.llama = config.string("model_type").orElseThrow().equals("llama");
    }

    /** How the elements of matrices are stored; vectors are F32. */
    enum Storage {
        F32, F16, Q8_0
    }

    static void write(final Path source, final Path file, final Storage storage) throws IOException {
        final var fixture = new GgufFixture(source);
        fixture.keys();
        fixture.tokenizer();
        fixture.tensors(storage);
        Files.write(file, fixture.out.build());
    }

    private int size(final String key) {
        return config.integer(key).orElseThrow();
    }

    private void keys() {
        final String arch = config.string("model_type").orElseThrow();
        out.key("general.architecture", arch).key("general.name", "a fixture")
                .key(arch + ".context_length", size("max_position_embeddings"))
                .key(arch + ".embedding_length", size("hidden_size"))
                .key(arch + ".block_count", size("num_hidden_layers"))
                .key(arch + ".feed_forward_length", size("intermediate_size"))
                .key(arch + ".attention.head_count", size("num_attention_heads"))
                .key(arch + ".attention.head_count_kv", size("num_key_value_heads"))
                .key(arch + ".attention.layer_norm_rms_epsilon",
                        (float) config.number("rms_norm_eps").orElseThrow())
                .key(arch + ".rope.freq_base", (float) config.number("rope_theta").orElseThrow());
        config.integer("head_dim").ifPresent(head -> out.key(arch + ".attention.key_length", head));
    }

    private void tokenizer() {
        final var tokenizer = JsonFiles.read(source.resolve("tokenizer.json"));
        final var model = tokenizer.object("model").orElseThrow();
        final var vocabulary = model.object("vocab").orElseThrow().asMap();
        final int size = size("vocab_size");
        final var tokens = new String[size];
        final var kinds = new Integer[size];
        final var scores = new Float[size];
        Arrays.setAll(tokens, id -> "[PAD" + id + "]");
        Arrays.fill(kinds, 5);
        Arrays.fill(scores, -1e6f);
        vocabulary.forEach((token, id) -> {
            tokens[(Integer) Objects.requireNonNull(id)] = token;
            kinds[(Integer) id] = token.matches("<0x[0-9A-F]{2}>") ? 6 : 1;
        });
        for (final Object one : (List<?>) Objects.requireNonNull(tokenizer.raw("added_tokens"))) {
            final var added = (Map<?, ?>) one;
            final int id = (Integer) Objects.requireNonNull(added.get("id"));
            tokens[id] = String.valueOf(added.get("content"));
            kinds[id] = tokens[id].equals("<unk>") ? 2 : Boolean.TRUE.equals(added.get("special")) ? 3 : 4;
        }
        final List<String> merges = model.strings("merges").orElseThrow();
        for (int i = 0; i < merges.size(); i++) {
            final Integer id = (Integer) vocabulary.get(merges.get(i).replace(" ", ""));
            scores[Objects.requireNonNull(id)] = Math.max(scores[id], -i);
        }
        final boolean bytes = !model.bool("byte_fallback").orElse(false);
        out.key("tokenizer.ggml.model", bytes ? "gpt2" : "llama")
                .key("tokenizer.ggml.tokens", List.of(tokens))
                .key("tokenizer.ggml.token_type", List.of(kinds));
        if (bytes) {
            out.key("tokenizer.ggml.pre", llama ? "llama-bpe" : "qwen2").key("tokenizer.ggml.merges", merges);
        } else {
            out.key("tokenizer.ggml.scores", List.of(scores));
        }
        out.key("tokenizer.ggml.bos_token_id", size("bos_token_id"))
                .key("tokenizer.ggml.eos_token_id", config.integers("eos_token_id").getLast())
                .key("tokenizer.ggml.add_bos_token", llama)
                .key("tokenizer.chat_template", "{{ messages[0].content }}");
    }

    private void tensors(final Storage storage) throws IOException {
        final Path file = source.resolve("model.safetensors");
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
        if (config.object("rope_scaling").isPresent()) {
            ropeFactors();
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

    private void tensor(final String name, final List<Integer> shape, final float[] values,
            final Storage storage) {
        final String stored = name.replace("model.embed_tokens", "token_embd")
                .replace("model.norm", "output_norm")
                .replace("lm_head", "output").replace("model.layers.", "blk.")
                .replace("input_layernorm", "attn_norm")
                .replace("post_attention_layernorm", "ffn_norm").replace("self_attn.o_proj", "attn_output")
                .replaceAll("self_attn\\.(.)_(proj|norm)", "attn_$1_$2").replace("_proj", "")
                .replace("mlp.", "ffn_");
        final float[] ordered = llama && stored.matches(".*attn_[qk]\\..*")
                ? permuted(values, shape,
                        size(stored.contains("attn_q") ? "num_attention_heads" : "num_key_value_heads"))
                : values;
        final long[] dimensions = new long[shape.size()];
        Arrays.setAll(dimensions, i -> shape.get(shape.size() - 1 - i));
        final Storage used = shape.size() == 1 ? Storage.F32 : storage;
        out.tensor(stored, switch (used) {
            case F32 -> 0;
            case F16 -> 1;
            case Q8_0 -> 8;
        }, encoded(ordered, used), dimensions);
    }

    /** {@code w.reshape(heads, 2, head / 2, in).swapaxes(1, 2)}. */
    private static float[] permuted(final float[] values, final List<Integer> shape, final int heads) {
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

    /** Llama 3's scaling as the converter writes it: the divisor of every frequency. */
    private void ropeFactors() {
        final var scaling = config.object("rope_scaling").orElseThrow();
        final double factor = scaling.number("factor").orElseThrow();
        final double context = scaling.number("original_max_position_embeddings").orElseThrow();
        final double low = context / scaling.number("low_freq_factor").orElseThrow();
        final double high = context / scaling.number("high_freq_factor").orElseThrow();
        final int head = size("hidden_size") / size("num_attention_heads");
        final var divisors = new ArrayList<Float>();
        for (int i = 0; i < head; i += 2) {
            final double wave = 2 * Math.PI
                    * Math.pow(config.number("rope_theta").orElseThrow(), (double) i / head);
            final double smooth = (context / wave - context / low) / (context / high - context / low);
            divisors.add(
                    (float) (wave < high ? 1 : wave > low ? factor : 1 / ((1 - smooth) / factor + smooth)));
        }
        final float[] values = new float[divisors.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = divisors.get(i);
        }
        out.tensor("rope_freqs.weight", 0, encoded(values, Storage.F32), values.length);
    }
}
