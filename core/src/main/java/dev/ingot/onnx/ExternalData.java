package dev.ingot.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a tensor lies outside the graph file.
 *
 * @param tensor   its name
 * @param location data file, relative to the graph file
 * @param offset   of its first byte
 * @param length   in bytes; -1 when the file does not say
 */
record ExternalData(String tensor, String location, long offset, long length) {

    /** Reads the keys of a tensor whose data location is EXTERNAL. */
    static ExternalData of(final Path file, final TensorProto tensor) {
        final var keys = new HashMap<String, String>();
        for (final StringStringEntryProto entry : tensor.getExternalDataList()) {
            if (keys.put(entry.getKey(), entry.getValue()) != null) {
                throw ModelFormatException.of(file, tensor.getName(), "each external_data key once",
                        entry.getKey() + " twice");
            }
        }
        final @Nullable String location = keys.get("location");
        if (location == null || location.isEmpty()) {
            throw ModelFormatException.of(file, tensor.getName(), "external_data with a location", "none");
        }
        return new ExternalData(tensor.getName(), location,
                number(file, tensor, "offset", keys.get("offset"), 0),
                number(file, tensor, "length", keys.get("length"), -1));
    }

    private static long number(final Path file, final TensorProto tensor, final String key,
            final @Nullable String text, final long absent) {
        if (text == null) {
            return absent;
        }
        try {
            final long value = Long.parseLong(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw ModelFormatException.at(file, tensor.getName(), -1, "a decimal external_data " + key,
                    "\"" + text + "\"", e);
        }
        throw ModelFormatException.of(file, tensor.getName(), "an external_data " + key + " of 0 or more",
                text);
    }

    /** Checks every external tensor of a graph, of its attributes and of the graphs nested in it. */
    static void check(final Path file, final GraphProto graph, final Path directory) {
        check(file, graph.getInitializerList(), directory);
        for (final NodeProto node : graph.getNodeList()) {
            for (final AttributeProto attribute : node.getAttributeList()) {
                check(file, List.of(attribute.getT()), directory);
                check(file, attribute.getTensorsList(), directory);
                attribute.getGraphsList().forEach(body -> check(file, body, directory));
                if (attribute.hasG()) {
                    check(file, attribute.getG(), directory);
                }
            }
        }
    }

    private static void check(final Path file, final List<TensorProto> tensors, final Path directory) {
        for (final TensorProto tensor : tensors) {
            if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
                of(file, tensor).check(directory);
            }
        }
    }

    /** Checks that the bytes are there, in a file below the directory of the graph. */
    void check(final Path directory) {
        final Path data = resolve(directory);
        final long size;
        try {
            if (!Files.isRegularFile(data)) {
                throw ModelFormatException.of(data, tensor, "a data file", "none");
            }
            size = Files.size(data);
        } catch (IOException e) {
            throw new StorageException("read the size of", data, e);
        }
        final long needed = Math.max(length, 0);
        if (offset < 0 || offset > size || needed > size - offset) {
            throw ModelFormatException.at(data, tensor, offset, needed + " bytes",
                    "a file of " + size + " bytes", null);
        }
    }

    private Path resolve(final Path directory) {
        if (!isInside()) {
            throw ModelFormatException.of(directory, tensor, "a data file inside the model directory",
                    "location \"" + location + "\"");
        }
        try {
            return directory.resolve(location);
        } catch (InvalidPathException e) {
            throw ModelFormatException.at(directory, tensor, -1, "a file name as location",
                    "\"" + location.replace('\0', '?') + "\"", e);
        }
    }

    /** Judges the text by the rules of every system, so that a model is safe or not wherever it is checked. */
    private boolean isInside() {
        if (location.isEmpty() || location.startsWith("/") || location.startsWith("\\")
                || location.indexOf(':') >= 0) {
            return false;
        }
        for (final String part : location.split("[/\\\\]", -1)) {
            if (part.equals("..")) {
                return false;
            }
        }
        return true;
    }
}
