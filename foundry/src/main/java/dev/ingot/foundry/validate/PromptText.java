package dev.ingot.foundry.validate;

import dev.ingot.runtime.Generator;
import java.util.List;
import java.util.Optional;

/** Prompts of any length, cut out of text that goes round in a circle; neighbouring ones begin far from each other. */
final class PromptText {

    private static final String USUAL = "The old harbour lies behind the market, and in the evening its lamps are lit one after"
            + " the other. Whoever comes by boat sees them from far away. On Mondays the fishermen mend their nets, on"
            + " Tuesdays they paint, and for the rest of the week they wait for the weather. A clerk counts barrels, ropes,"
            + " sails and crates, writes 17, 23 and 108 into three columns, and asks: how many are left for the spring? ";
    /** A prime, so that nearly every place of the text is met. */
    private static final int STRIDE = 7919;

    private final int[] tokens;

    PromptText(final Generator generator, final Optional<Suite> suite) {
        final String own = suite.map(PromptText::words).orElse("");
        final int[] ids = generator.tokenizer().encodeRendered(own.isBlank() ? USUAL : own);
        tokens = ids.length > 0 ? ids : new int[]{0};
    }

    private static String words(final Suite suite) {
        final List<String> all = suite.items().stream().map(item -> item.prompt().words()).toList();
        return String.join("\n", all);
    }

    /** Returns the prompt of a number. */
    int[] prompt(final int length, final long number) {
        final int start = (int) Math.floorMod(number * STRIDE, (long) tokens.length);
        final int[] prompt = new int[length];
        for (int i = 0; i < length; i++) {
            prompt[i] = tokens[(start + i) % tokens.length];
        }
        return prompt;
    }
}
