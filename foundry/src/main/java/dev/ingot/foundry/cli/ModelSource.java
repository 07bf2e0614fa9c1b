package dev.ingot.foundry.cli;

import dev.ingot.OnnxModel;
import dev.ingot.error.RegistryException;
import dev.ingot.foundry.FoundryCache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Finds the model that {@code NAME|DIR} means: what looks like a path is one, then the cache is asked. */
final class ModelSource {

    private static final Pattern PATH = Pattern.compile(".*[/\\\\].*|\\.\\.?");

    private ModelSource() {}

    static OnnxModel find(final String text, final FoundryCache cache) {
        if (PATH.matcher(text).matches()) {
            return OnnxModel.open(Path.of(text));
        }
        try {
            final var found = cache.find(text);
            cache.markUsed(found);
            return found.model();
        } catch (RegistryException e) {
            // A name may hold characters that no path has, so only now is it taken for one.
            if (text.indexOf(':') < 0 && Files.exists(Path.of(text))) {
                return OnnxModel.open(Path.of(text));
            }
            throw e;
        }
    }
}
