package dev.ingot.olive;

import dev.ingot.Blockwise;
import dev.ingot.Precision;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.json.JsonFiles;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The value of {@code --extra_mb_options}: what a run file says in {@code extra_options}. */
public final class BuilderOptions {

    private static final Logger LOG = System.getLogger(BuilderOptions.class.getName());
    private static final String FLAG = "--extra_mb_options";

    private BuilderOptions() {}

    /**
     * Applies options to a precision.
     *
     * @param precision in which matrices are stored
     * @param text      {@code key=value} pairs with commas between them
     * @return the changed precision
     * @throws dev.ingot.error.IngotException if an option is unknown, has a wrong value, or goes with blocks and there
     *                                        are none
     */
    public static Precision apply(final Precision precision, final String text) {
        final var json = JsonFiles.parse(Path.of(FLAG),
                JsonFiles.compact(pairs(text)).getBytes(StandardCharsets.UTF_8));
        final var notes = new Notes();
        BuilderPass.check(json, notes);
        final var options = new QuantizationOptions();
        options.take(json);
        if (precision instanceof Blockwise blockwise) {
            final Precision wanted = options.applyTo(blockwise, notes);
            notes.lines().forEach(note -> LOG.log(Level.INFO, "{0}: {1}", FLAG, note));
            return wanted;
        }
        if (!options.isEmpty()) {
            throw new InvalidOptionException(FLAG + ": " + String.join(", ", options.names())
                    + " goes with int4 and int8, found precision " + precision.label());
        }
        return precision;
    }

    private static Map<String, Object> pairs(final String text) {
        final var result = new LinkedHashMap<String, Object>();
        for (final String pair : text.split(",", -1)) {
            final int sign = pair.indexOf('=');
            if (sign <= 0 || result.put(pair.substring(0, sign).strip(),
                    pair.substring(sign + 1).strip()) != null) {
                throw new InvalidOptionException(
                        FLAG + ": expected each option once as KEY=VALUE, found " + pair);
            }
        }
        return result;
    }
}
