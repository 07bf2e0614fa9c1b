package dev.ingot.error;

import java.io.Serial;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A model is not as good, or not as small, as was demanded: nothing was published. */
public final class QualityException extends IngotException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<Breach> breaches;

    /**
     * A limit that was passed.
     *
     * @param figure   what was measured, in words, for example {@code perplexity increase}
     * @param measured the value
     * @param limit    the value that was allowed
     * @param least    whether the limit is the least that was asked for, and not the most
     */
    public record Breach(String figure, double measured, double limit, boolean least) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s: expected at %s %s, measured %s", figure,
                    least ? "least" : "most", number(limit), number(measured));
        }

        private static String number(final double value) {
            return value == Math.rint(value) && Math.abs(value) < 1e15
                    ? String.valueOf((long) value)
                    : String.format(Locale.ROOT, "%.6g", value);
        }
    }

    /**
     * Creates the exception.
     *
     * @param model    name of the model
     * @param breaches what it fails in, at least one
     */
    public QualityException(final String model, final List<Breach> breaches) {
        super(model + ": " + breaches.stream().map(Breach::toString).collect(Collectors.joining("; ")),
                null);
        this.breaches = List.copyOf(breaches);
    }

    /**
     * Returns the limits that were passed.
     *
     * @return at least one
     */
    public List<Breach> breaches() {
        return breaches;
    }
}
