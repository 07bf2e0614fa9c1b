package dev.ingot.decoder;

import dev.ingot.decoder.AttentionSpec.Bias;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.hf.ModelConfig;

/** Ernie 4.5, dense: neighbouring dimensions of a head are rotated together; one key for all biases. */
final class Ernie45 implements Family {

    private static final String COMPRESSION = "compression_ratio";

    @Override
    public String architecture() {
        return "Ernie4_5ForCausalLM";
    }

    @Override
    public DecoderSpec describe(final ModelConfig config) {
        final double compression = config.json().number(COMPRESSION).orElse(1);
        if (compression != 1) {
            throw new UnsupportedModelException(config.json().file() + ": " + COMPRESSION
                    + ": positions are not compressed here: expected 1, found " + compression);
        }
        final boolean bias = config.json().bool("use_bias").orElse(false);
        return DecoderSpec.plain(config, "ernie4_5")
                .with(AttentionSpec.plain().withBias(Bias.all(bias)).withInterleavedRotation())
                .with(new MlpSpec(true, bias));
    }
}
