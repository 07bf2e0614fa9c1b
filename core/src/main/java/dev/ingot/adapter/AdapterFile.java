package dev.ingot.adapter;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An {@code .onnx_adapter} file: the tensors that ONNX Runtime feeds to optional inputs of a graph while an adapter is
 * active. The format is a flatbuffer:
 *
 * <pre>
 *   table Parameter { name: string; dims: [int64]; data_type: int32; raw_data: [uint8] (force_align: 8); }
 *   table Adapter   { format_version: int32; adapter_version: int32; model_version: int32; parameters: [Parameter]; }
 *   root_type Adapter; file_identifier "TORT";
 * </pre>
 *
 * @param bytes      the whole file
 * @param parameters what it holds; their data lie in {@code bytes}
 */
public record AdapterFile(MemorySegment bytes, List<AdapterParameter> parameters) {

    /** How names of such files end. */
    public static final String SUFFIX = ".onnx_adapter";

    /** Flatbuffers count bytes with 31 bits. */
    private static final long MAX_BYTES = Integer.MAX_VALUE;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");

    /** Copies the list. */
    public AdapterFile {
        parameters = List.copyOf(parameters);
    }

    /**
     * Reads a file.
     *
     * @param file      the file
     * @param allocator where its bytes go
     * @return its content
     * @throws ModelFormatException if it is no such file, or says what cannot be; names the offset
     * @throws StorageException     if it cannot be read
     */
    public static AdapterFile read(final Path file, final SegmentAllocator allocator) {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            final long size = channel.size();
            if (size > MAX_BYTES) {
                throw ModelFormatException.of(file, "at most " + MAX_BYTES + " bytes", size + " bytes");
            }
            final MemorySegment bytes = allocator.allocate(size, AdapterEncoder.ALIGNMENT);
            final ByteBuffer buffer = bytes.asByteBuffer();
            int count = 0;
            while (buffer.hasRemaining() && count >= 0) {
                count = channel.read(buffer);
            }
            return new AdapterFile(bytes, new AdapterDecoder(file, bytes).parameters());
        } catch (IOException e) {
            throw new StorageException("read", file, e);
        }
    }

    /**
     * Puts tensors together.
     *
     * @param parameters the tensors; their names differ
     * @param allocator  where the bytes go
     * @return the content of a file
     * @throws IllegalArgumentException if it would be larger than such a file can be
     */
    public static AdapterFile of(final List<AdapterParameter> parameters, final SegmentAllocator allocator) {
        return new AdapterFile(new AdapterEncoder(parameters).encode(allocator), parameters);
    }

    /**
     * Writes the file.
     *
     * @param file must not exist
     * @throws StorageException if it cannot be written
     */
    public void write(final Path file) {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            final ByteBuffer buffer = bytes.asByteBuffer();
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw new StorageException("write", file, e);
        }
    }

    /**
     * Tells whether a name can be an adapter's, that is, that of a file.
     *
     * @param name what it would be called
     * @return true if so
     */
    public static boolean isName(final String name) {
        return NAME.matcher(name).matches() && !name.endsWith(".");
    }
}
