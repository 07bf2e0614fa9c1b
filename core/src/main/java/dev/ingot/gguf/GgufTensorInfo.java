package dev.ingot.gguf;

import dev.ingot.error.ModelFormatException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A tensor as the header tells of it, not checked yet.
 *
 * @param name   of the tensor
 * @param at     offset of this entry, in the file
 * @param type   of the elements
 * @param shape  dimensions
 * @param offset of the elements, from the start of the data
 */
record GgufTensorInfo(String name, long at, GgufType type, List<Long> shape, long offset) {

    /** Checks that the tensors lie back to back, each padded to the alignment, and fill the file. */
    static SequencedMap<String, GgufTensor> check(final Path file, final Collection<GgufTensorInfo> infos,
            final long dataStart, final int alignment, final long fileSize) {
        final var result = new LinkedHashMap<String, GgufTensor>();
        for (final GgufTensorInfo info : infos) {
            final var tensor = new GgufTensor(info.name, info.type, info.shape, dataStart + info.offset,
                    info.bytes(file));
            if (info.offset < 0 || info.offset > fileSize || result.putIfAbsent(info.name, tensor) != null) {
                throw ModelFormatException.at(file, info.name, info.at,
                        "each tensor once, inside the file", "offset " + Long.toUnsignedString(info.offset),
                        null);
            }
        }
        final var sorted = new ArrayList<>(result.values());
        sorted.sort(Comparator.comparingLong(GgufTensor::begin));
        long next = dataStart;
        for (final GgufTensor tensor : sorted) {
            next = aligned(next - dataStart, alignment) + dataStart;
            if (tensor.begin() != next) {
                throw ModelFormatException.at(file, tensor.name(), tensor.begin(),
                        "data at byte " + next + ", right after the tensor before",
                        tensor.begin() < next ? "an overlap" : "a hole", null);
            }
            if (tensor.bytes() > fileSize - tensor.begin()) {
                throw ModelFormatException.at(file, tensor.name(), tensor.begin(), tensor.bytes() + " bytes",
                        fileSize - tensor.begin() + " (truncated)", null);
            }
            next = tensor.begin() + tensor.bytes();
        }
        if (fileSize > aligned(next, alignment) + alignment) {
            throw ModelFormatException.of(file, "a file of " + next + " bytes, as its header says",
                    fileSize + " bytes");
        }
        return result;
    }

    private static long aligned(final long offset, final int alignment) {
        return Math.ceilDiv(offset, alignment) * alignment;
    }

    private long bytes(final Path file) {
        long elements = 1;
        for (final long dimension : shape) {
            if (dimension < 1 || dimension > Integer.MAX_VALUE
                    || elements > Long.MAX_VALUE / type.blockBytes() / dimension) {
                throw ModelFormatException.at(file, name, at, "dimensions from 1 to 2^31 - 1",
                        String.valueOf(shape), null);
            }
            elements *= dimension;
        }
        if (shape.getFirst() % type.blockSize() != 0) {
            throw ModelFormatException.at(file, name, at,
                    "rows of a multiple of " + type.blockSize() + " elements for " + type,
                    String.valueOf(shape), null);
        }
        return elements / type.blockSize() * type.blockBytes();
    }
}
