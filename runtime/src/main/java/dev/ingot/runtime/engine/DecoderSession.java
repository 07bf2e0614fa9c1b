package dev.ingot.runtime.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import dev.ingot.error.InsufficientMemoryException;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.onnx.OnnxPatch;
import dev.ingot.runtime.machine.AddressRange;
import dev.ingot.runtime.machine.FreeMemory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A decoder graph loaded into ONNX Runtime. All calls are made on the model's thread. */
final class DecoderSession implements AutoCloseable {

    private static final Logger LOG = System.getLogger(DecoderSession.class.getName());

    private final DecoderSpec spec;
    private final SessionSettings settings;
    private final List<CacheTensor> cache;
    private final AdapterContract adapters;
    private final LogitRows rows;
    private final int vocabulary;
    private final int rotarySwitch;
    private final boolean takesRows;
    private final Optional<String> hiddenStates;
    private final OrtSession session;
    private final LargePages pages;

    DecoderSession(final DecoderSpec spec, final SessionSettings settings) {
        this.spec = spec;
        this.settings = settings;
        final var graph = OnnxPatch.read(spec.file());
        final Path directory = spec.file().toAbsolutePath().getParent();
        graph.checkExternalData(directory == null ? spec.file() : directory);
        RuntimeVersion.check(spec.file(), graph.metadata(), Ort.environment().getVersion());
        cache = DecoderContract.check(graph, spec);
        adapters = AdapterContract.of(graph, spec.file());
        vocabulary = DecoderContract.vocabulary(graph, spec);
        rotarySwitch = RotarySwitch.find(graph).orElse(Integer.MAX_VALUE);
        takesRows = DecoderContract.takesRows(graph, spec);
        final boolean lastOnly = DecoderContract.yieldsOnlyLast(graph, spec.names().logits());
        final Optional<String> head = lastOnly
                ? Optional.empty()
                : HeadNarrowing.apply(graph, spec.names().logits());
        rows = rows(lastOnly, head.isPresent());
        if (settings.sameBits() && rows == LogitRows.LAST) {
            throw new UnsupportedModelException(spec.file()
                    + ": logits of the same bits need a graph that gives"
                    + " those of every position of a step; this one gives those of the last one: convert the model"
                    + " anew, or load it without sameBits");
        }
        hiddenStates = HiddenStates.output(graph, spec.names().logits(), head);
        final var before = AddressRange.anonymous();
        session = open(graph.toBytes());
        NativeHeap.trim(); // loading frees about as much as the weights take
        pages = largePages(before);
    }

    private LargePages largePages(final List<AddressRange> before) {
        final String name = String.valueOf(spec.file().getFileName());
        return LargePages.move(name,
                settings.largePages() ? AddressRange.without(AddressRange.anonymous(), before) : List.of());
    }

    private LogitRows rows(final boolean lastOnly, final boolean narrowed) {
        if (lastOnly) {
            return LogitRows.LAST;
        }
        if (narrowed) {
            return LogitRows.CHOSEN;
        }
        LOG.log(Level.DEBUG, "{0}: the head was not found; every step computes the logits of all positions",
                spec.file());
        return LogitRows.ALL;
    }

    private OrtSession open(final byte[] graph) {
        try (var options = SessionSetup.options(spec.file(), settings)) {
            return Ort.environment().createSession(graph, options);
        } catch (OrtException e) {
            throw Ort.failure("load " + spec.file(), e);
        }
    }

    DecoderSpec spec() {
        return spec;
    }

    SessionSettings settings() {
        return settings;
    }

    List<CacheTensor> cache() {
        return cache;
    }

    AdapterContract adapters() {
        return adapters;
    }

    LogitRows rows() {
        return rows;
    }

    /** Whether a step can continue several sequences. */
    boolean takesRows() {
        return takesRows;
    }

    int contextLength() {
        return spec.contextLength();
    }

    int vocabulary() {
        return vocabulary;
    }

    /** The longest sequence that has the first rotary frequencies; longer ones have others at all positions. */
    int rotarySwitch() {
        return rotarySwitch;
    }

    /** Runs one step; the outputs are written where the caller wants them. */
    void run(final Map<String, OnnxTensor> inputs, final Map<String, OnnxTensor> outputs,
            final RunOptions options) {
        try (var result = session.run(inputs, Set.of(), outputs, options)) {
            assert result.size() == outputs.size();
        } catch (OrtException e) {
            throw Ort.failure("run " + spec.file(), e);
        }
    }

    /** Tells whether there are hidden states to be read. */
    boolean hasHiddenStates() {
        return hiddenStates.isPresent();
    }

    /** Runs one step and returns its hidden states, position by position. */
    float[] hiddenStates(final Map<String, OnnxTensor> inputs, final Map<String, OnnxTensor> outputs,
            final RunOptions options) {
        try (var result = session.run(inputs, Set.of(hiddenStates.orElseThrow()), outputs, options)) {
            final var tensor = (OnnxTensor) result.get(hiddenStates.orElseThrow()).orElseThrow();
            final FloatBuffer found = tensor.getFloatBuffer();
            final var copy = new float[found.remaining()];
            found.get(copy);
            return copy;
        } catch (OrtException e) {
            throw Ort.failure("run " + spec.file(), e);
        }
    }

    /** Refuses to take memory that is not free. */
    void requireMemory(final long bytes) {
        if (!settings.memoryCheck()) {
            return;
        }
        final FreeMemory free = FreeMemory.now();
        if (bytes > free.bytes()) {
            throw new InsufficientMemoryException("A longer key-value cache needs " + (bytes >> 20)
                    + " MB more, but " + free.source() + " is only " + (free.bytes() >> 20)
                    + " MB; limit the length");
        }
    }

    @Override
    public void close() {
        pages.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw Ort.failure("close " + spec.file(), e);
        }
    }
}
