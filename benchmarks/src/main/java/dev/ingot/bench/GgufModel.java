package dev.ingot.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The weights of a {@link RandomModel} in llama.cpp's own format (ggml/docs/gguf.md, version 3), with the metadata that its
 * quantizer asks for: matrices as the same bf16 bytes, vectors as f32.
 */
final class GgufModel {

    private static final int ALIGNMENT = 32;
    private static final int TYPE_F32 = 0;
    private static final int TYPE_BF16 = 30;
    private static final int UINT32 = 4;
    private static final int FLOAT32 = 6;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final int HEADER_BYTES = 1 << 23;
    private static final int COPY_BYTES = 1 << 24;

    private final ModelShape shape;
    private final ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private int keys;

    private GgufModel(final ModelShape shape) {
        this.shape = shape;
    }

    /** A tensor of both files. */
    private record Tensor(String name, List<Integer> shape, long elements) {

        boolean isMatrix() {
            return shape.size() == 2;
        }

        long bytes() {
            return elements * (isMatrix() ? Short.BYTES : Float.BYTES);
        }
    }

    /**
     * Writes the file.
     *
     * @param safetensors the weights, in the order of {@link ModelShape#tensors}
     */
    static void write(final Path safetensors, final ModelShape shape, final Path file) throws IOException {
        new GgufModel(shape).write(safetensors, file);
    }

    private void write(final Path safetensors, final Path file) throws IOException {
        final var tensors = new ArrayList<Tensor>();
        for (final Map.Entry<String, List<Integer>> entry : shape.tensors().entrySet()) {
            final long elements = entry.getValue().stream().mapToLong(Integer::longValue).reduce(1,
                    Math::multiplyExact);
            tensors.add(new Tensor(stored(entry.getKey()), entry.getValue(), elements));
        }
        header.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(3).putLong(tensors.size()).putLong(0);
        metadata();
        header.putLong(16, keys);
        directory(tensors);
        try (var in = FileChannel.open(safetensors);
                var out = FileChannel.open(file, StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            final var length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            in.read(length, 0);
            in.position(Long.BYTES + length.getLong(0));
            align(header);
            writeFully(out, header.flip());
            for (final Tensor tensor : tensors) {
                copy(in, out, tensor);
            }
        }
    }

    /** The names of llama.cpp. */
    private static String stored(final String name) {
        return name.replace("model.embed_tokens", "token_embd").replace("model.norm", "output_norm")
                .replace("model.layers.", "blk.").replace("post_attention_layernorm", "ffn_norm")
                .replace("input_layernorm", "attn_norm").replace("self_attn.o_proj", "attn_output")
                .replaceAll("self_attn\\.(.)_proj", "attn_$1").replaceAll("mlp\\.(.*)_proj", "ffn_$1");
    }

    private void metadata() {
        text("general.architecture", "qwen2");
        number("qwen2.block_count", shape.layers());
        number("qwen2.context_length", 32_768);
        number("qwen2.embedding_length", shape.hidden());
        number("qwen2.feed_forward_length", shape.intermediate());
        number("qwen2.attention.head_count", shape.heads());
        number("qwen2.attention.head_count_kv", shape.keyValueHeads());
        key("qwen2.attention.layer_norm_rms_epsilon", FLOAT32);
        header.putFloat(1e-6f);
        text("tokenizer.ggml.model", "gpt2");
        key("tokenizer.ggml.tokens", ARRAY);
        header.putInt(STRING).putLong(shape.vocabulary());
        for (int id = 0; id < shape.vocabulary(); id++) {
            string("t" + id);
        }
        text("tokenizer.ggml.pre", "qwen2");
        key("tokenizer.ggml.merges", ARRAY); // One is enough to be loaded.
        header.putInt(STRING).putLong(1);
        string("t 1");
    }

    private void directory(final List<Tensor> tensors) {
        long offset = 0;
        for (final Tensor tensor : tensors) {
            string(tensor.name);
            header.putInt(tensor.shape.size());
            tensor.shape.reversed().forEach(header::putLong);
            header.putInt(tensor.isMatrix() ? TYPE_BF16 : TYPE_F32).putLong(offset);
            offset = Math.ceilDiv(offset + tensor.bytes(), ALIGNMENT) * ALIGNMENT;
        }
    }

    private static void copy(final FileChannel in, final FileChannel out, final Tensor tensor)
            throws IOException {
        for (long left = tensor.elements; left > 0;) {
            final int count = (int) Math.min(left, COPY_BYTES / Short.BYTES);
            final var stored = ByteBuffer.allocateDirect(count * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            while (stored.hasRemaining()) {
                in.read(stored);
            }
            writeFully(out, tensor.isMatrix() ? stored.flip() : floats(stored.flip()));
            left -= count;
        }
        final int surplus = (int) (out.position() % ALIGNMENT);
        writeFully(out, ByteBuffer.allocate((ALIGNMENT - surplus) % ALIGNMENT));
    }

    private static ByteBuffer floats(final ByteBuffer stored) {
        final var floats = ByteBuffer.allocate(2 * stored.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        while (stored.hasRemaining()) {
            floats.putInt(stored.getShort() << Short.SIZE);
        }
        return floats.flip();
    }

    private void text(final String key, final String value) {
        key(key, STRING);
        string(value);
    }

    private void number(final String key, final int value) {
        key(key, UINT32);
        header.putInt(value);
    }

    private void key(final String key, final int type) {
        string(key);
        header.putInt(type);
        keys++;
    }

    private void string(final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        header.putLong(bytes.length).put(bytes);
    }

    private static void align(final ByteBuffer buffer) {
        while (buffer.position() % ALIGNMENT != 0) {
            buffer.put((byte) 0);
        }
    }

    private static void writeFully(final FileChannel channel, final ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
