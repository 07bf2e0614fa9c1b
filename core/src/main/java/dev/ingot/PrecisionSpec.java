package dev.ingot;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.quantize.Algorithm;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A precision in one word, for lists of them on a command line: a name that {@link Precision#parse} takes, then what
 * differs from its defaults, each after a colon and in any order.
 *
 * <pre>
 * int4:b128:k_quant:h8      int4, blocks of 128, by k_quant, 8 bits for head and embedding
 *
 * b16 .. b256               block size
 * sym, asym                 blocks without or with zero points
 * h4, h8                    bits of head and embedding
 * a0 .. a4                  accuracy level of the products
 * mixed, mixed=NAME         some matrices at 8 bits, by the name of a mixture
 * default, rtn, ...         algorithm
 * </pre>
 */
public final class PrecisionSpec {

    /** What follows a colon begins with a letter; a number after one belongs to the name of a mixture. */
    private static final String COLON = ":(?![0-9])";
    private static final String MIXED = "mixed";
    private static final String SYMMETRIC = "sym";
    private static final String ASYMMETRIC = "asym";
    private static final Set<String> SYMMETRIES = Set.of(SYMMETRIC, ASYMMETRIC);

    private PrecisionSpec() {}

    /**
     * Reads a precision.
     *
     * @param spec the word
     * @return the precision
     * @throws InvalidOptionException if a part means nothing, or goes only with blocks
     */
    public static Precision parse(final String spec) {
        return parse(spec, Map.of());
    }

    /**
     * Reads a precision that may name methods which need more than a name, such as calibrated ones.
     *
     * @param spec    the word
     * @param methods such methods by name
     * @return the precision
     * @throws InvalidOptionException if a part means nothing, or goes only with blocks
     */
    public static Precision parse(final String spec, final Map<String, QuantizationMethod> methods) {
        final String[] parts = spec.toLowerCase(Locale.ROOT).split(COLON, -1);
        Precision precision = Precision.parse(parts[0]);
        // Symmetry last: whether there is a choice depends on the algorithm, wherever that stands.
        final var settings = Arrays.stream(parts).skip(1)
                .sorted(Comparator.comparing(SYMMETRIES::contains)).toList();
        for (final String part : settings) {
            if (!(precision instanceof Blockwise blockwise)) {
                throw new InvalidOptionException(
                        "precision " + spec + ": " + parts[0] + " has no blocks, and nothing to set");
            }
            precision = with(blockwise, part, methods);
        }
        return precision;
    }

    private static Blockwise with(final Blockwise precision, final String part,
            final Map<String, QuantizationMethod> methods) {
        if (part.matches("[bha]\\d{1,3}")) {
            final int number = Integer.parseInt(part.substring(1));
            return switch (part.charAt(0)) {
                case 'b' -> precision.blockSize(number);
                case 'h' -> precision.headBits(number);
                default -> precision.operators(precision.operators().accuracyLevel(number));
            };
        }
        if (part.startsWith(MIXED + "=")) {
            return precision.mixed(Mixture.parse(part.substring(MIXED.length() + 1)));
        }
        final var method = methods.get(part);
        if (method != null) {
            return precision.method(method);
        }
        return switch (part) {
            case SYMMETRIC -> precision.symmetric();
            case ASYMMETRIC -> precision.asymmetric();
            case MIXED -> precision.mixed();
            default -> precision.algorithm(Algorithm.parse(part));
        };
    }
}
