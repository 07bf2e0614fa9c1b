package dev.ingot;

import dev.ingot.error.ModelFormatException;
import dev.ingot.hf.ModelConfig;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.SequencedSet;
import java.util.regex.Pattern;

/** Tensors that the checkpoint has and the decoder did not ask for: some are known to be harmless, all others not. */
final class SurplusTensors {

    private static final Logger LOG = System.getLogger(SurplusTensors.class.getName());

    /** Parts of a multimodal model that only pictures go through. */
    private static final Pattern SIGHT = Pattern
            .compile("(model\\.)?(vision_tower|vision_model|multi_modal_projector)\\.");

    private SurplusTensors() {}

    static void check(final Path directory, final ModelConfig config, final SequencedSet<String> unused) {
        final var harmless = new ArrayList<String>();
        for (final String name : unused) {
            if (!isHarmless(config, name)) {
                throw ModelFormatException.of(directory, name,
                        "only tensors that " + config.architecture() + " with this config.json has",
                        "one that it has no place for");
            }
            harmless.add(name);
        }
        if (!harmless.isEmpty()) {
            LOG.log(Level.INFO, "{0}: skipped {1}", directory, String.join(", ", harmless));
        }
    }

    private static boolean isHarmless(final ModelConfig config, final String name) {
        return name.endsWith(".rotary_emb.inv_freq") || SIGHT.matcher(name).lookingAt()
                || (config.tiedEmbeddings() && name.endsWith("lm_head.weight"));
    }
}
