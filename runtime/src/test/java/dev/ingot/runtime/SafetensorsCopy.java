package dev.ingot.runtime;

import dev.ingot.json.JsonFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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

/** Reads small safetensors files whole, and writes changed ones. */
final class SafetensorsCopy {

    /** Type, dimensions and bytes of a tensor. */
    record Data(String dtype, List<?> shape, ByteBuffer bytes) {}

    private SafetensorsCopy() {}

    static Map<String, Data> read(final Path file) throws IOException {
        final byte[] bytes = Files.readAllBytes(file);
        final int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        final var header = JsonFiles.parse(file, Arrays.copyOfRange(bytes, Long.BYTES, Long.BYTES + length));
        final var result = new LinkedHashMap<String, Data>();
        for (final String name : header.keys()) {
            final var entry = header.object(name).orElseThrow();
            if (entry.has("dtype")) {
                final int[] range = Fixtures.ids(entry.raw("data_offsets"));
                final int start = Long.BYTES + length;
                result.put(name, new Data(entry.string("dtype").orElseThrow(),
                        (List<?>) Objects.requireNonNull(entry.raw("shape")),
                        ByteBuffer.wrap(bytes, start + range[0], range[1] - range[0]).slice()));
            }
        }
        return result;
    }

    static void write(final Path file, final Map<String, Data> tensors) throws IOException {
        final var header = new LinkedHashMap<String, Object>();
        final var data = new ByteArrayOutputStream();
        tensors.forEach((name, tensor) -> {
            final int begin = data.size();
            final byte[] bytes = new byte[tensor.bytes().remaining()];
            tensor.bytes().duplicate().get(bytes);
            data.writeBytes(bytes);
            header.put(name, Map.of("dtype", tensor.dtype(), "shape", tensor.shape(), "data_offsets",
                    List.of(begin, data.size())));
        });
        final byte[] json = JsonFiles.compact(header).getBytes(StandardCharsets.UTF_8);
        Files.write(file, ByteBuffer.allocate(Long.BYTES + json.length + data.size())
                .order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json).put(data.toByteArray())
                .array());
    }
}
