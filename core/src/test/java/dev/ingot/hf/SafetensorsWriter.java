package dev.ingot.hf;

import dev.ingot.json.JsonFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes small safetensors files for tests. */
final class SafetensorsWriter {

    /** Type, dimensions and bytes of a tensor. */
    record Data(String dtype, List<Integer> shape, ByteBuffer bytes) {

        Data(final String dtype, final List<Integer> shape, final byte... bytes) {
            this(dtype, shape, ByteBuffer.wrap(bytes));
        }
    }

    private SafetensorsWriter() {}

    static void write(final Path file, final Map<String, Data> tensors) throws IOException {
        final var header = new LinkedHashMap<String, Object>();
        final var data = new ByteArrayOutputStream();
        for (final var tensor : tensors.entrySet()) {
            final int begin = data.size();
            data.writeBytes(tensor.getValue().bytes().array());
            header.put(tensor.getKey(),
                    Map.of("dtype", tensor.getValue().dtype(), "shape", tensor.getValue().shape(),
                            "data_offsets", List.of(begin, data.size())));
        }
        write(file, JsonFiles.compact(header), data.toByteArray());
    }

    static void write(final Path file, final String header, final byte[] data) throws IOException {
        final byte[] json = header.getBytes(StandardCharsets.UTF_8);
        final var buffer = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(file, buffer.putLong(json.length).put(json).put(data).array());
    }
}
