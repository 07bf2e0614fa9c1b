package dev.ingot.genai;

import java.util.Optional;

/**
 * What the inputs and outputs of a decoder graph are called. Names of per-layer values are templates with one
 * {@code %d} for the layer.
 *
 * @param inputIds          token ids, int64 [batch, sequence]
 * @param attentionMask     int64 [batch, past + sequence]
 * @param positionIds       int64 [batch, sequence]; empty when the graph has no such input
 * @param pastKeyNames      template of the keys fed, [batch, kv heads, past, head]
 * @param pastValueNames    template of the values fed
 * @param logits            [batch, sequence, vocabulary]
 * @param presentKeyNames   template of the keys that come out
 * @param presentValueNames template of the values that come out
 */
public record DecoderNames(String inputIds, String attentionMask, Optional<String> positionIds,
        String pastKeyNames, String pastValueNames, String logits, String presentKeyNames,
        String presentValueNames) {

    /** The usual names; no position ids, since the attention operator rotates by itself. */
    public static final DecoderNames DEFAULT = new DecoderNames("input_ids", "attention_mask",
            Optional.empty(),
            "past_key_values.%d.key", "past_key_values.%d.value", "logits", "present.%d.key",
            "present.%d.value");

    private static final String LAYER = "%d";

    /**
     * Checks the templates.
     *
     * @throws IllegalArgumentException if one has not exactly one {@code %d}
     */
    public DecoderNames {
        requireTemplate(pastKeyNames);
        requireTemplate(pastValueNames);
        requireTemplate(presentKeyNames);
        requireTemplate(presentValueNames);
    }

    private static void requireTemplate(final String template) {
        if (!isTemplate(template)) {
            throw new IllegalArgumentException("expected a name with one %d, found " + template);
        }
    }

    static boolean isTemplate(final String text) {
        final int at = text.indexOf('%');
        return at >= 0 && at == text.lastIndexOf('%') && text.startsWith(LAYER, at);
    }

    /**
     * Names the input for the keys of a layer.
     *
     * @param layer from 0
     * @return name of a graph input
     */
    public String pastKey(final int layer) {
        return name(pastKeyNames, layer);
    }

    /**
     * Names the input for the values of a layer.
     *
     * @param layer from 0
     * @return name of a graph input
     */
    public String pastValue(final int layer) {
        return name(pastValueNames, layer);
    }

    /**
     * Names the output with the keys of a layer.
     *
     * @param layer from 0
     * @return name of a graph output
     */
    public String presentKey(final int layer) {
        return name(presentKeyNames, layer);
    }

    /**
     * Names the output with the values of a layer.
     *
     * @param layer from 0
     * @return name of a graph output
     */
    public String presentValue(final int layer) {
        return name(presentValueNames, layer);
    }

    private static String name(final String template, final int layer) {
        return template.replace(LAYER, Integer.toString(layer));
    }
}
