package dev.ingot.adapter;

import dev.ingot.adapter.AdapterInputs.Part;
import dev.ingot.adapter.AdapterInputs.Product;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.hf.LoraAdapter;
import dev.ingot.hf.LowRank;
import dev.ingot.onnx.ElementType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Fits a PEFT adapter to the inputs of a graph. Making one checks that it fits; the adapter stays the caller's. */
public final class AdapterExport {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Map<String, LowRank> changes = new LinkedHashMap<>();
    private final AdapterInputs inputs;
    private final Path source;

    /**
     * Checks.
     *
     * @param source  where the adapter was read from, for messages
     * @param adapter to be fitted; stays open while this is used
     * @param inputs  of the graph
     * @throws UnsupportedModelException if it changes what the graph has no input for
     * @throws ModelFormatException      if its factors have other sizes
     */
    public AdapterExport(final Path source, final LoraAdapter adapter, final AdapterInputs inputs) {
        this.source = source;
        this.inputs = inputs;
        adapter.requireSwitchable();
        for (final String module : adapter.modules()) {
            changes.put(AdapterInputs.canonical(module), adapter.lowRank(module));
        }
        changes.keySet().stream().filter(Predicate.not(inputs.modules()::contains)).findFirst()
                .ifPresent(module -> {
                    throw new UnsupportedModelException(source + ": " + module
                            + ": the model has no input for it; convert the model with this adapter among those that"
                            + " can be switched, or merge it");
                });
        inputs.products().forEach(product -> product.parts().forEach(part -> check(product, part)));
    }

    private void check(final Product product, final Part part) {
        final LowRank change = changes.get(part.module());
        if (change != null && (change.inputs() != product.inputs() || change.outputs() != part.of())) {
            throw ModelFormatException.of(source, part.module(),
                    "a product of shape [" + part.of() + ", " + product.inputs() + "] for this base",
                    "[" + change.outputs() + ", " + change.inputs() + "]");
        }
    }

    /**
     * Computes the tensors.
     *
     * @param allocator where they go
     * @return two for each product that the adapter changes
     */
    public List<AdapterParameter> parameters(final SegmentAllocator allocator) {
        final var parameters = new ArrayList<AdapterParameter>();
        for (final Product product : inputs.products()) {
            final Map<String, Integer> columns = columns(product);
            final int rank = rank(columns);
            if (rank > 0) {
                parameters.add(first(product, columns, rank, allocator));
                parameters.add(second(product, columns, rank, allocator));
            }
        }
        return parameters;
    }

    /**
     * Returns the size of the file that holds these tensors; nothing is computed for it.
     *
     * @return bytes
     */
    public long bytes() {
        final var matrices = new LinkedHashMap<String, Long>();
        for (final Product product : inputs.products()) {
            final long column = (long) Float.BYTES * rank(columns(product));
            if (column > 0) {
                matrices.put(product.nameOfA(), column * product.inputs());
                matrices.put(product.nameOfB(), column * product.outputs());
            }
        }
        return AdapterEncoder.bytes(matrices);
    }

    private int rank(final Map<String, Integer> columns) {
        return columns.keySet().stream().mapToInt(module -> change(module).rank()).sum();
    }

    private LowRank change(final String module) {
        final LowRank change = changes.get(module);
        if (change == null) {
            throw new IllegalArgumentException(source + " does not change " + module);
        }
        return change;
    }

    /** Where each changed module's share of the rank begins. */
    private Map<String, Integer> columns(final Product product) {
        final var columns = new LinkedHashMap<String, Integer>();
        int next = 0;
        for (final Part part : product.parts()) {
            if (changes.containsKey(part.module()) && !columns.containsKey(part.module())) {
                columns.put(part.module(), next);
                next += change(part.module()).rank();
            }
        }
        return columns;
    }

    /** All A, turned, side by side: {@code [inputs, rank]}. */
    private AdapterParameter first(final Product product, final Map<String, Integer> columns, final int rank,
            final SegmentAllocator allocator) {
        final MemorySegment data = allocator.allocate((long) product.inputs() * rank * Float.BYTES,
                Float.BYTES);
        final var row = new float[product.inputs()];
        columns.forEach((module, begin) -> {
            final LowRank change = change(module);
            for (int k = 0; k < change.rank(); k++) {
                change.readA(k, row);
                for (int j = 0; j < row.length; j++) {
                    data.setAtIndex(FLOAT, (long) j * rank + begin + k, row[j]);
                }
            }
        });
        return new AdapterParameter(product.nameOfA(), ElementType.FLOAT,
                List.of((long) product.inputs(), (long) rank), data);
    }

    /** All B, turned and scaled, each in its own outputs: {@code [rank, outputs]}, the rest zero. */
    private AdapterParameter second(final Product product, final Map<String, Integer> columns, final int rank,
            final SegmentAllocator allocator) {
        final MemorySegment data = allocator
                .allocate((long) product.outputs() * rank * Float.BYTES, Float.BYTES)
                .fill((byte) 0);
        int output = 0;
        for (final Part part : product.parts()) {
            final Integer begin = columns.get(part.module());
            if (begin != null) {
                put(part, change(part.module()), data, (long) begin * product.outputs() + output,
                        product.outputs());
            }
            output += part.count();
        }
        return new AdapterParameter(product.nameOfB(), ElementType.FLOAT,
                List.of((long) rank, (long) product.outputs()), data);
    }

    private static void put(final Part part, final LowRank change, final MemorySegment data, final long from,
            final int width) {
        final var row = new float[change.rank()];
        for (int i = 0; i < part.count(); i++) {
            change.readB(part.first() + i, row);
            for (int k = 0; k < row.length; k++) {
                data.setAtIndex(FLOAT, from + (long) k * width + i, change.scale() * row[k]);
            }
        }
    }
}
