package dev.ingot.decoder;

/** Names that graph, configuration and readers agree on; those of the reference model builder. */
public final class DecoderNames {

    /** Token ids, {@code [batch, sequence]}. */
    public static final String INPUT_IDS = "input_ids";
    /** Ones for real tokens, past and new, {@code [batch, total]}. */
    public static final String ATTENTION_MASK = "attention_mask";
    /** Scores of the next token, {@code [batch, sequence, vocabulary]}. */
    public static final String LOGITS = "logits";
    /** Pattern of the past keys' names. */
    public static final String PAST_KEY = "past_key_values.%d.key";
    /** Pattern of the past values' names. */
    public static final String PAST_VALUE = "past_key_values.%d.value";
    /** Pattern of the present keys' names. */
    public static final String PRESENT_KEY = "present.%d.key";
    /** Pattern of the present values' names. */
    public static final String PRESENT_VALUE = "present.%d.value";

    static final String COS_CACHE = "cos_cache";
    static final String SIN_CACHE = "sin_cache";

    private DecoderNames() {
    }

    /** Puts the layer's number into a pattern. */
    static String of(final String pattern, final int layer) {
        return pattern.replace("%d", Integer.toString(layer));
    }
}
