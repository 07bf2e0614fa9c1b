package dev.ingot.foundry.doctor;

import dev.ingot.genai.GenaiConfig;
import java.util.Locale;
import java.util.function.Consumer;

/** Whether max_length is one that readers can serve: they allocate keys and values for all of it at once. */
final class LengthCheck implements ModelCheck {

    private static final String KEY = "search.max_length";
    private static final int USUAL = 4096;
    private static final long GIGABYTE = 1L << 30;

    @Override
    public void look(final ModelFolder model, final Consumer<Finding> findings) {
        model.genai().ifPresent(config -> {
            final int length = config.search().maxLength();
            final int context = config.contextLength();
            final int usual = Math.min(USUAL, context);
            if (length > context) {
                findings.accept(finding(model, Fault.LENGTH_ABOVE_CONTEXT).expected("at most " + context)
                        .found(String.valueOf(length)).repair(lower(model, usual)));
            } else if (length > usual && bytes(config) > GIGABYTE) {
                findings.accept(finding(model, Fault.LENGTH_ALLOCATES)
                        .expected("a length that is needed, such as " + usual)
                        .found(String.format(Locale.ROOT, "%d, which takes %.1f GB", length,
                                (double) bytes(config) / GIGABYTE))
                        .repair(lower(model, usual)));
            }
        });
    }

    /** Keys and values of every layer as floats. */
    private static long bytes(final GenaiConfig config) {
        final var decoder = config.decoder();
        return 2L * Float.BYTES * decoder.layers() * decoder.keyValueHeads() * decoder.headSize()
                * config.search().maxLength();
    }

    private static Finding finding(final ModelFolder model, final Fault fault) {
        return Finding.of(fault, model.file(ModelFolder.GENAI)).line(model.line(ModelFolder.GENAI, KEY));
    }

    private static Repair lower(final ModelFolder model, final int length) {
        return Repair.json(model.file(ModelFolder.GENAI), "lower max_length to " + length,
                edit -> edit.set(KEY, length));
    }
}
