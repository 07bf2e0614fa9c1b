package dev.ingot;

import dev.ingot.error.InvalidOptionException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Which matrices of a model of few bits get 8 instead. Immutable. */
public sealed interface Mixture {

    /** All matrices of the layers alike; head and embedding as {@link Blockwise#headBits} says. */
    Mixture NONE = Named.NONE;

    /** The head gets 8 bits, and with it the embedding: {@code rtn_last} and {@code k_quant_last} of the Python tools. */
    Mixture LAST_LAYER = Named.LAST_LAYER;

    /**
     * The head, and in every layer that counts most (the first and the last eighth, and every third between) the value
     * and down projections: {@code k_quant_mixed} of the Python tools. Query, key and value are one matrix here, as in
     * their graphs, and get 8 bits together.
     */
    Mixture K_QUANT_MIXED = Named.K_QUANT_MIXED;

    /**
     * Returns the name that configurations, the command line and ingot.json use.
     *
     * @return the name in lower case
     */
    String label();

    /**
     * Returns whether head and embedding get 8 bits, whatever {@link Blockwise#headBits} says.
     *
     * @return false where that counts
     */
    boolean raisesHead();

    /**
     * Checks that the mixture goes with a number of bits.
     *
     * @param bits of a weight without the mixture
     * @throws InvalidOptionException if nothing can be mixed
     */
    void requireRoomAbove(int bits);

    /**
     * Gives 8 bits to the matrices whose ratio of signal to noise is worst with fewer, as far as the average allows. Every
     * matrix is quantized once to measure it, which takes as long as converting. Head and embedding as
     * {@link Blockwise#headBits} says.
     *
     * @param averageBits of a weight of the layers, between the bits of the precision and 8
     * @return the mixture
     */
    static Mixture bySensitivity(final double averageBits) {
        return new Sensitivity(averageBits);
    }

    /**
     * Finds a mixture by its name.
     *
     * @param name {@code none}, {@code last}, {@code k_quant_mixed}, or {@code sensitivity} with the average number of
     *             bits, for example {@code sensitivity:5}
     * @return the mixture
     * @throws InvalidOptionException if there is none of that name
     */
    static Mixture parse(final String name) {
        final String wanted = name.toLowerCase(Locale.ROOT);
        for (final Named mixture : Named.values()) {
            if (mixture.label().equals(wanted)) {
                return mixture;
            }
        }
        if (wanted.startsWith(Sensitivity.PREFIX)) {
            try {
                return bySensitivity(Double.parseDouble(wanted.substring(Sensitivity.PREFIX.length())));
            } catch (NumberFormatException e) {
                throw new InvalidOptionException("mixture: expected a number of bits after "
                        + Sensitivity.PREFIX + ", found " + name, e);
            }
        }
        throw new InvalidOptionException(
                "mixture: expected one of " + String.join(", ", names()) + ", found " + name);
    }

    private static List<String> names() {
        final var names = new java.util.ArrayList<>(Arrays.stream(Named.values()).map(Named::label).toList());
        names.add(Sensitivity.PREFIX + "BITS");
        return names;
    }

    /** The mixtures that go by the name of a matrix. */
    enum Named implements Mixture {
        /** {@link Mixture#NONE}. */
        NONE("none"),
        /** {@link Mixture#LAST_LAYER}. */
        LAST_LAYER("last"),
        /** {@link Mixture#K_QUANT_MIXED}. */
        K_QUANT_MIXED("k_quant_mixed");

        private final String label;

        Named(final String label) {
            this.label = label;
        }

        @Override
        public String label() {
            return label;
        }

        @Override
        public boolean raisesHead() {
            return this != NONE;
        }

        @Override
        public void requireRoomAbove(final int bits) {
            // A few matrices of 8 bits go with any.
        }
    }

    /**
     * {@link Mixture#bySensitivity}.
     *
     * @param averageBits of a weight of the layers
     */
    record Sensitivity(double averageBits) implements Mixture {

        static final String PREFIX = "sensitivity:";

        private static final int EIGHT = 8;

        /** Checks the range. */
        public Sensitivity {
            if (!(averageBits > 1 && averageBits <= EIGHT)) {
                throw new InvalidOptionException(
                        "mixture: expected an average of more than 1 and at most 8 bits, found "
                                + averageBits);
            }
        }

        @Override
        public String label() {
            return PREFIX + averageBits;
        }

        @Override
        public boolean raisesHead() {
            return false;
        }

        @Override
        public void requireRoomAbove(final int bits) {
            if (averageBits < bits) {
                throw new InvalidOptionException("mixture: expected an average of at least the precision's "
                        + bits + " bits, found " + averageBits);
            }
        }
    }
}
