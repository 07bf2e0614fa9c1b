package dev.ingot.foundry.doctor;

import dev.ingot.genai.GenaiConfig;
import java.util.Locale;
import java.util.Map;
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
            if (length > context) {
                findings.accept(finding(model, Fault.LENGTH_ABOVE_CONTEXT).expected("at most " + context)
                        .found(String.valueOf(length)).repair(lower(model, context)));
            } else if (length > USUAL && isShared(model) && bytes(model, config) > GIGABYTE) {
                findings.accept(finding(model, Fault.LENGTH_ALLOCATES)
                        .expected("a length that is needed, such as " + USUAL)
                        .found(String.format(Locale.ROOT, "%d, which takes %.1f GB", length,
                                (double) bytes(model, config) / GIGABYTE))
                        .fix("lower max_length to what prompt and answer together need; longer ones are refused"
                                + " then"));
            }
        });
    }

    /** Only a cache that past and present share is allocated as a whole; by default they do not. */
    private static boolean isShared(final ModelFolder model) {
        return model.json(ModelFolder.GENAI)
                .filter(json -> json.raw("search") instanceof Map<?, ?> search
                        && Boolean.TRUE.equals(search.get("past_present_share_buffer")))
                .isPresent();
    }

    /** Keys and values of every layer, of the graph's type where it says one. */
    private static long bytes(final ModelFolder model, final GenaiConfig config) {
        final var decoder = config.decoder();
        final int element = model.graph()
                .flatMap(graph -> GraphSizeCheck.value(() -> graph.input(decoder.names().pastKey(0))))
                .map(value -> value.type().bytes()).orElse(Float.BYTES);
        return 2L * element * decoder.layers() * decoder.keyValueHeads() * decoder.headSize()
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
