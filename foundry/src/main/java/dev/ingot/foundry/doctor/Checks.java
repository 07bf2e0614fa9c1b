package dev.ingot.foundry.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What is looked at in a model's directory, in this order. */
final class Checks {

    private Checks() {}

    /** Returns what decides whether and as what a model is listed: cheap, and no class more than it takes. */
    static List<ModelCheck> listing() {
        return List.of(new JsonCheck(List.of(ModelFolder.INFERENCE)), new NameCheck(), new ManifestCheck(),
                new LeftoverCheck());
    }

    /** Returns what keeps a checkpoint from being converted. */
    static List<ModelCheck> checkpoint() {
        return List.of(new JsonCheck(JsonCheck.ALL), new LinkCheck(), new CheckpointCheck(),
                new TemplateCheck(),
                new TokenizerClassCheck());
    }

    /** Returns everything that can go wrong with an ONNX model. */
    static List<ModelCheck> model() {
        return List.of(new JsonCheck(JsonCheck.ALL), new LinkCheck(), new NameCheck(), new ManifestCheck(),
                new TextCheck(), new LeftoverCheck(), new PathCheck(), new GenaiCheck(), new ProviderCheck(),
                new GraphFileCheck(),
                new GraphSizeCheck(), new GraphNameCheck(), new TokenizerCheck(), new TokenizerClassCheck(),
                new LengthCheck(),
                new EndTokenCheck(), new TemplateCheck(), new PromptCheck(), new PromptLint(),
                new DefaultsCheck(), new VersionCheck());
    }

    static void run(final List<ModelCheck> checks, final Path directory,
            final Optional<Path> cache, final Consumer<Finding> findings) {
        final var model = new ModelFolder(directory, cache);
        checks.forEach(check -> check.look(model, findings));
    }
}
