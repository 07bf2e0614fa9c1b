package dev.ingot;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.io.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A hash of everything that decides what a conversion writes: the version of Ingot, the options, every byte read. */
final class CacheKey {

    /** Weights in forms that are never read, and text for people. */
    private static final List<String> UNREAD = List.of(".bin", ".pth", ".pt", ".h5", ".msgpack", ".md");

    /** Data files of a graph may lie in folders below it. */
    private static final int DEEPEST = 16;

    private CacheKey() {}

    static String of(final Settings settings) {
        final var text = new StringBuilder("ingot ").append(BuildInfo.version()).append('\n');
        text.append(settings.kind()).append('\n').append(settings.precision()).append('\n');
        text.append(settings.maxLength()).append('\n');
        add(text, settings.source(), settings.kind() == Settings.SourceKind.ONNX ? DEEPEST : 1);
        // The name of a merged adapter is written into ingot.json.
        settings.adapter().ifPresent(adapter -> add(
                text.append("adapter ").append(adapter.getFileName()).append('\n'), adapter, 1));
        settings.switchable().forEach(
                (name, adapter) -> add(text.append("switchable ").append(name).append('\n'), adapter, 1));
        return Digests.sha256(text.toString());
    }

    private static void add(final StringBuilder text, final Path source, final int depth) {
        if (!Files.exists(source)) {
            throw ModelFormatException.of(source, "a model", "nothing");
        }
        if (Files.isRegularFile(source)) {
            text.append(source.getFileName()).append('\n'); // Which of those that lie in its directory.
        }
        final Path root = Files.isDirectory(source) ? source : source.toAbsolutePath().getParent();
        // A link to a directory has no entries for a walk: what it points to has.
        try {
            final Path real = (root == null ? source : root).toRealPath();
            try (var walk = Files.walk(real, depth)) {
                walk.filter(Files::isRegularFile).filter(CacheKey::isRead).sorted()
                        .forEach(file -> text.append(real.relativize(file)).append(' ')
                                .append(Digests.sha256(file)).append('\n'));
            }
        } catch (IOException e) {
            throw new StorageException("list", source, e);
        } catch (UncheckedIOException e) {
            throw new StorageException("list", source, e.getCause());
        }
    }

    private static boolean isRead(final Path file) {
        final String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && UNREAD.stream().noneMatch(name::endsWith);
    }
}
