package dev.ingot;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.StorageException;
import dev.ingot.genai.GenaiConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Keeps a conversion that may replace its output from replacing what nobody meant to give up. */
final class OutputGuard {

    /** Files by which a converted model is known. */
    private static final List<String> SIGNS = List.of(Provenance.FILE, GenaiConfig.FILE_NAME,
            "model.onnx");

    private OutputGuard() {}

    /**
     * Refuses an output that holds what is read, and one that holds something else than a converted model.
     *
     * @throws InvalidOptionException if so
     */
    static void check(final Settings settings, final Path output) {
        if (!settings.overwrite() || !Files.isDirectory(output)) {
            return;
        }
        try {
            final Path real = output.toRealPath();
            for (final Path input : inputs(settings).toList()) {
                if (Files.exists(input) && input.toRealPath().startsWith(real)) {
                    throw new InvalidOptionException(
                            output + ": holds " + input + ", which is read; write to another directory");
                }
            }
            if (!isEmpty(output) && SIGNS.stream().noneMatch(sign -> Files.exists(output.resolve(sign)))) {
                throw new InvalidOptionException(
                        output + ": only a converted model gives way; expected one of "
                                + SIGNS + ", found other files");
            }
        } catch (IOException e) {
            throw new StorageException("inspect", output, e);
        }
    }

    private static Stream<Path> inputs(final Settings settings) {
        return Stream.concat(Stream.of(settings.source()),
                Stream.concat(settings.adapter().stream(), settings.switchable().values().stream()));
    }

    private static boolean isEmpty(final Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }
}
