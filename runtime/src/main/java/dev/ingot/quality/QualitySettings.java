package dev.ingot.quality;

import dev.ingot.error.InvalidOptionException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * What the steps of a measurement have gathered.
 *
 * @param source   the float model
 * @param adapter  that the variants have merged
 * @param export   the float model in 32-bit floats, if there is one already
 * @param variants directories by name
 * @param text     to compare on
 * @param window   tokens per window
 * @param worst    blocks listed per matrix
 * @param work     where the export lies if it has to be made
 * @param threads  that work
 * @param listener is told how it goes
 */
record QualitySettings(Path source, Optional<Path> adapter, Optional<Path> export, Map<String, Path> variants,
        Optional<String> text, int window, int worst, Optional<Path> work, OptionalInt threads,
        QualityListener listener) {

    private static final int WINDOW = 512;
    private static final int WORST = 8;

    /** Copies the map. */
    QualitySettings {
        variants = Collections.unmodifiableMap(new LinkedHashMap<>(variants));
    }

    static QualitySettings of(final Path source) {
        return new Draft(source).settings();
    }

    /**
     * Returns these settings with windows of another length.
     *
     * @throws InvalidOptionException if it is less than 2
     */
    QualitySettings window(final int tokens) {
        if (tokens < 2) {
            throw new InvalidOptionException("window: expected at least 2 tokens, found " + tokens);
        }
        return with(draft -> draft.window = tokens);
    }

    /** Returns these settings with a change. */
    QualitySettings with(final Consumer<Draft> change) {
        final var draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** The same settings, open to change; lives for one call of {@link #with}. */
    static final class Draft {

        private final Path source;
        Optional<Path> adapter = Optional.empty();
        Optional<Path> export = Optional.empty();
        Map<String, Path> variants = Map.of();
        Optional<String> text = Optional.empty();
        int window = WINDOW;
        int worst = WORST;
        Optional<Path> work = Optional.empty();
        OptionalInt threads = OptionalInt.empty();
        QualityListener listener = QualityListener.NONE;

        private Draft(final Path source) {
            this.source = source;
        }

        private Draft(final QualitySettings from) {
            this(from.source);
            adapter = from.adapter;
            export = from.export;
            variants = from.variants;
            text = from.text;
            window = from.window;
            worst = from.worst;
            work = from.work;
            threads = from.threads;
            listener = from.listener;
        }

        private QualitySettings settings() {
            return new QualitySettings(source, adapter, export, variants, text, window, worst, work, threads,
                    listener);
        }
    }
}
