package dev.ingot.onnx;

import com.google.protobuf.MessageLite;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.error.UnsupportedModelException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads and writes the graph file of an ONNX model. The data file beside it belongs to whoever fills it: here only its
 * name, offsets and lengths pass through. Thread-safe.
 *
 * <p>Reading is strict. What changes the meaning of a graph and has no record for it (functions, sparse initializers,
 * element types outside {@link ElementType}, values that are no tensors) is an error; what only annotates it (doc
 * strings, shapes of intermediate values, quantization annotations, training information) is left out. To change a
 * graph of another tool without losing any of this, use {@link OnnxPatch}.
 */
public final class OnnxFiles {

    /** Protobuf counts in 31 bits. */
    private static final long MAX_BYTES = Integer.MAX_VALUE - 8L;
    /** Names, shapes and framing of one tensor stay far below this. */
    private static final long HEADER_BYTES = 512;

    private OnnxFiles() {}

    /**
     * Serializes a model; equal models give equal bytes.
     *
     * @param model the model; its inline tensors hold as many bytes as their shapes say
     * @return the content of the graph file
     * @throws UnsupportedModelException if the file would reach 2 GiB
     */
    public static byte[] toBytes(final Model model) {
        requireSize(inlineBytes(model.graph()));
        return ModelEncoder.model(model).toByteArray();
    }

    /**
     * Writes the graph file and syncs it. An existing file is overwritten in place.
     *
     * @param model the model
     * @param file  the graph file
     * @throws UnsupportedModelException if the file would reach 2 GiB
     * @throws StorageException          if it cannot be written
     */
    public static void write(final Model model, final Path file) {
        requireSize(inlineBytes(model.graph()));
        final MessageLite message = ModelEncoder.model(model);
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
                var output = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
            message.writeTo(output);
            output.flush();
            channel.force(true);
        } catch (IOException e) {
            throw new StorageException("write", file, e);
        }
    }

    /**
     * Reads a graph file. External tensors are not looked at: see {@link #checkExternalData}.
     *
     * @param file the graph file
     * @return the model
     * @throws ModelFormatException if it is no ONNX model, or not one that the records can hold
     * @throws StorageException     if it cannot be read
     */
    public static Model read(final Path file) {
        return parse(file, readBytes(file));
    }

    /**
     * Parses the content of a graph file.
     *
     * @param file  where it comes from, for messages
     * @param bytes the content
     * @return the model
     * @throws ModelFormatException if it is no ONNX model, or not one that the records can hold
     */
    public static Model parse(final Path file, final byte[] bytes) {
        final var decoder = new ModelDecoder(file);
        return decoder.model(decoder.proto(bytes));
    }

    /**
     * Checks that the bytes of every external tensor exist. A location that is absolute or leads upwards is refused; a
     * symbolic link inside the directory is followed, since download caches are made of them.
     *
     * @param model     the model, nested graphs included
     * @param directory where its graph file lies
     * @throws ModelFormatException if a location leaves the directory, or a tensor lies beyond the end of its file
     * @throws StorageException     if a file cannot be examined
     */
    public static void checkExternalData(final Model model, final Path directory) {
        check(model.graph(), directory);
    }

    private static void check(final Graph graph, final Path directory) {
        for (final Tensor tensor : graph.initializers()) {
            if (tensor instanceof Tensor.External it) {
                new ExternalData(it.name(), it.location(), it.offset(), it.length()).check(directory);
            }
        }
        for (final Node node : graph.nodes()) {
            for (final Attribute attribute : node.attributes().values()) {
                if (attribute instanceof Attribute.Body(Graph body)) {
                    check(body, directory);
                }
            }
        }
    }

    static byte[] readBytes(final Path file) {
        try {
            final long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw ModelFormatException.of(file, "a graph file of less than 2 GiB", size + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new StorageException("read", file, e);
        }
    }

    private static void requireSize(final long inlineBytes) {
        if (inlineBytes > MAX_BYTES) {
            throw new UnsupportedModelException("The graph file would have " + inlineBytes
                    + " bytes; ONNX allows less than 2 GiB. Put large tensors into the data file.");
        }
    }

    private static long inlineBytes(final Graph graph) {
        long sum = 0;
        for (final Tensor tensor : graph.initializers()) {
            sum += bytes(tensor);
        }
        for (final Node node : graph.nodes()) {
            sum += HEADER_BYTES;
            for (final Attribute attribute : node.attributes().values()) {
                sum += switch (attribute) {
                    case Attribute.Value it -> bytes(it.value());
                    case Attribute.Body it -> inlineBytes(it.graph());
                    default -> 0;
                };
            }
        }
        return sum;
    }

    private static long bytes(final Tensor tensor) {
        return HEADER_BYTES + (tensor instanceof Tensor.Inline it ? it.data().remaining() : 0);
    }
}
