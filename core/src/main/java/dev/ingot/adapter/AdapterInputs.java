package dev.ingot.adapter;

import dev.ingot.error.ModelFormatException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which matrix products of a graph have inputs for a low-rank product beside them. Such a product {@code y = W x} is
 * {@code y = W x + B (A x)}; A and B are optional inputs, of rank 0 when nobody feeds them. What one product computes may
 * be put together from several modules of the checkpoint, such as query, key and value: their A stand side by side, and
 * each one's B in the columns that are its own. Kept in the graph's metadata as text, a line per product.
 *
 * @param products in graph order
 */
public record AdapterInputs(List<Product> products) {

    /** Key in the graph's metadata. */
    public static final String KEY = "ingot.adapter_inputs";

    /** A graph without any. */
    public static final AdapterInputs NONE = new AdapterInputs(List.of());

    /** Copies the list. */
    public AdapterInputs {
        products = List.copyOf(products);
    }

    /**
     * One product.
     *
     * @param name    that its inputs begin with
     * @param inputs  width of x
     * @param outputs width of y
     * @param parts   what y consists of, one after the other
     */
    public record Product(String name, int inputs, int outputs, List<Part> parts) {

        /** Copies the list. */
        public Product {
            parts = List.copyOf(parts);
        }

        /**
         * Names the input for the first factor.
         *
         * @return of a float input {@code [inputs, rank]}
         */
        public String nameOfA() {
            return name + ".lora_A.MatMul.weight";
        }

        /**
         * Names the input for the second factor, scale included.
         *
         * @return of a float input {@code [rank, outputs]}
         */
        public String nameOfB() {
            return name + ".lora_B.MatMul.weight";
        }
    }

    /**
     * Consecutive outputs of a module.
     *
     * @param module in canonical spelling
     * @param first  its first output
     * @param count  how many
     * @param of     how many the module has
     */
    public record Part(String module, int first, int count, int of) {}

    /**
     * Returns all modules.
     *
     * @return their names
     */
    public Set<String> modules() {
        return products.stream().flatMap(product -> product.parts().stream()).map(Part::module)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Brings a module's name to the spelling that is used here: multimodal models spell their text part in several ways.
     *
     * @param module full name
     * @return canonical name
     */
    public static String canonical(final String module) {
        return module.replace("model.language_model.", "model.").replace("language_model.model.", "model.");
    }

    /**
     * Writes the text.
     *
     * @return what {@link #parse} reads
     */
    public String text() {
        return products
                .stream().map(product -> product.name() + " " + product.inputs() + " " + product.outputs()
                        + product.parts().stream().map(part -> " " + part.module() + ":" + part.first() + ":"
                                + part.count() + ":" + part.of()).collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }

    /**
     * Reads the text.
     *
     * @param file the graph's, for messages
     * @param text what {@link #text} wrote; empty for none
     * @return the products
     * @throws ModelFormatException if it is something else
     */
    public static AdapterInputs parse(final Path file, final String text) {
        final var products = new ArrayList<Product>();
        for (final String line : text.lines().toList()) {
            try {
                products.add(product(line.split(" ", -1)));
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw ModelFormatException.at(file, KEY, -1,
                        "lines \"product inputs outputs module:first:count:of ...\"", '"' + line + '"', e);
            }
        }
        return new AdapterInputs(products);
    }

    private static Product product(final String... words) {
        final var parts = new ArrayList<Part>();
        int outputs = 0;
        for (int i = 3; i < words.length; i++) {
            final String[] numbers = words[i].split(":", -1);
            final var part = new Part(numbers[0], Integer.parseInt(numbers[1]), size(numbers[2]),
                    size(numbers[3]));
            if (numbers.length != 4 || part.first() < 0 || part.first() > part.of() - part.count()) {
                throw new IllegalArgumentException(words[i]);
            }
            outputs = Math.addExact(outputs, part.count());
            parts.add(part);
        }
        if (outputs != size(words[2])) {
            throw new IllegalArgumentException(words[2]);
        }
        return new Product(words[0], size(words[1]), outputs, parts);
    }

    private static int size(final String word) {
        final int size = Integer.parseInt(word);
        if (size < 1) {
            throw new IllegalArgumentException(word);
        }
        return size;
    }
}
