package dev.ingot;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * What the steps of a pipeline have gathered.
 *
 * @param source    directory of the model
 * @param kind      what lies there
 * @param adapter   PEFT directory to merge
 * @param switchable PEFT directories of adapters to keep beside the model, by name
 * @param precision in which formats matrices are stored
 * @param name      of the model
 * @param maxLength most tokens of prompt and answer together
 * @param output    where to write when the caller does not say
 * @param cache     where finished conversions are kept
 * @param renew     whether what is kept there is made anew
 * @param overwrite whether an existing output gives way
 * @param threads   that quantize
 * @param gate      judges the model before it is published
 * @param progress  is told how it goes
 */
record Settings(Path source, SourceKind kind, Optional<Path> adapter, Map<String, Path> switchable,
        Precision precision,
        Optional<String> name, OptionalInt maxLength, Optional<Path> output, Optional<Path> cache,
        boolean renew, boolean overwrite, OptionalInt threads, Optional<ModelGate> gate,
        ProgressListener progress) {

    /** What a source directory holds. */
    enum SourceKind {
        /** A checkpoint as Hugging Face stores it. */
        CHECKPOINT,
        /** An ONNX model that another tool made. */
        ONNX
    }

    /** Copies the map. */
    Settings {
        switchable = Collections.unmodifiableMap(new LinkedHashMap<>(switchable));
    }

    static Settings of(final Path source, final SourceKind kind) {
        return new Draft(source, kind).settings();
    }

    /** Returns what the model is called. */
    String nameOf(final Path output) {
        return name.orElseGet(() -> String.valueOf(output.toAbsolutePath().normalize().getFileName()));
    }

    /** Returns how many threads quantize. */
    int workers() {
        return threads.orElse(Runtime.getRuntime().availableProcessors());
    }

    /** Returns these settings with a change. */
    Settings with(final Consumer<Draft> change) {
        final var draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** The same settings, open to change; lives for one call of {@link #with}. */
    static final class Draft {

        private final Path source;
        private final SourceKind kind;
        Optional<Path> adapter = Optional.empty();
        Map<String, Path> switchable = Map.of();
        Precision precision = Precision.FP32;
        Optional<String> name = Optional.empty();
        OptionalInt maxLength = OptionalInt.empty();
        Optional<Path> output = Optional.empty();
        Optional<Path> cache = Optional.empty();
        boolean renew;
        boolean overwrite;
        OptionalInt threads = OptionalInt.empty();
        Optional<ModelGate> gate = Optional.empty();
        ProgressListener progress = ProgressListener.NONE;

        private Draft(final Path source, final SourceKind kind) {
            this.source = source;
            this.kind = kind;
        }

        private Draft(final Settings from) {
            this(from.source, from.kind);
            adapter = from.adapter;
            switchable = from.switchable;
            precision = from.precision;
            name = from.name;
            maxLength = from.maxLength;
            output = from.output;
            cache = from.cache;
            renew = from.renew;
            overwrite = from.overwrite;
            threads = from.threads;
            gate = from.gate;
            progress = from.progress;
        }

        private Settings settings() {
            return new Settings(source, kind, adapter, switchable, precision, name, maxLength, output, cache,
                    renew, overwrite, threads, gate, progress);
        }
    }
}
