package dev.ingot.quantize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What ONNX Runtime's own quantizers made of small matrices; see the README beside the model fixtures. */
final class QuantFixtures {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DIRECTORY = Path.of(System.getProperty("ingot.fixtures.quant"), "quant");
    private static final Tensors WEIGHTS = read("weights.safetensors");
    private static final Tensors RESULTS = read("cases.safetensors");

    private QuantFixtures() {}

    /** One result of a quantizer; {@code weight} is {@code [k, n]}. */
    record Case(String name, String algorithm, String weight, int k, int n, BlockFormat format) {

        /** The weights as Hugging Face stores them, {@code [n, k]}. */
        float[] weights() {
            final var stored = WEIGHTS.bytes(weight).asFloatBuffer();
            final var rows = new float[n * k];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = stored.get(i % k * n + i / k);
            }
            return rows;
        }

        boolean has(final String part) {
            return RESULTS.header.has(name + "/" + part);
        }

        byte[] result(final String part) {
            return bytes(name, part);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** An embedding table of 4 bits as GatherBlockQuantized looks it up; {@code weight} is {@code [rows, columns]}. */
    record Lookup(String name, String weight, int rows, int columns, BlockFormat format) {

        WeightMatrix matrix() {
            final var values = new float[rows * columns];
            WEIGHTS.bytes(weight).asFloatBuffer().get(values);
            return Matrices.of(WeightType.F32, rows, columns, values);
        }

        byte[] result(final String part) {
            return bytes(name, part);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static byte[] bytes(final String name, final String part) {
        final ByteBuffer buffer = RESULTS.bytes(name + "/" + part);
        final var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** The tables that are looked up. */
    static List<Lookup> lookups() {
        return list().filter(c -> c.get("algo").asText().equals("GATHER"))
                .map(c -> new Lookup(c.get("name").asText(), c.get("weight").asText(), c.get("rows").asInt(),
                        c.get("cols").asInt(),
                        new BlockFormat(c.get("bits").asInt(), c.get("block_size").asInt(),
                                c.get("symmetric").asBoolean())))
                .toList();
    }

    /** The cases of one algorithm in the layout of MatMulNBits. */
    static List<Case> cases(final String algorithm, final int bits) {
        return cases(algorithm, "QOperator", bits);
    }

    /** The cases of one algorithm in one layout. */
    static List<Case> cases(final String algorithm, final String layout, final int bits) {
        return list().filter(c -> c.get("algo").asText().equals(algorithm)
                && c.get("format").asText().equals(layout) && c.get("bits").asInt() == bits)
                .map(QuantFixtures::parse).toList();
    }

    private static Stream<JsonNode> list() {
        try {
            final JsonNode list = JSON.readTree(Files.readAllBytes(DIRECTORY.resolve("manifest.json")))
                    .get("list");
            return StreamSupport.stream(list.spliterator(), false);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Case parse(final JsonNode c) {
        final var format = new BlockFormat(c.get("bits").asInt(), c.get("block_size").asInt(),
                c.get("symmetric").asBoolean()
                        ? ZeroPointType.NONE
                        : c.get("algo").asText().equals("HQQ") ? ZeroPointType.FLOAT : ZeroPointType.INTEGER);
        return new Case(c.get("name").asText(), c.get("algo").asText(), c.get("weight").asText(),
                c.get("K").asInt(), c.get("N").asInt(), format);
    }

    private static Tensors read(final String file) {
        try {
            final byte[] bytes = Files.readAllBytes(DIRECTORY.resolve(file));
            final int header = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
            return new Tensors(JSON.readTree(bytes, Long.BYTES, header),
                    ByteBuffer.wrap(bytes).position(Long.BYTES + header).slice());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Tensors(JsonNode header, ByteBuffer data) {

        ByteBuffer bytes(final String name) {
            final JsonNode offsets = header.get(name).get("data_offsets");
            final int start = offsets.get(0).asInt();
            return data.slice(start, offsets.get(1).asInt() - start).order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
