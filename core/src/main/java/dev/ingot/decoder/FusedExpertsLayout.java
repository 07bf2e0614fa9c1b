package dev.ingot.decoder;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Experts as transformers 5 holds them: {@code experts.gate_up_proj [experts, 2 * width, hidden]}, of each expert the
 * gate above the up projection, and {@code experts.down_proj [experts, hidden, width]}.
 */
final class FusedExpertsLayout implements CheckpointLayout {

    private static final Pattern EXPERT = Pattern
            .compile("(.*\\.mlp\\.experts)\\.(\\d+)\\.(gate|up|down)_proj\\.weight");

    private final int count;
    private final int width;
    private final int hidden;

    FusedExpertsLayout(final DecoderSpec spec) {
        count = spec.experts().count();
        width = spec.experts().width();
        hidden = spec.config().hiddenSize();
    }

    @Override
    public List<Part> locate(final String name) {
        final Matcher matcher = EXPERT.matcher(name);
        if (!matcher.matches()) {
            return COMMON.locate(name);
        }
        final String experts = matcher.group(1);
        final int expert = Integer.parseInt(matcher.group(2));
        return List.of(switch (matcher.group(3)) {
            case "gate" -> new Part(experts + ".gate_up_proj", 2 * expert * width, width, 2 * count * width);
            case "up" ->
                new Part(experts + ".gate_up_proj", (2 * expert + 1) * width, width, 2 * count * width);
            default -> new Part(experts + ".down_proj", expert * hidden, hidden, count * hidden);
        });
    }
}
