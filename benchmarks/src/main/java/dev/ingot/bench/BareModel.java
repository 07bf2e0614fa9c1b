package dev.ingot.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.ingot.genai.GenaiConfig;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A model directory opened with nothing but ONNX Runtime, for the loops that Ingot is compared with. */
final class BareModel implements AutoCloseable {

    /** Asks for ONNX Runtime's own spinning. */
    static final long DEFAULT_SPIN = -1;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final GenaiConfig config;

    BareModel(final Path directory, final int threads, final long spinMicros) throws OrtException {
        config = GenaiConfig.read(directory.resolve(GenaiConfig.FILE_NAME));
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            if (spinMicros != DEFAULT_SPIN) {
                options.addConfigEntry("session.intra_op.spin_duration_us", Long.toString(spinMicros));
            }
            session = environment.createSession(directory.resolve(config.decoder().filename()).toString(),
                    options);
        }
    }

    GenaiConfig config() {
        return config;
    }

    OrtSession session() {
        return session;
    }

    /** Makes the inputs that every step has: ids, mask, and positions where the graph wants them. */
    Map<String, OnnxTensor> inputs(final int[] ids, final int past) throws OrtException {
        final var names = config.decoder().names();
        final var result = new HashMap<String, OnnxTensor>();
        final var tokens = longs(ids.length);
        final var positions = longs(ids.length);
        for (int i = 0; i < ids.length; i++) {
            tokens.put(i, ids[i]);
            positions.put(i, past + i);
        }
        final var mask = longs(past + ids.length);
        for (int i = 0; i < mask.capacity(); i++) {
            mask.put(i, 1);
        }
        result.put(names.inputIds(), tensor(tokens));
        result.put(names.attentionMask(), tensor(mask));
        if (names.positionIds().isPresent()) {
            result.put(names.positionIds().get(), tensor(positions));
        }
        return result;
    }

    /** Makes keys or values of one layer, [1, kv heads, length, head size]. */
    OnnxTensor cache(final int length) throws OrtException {
        final var decoder = config.decoder();
        final long[] shape = {1, decoder.keyValueHeads(), length, decoder.headSize()};
        return tensor(floats(decoder.keyValueHeads() * length * decoder.headSize()), shape);
    }

    OnnxTensor tensor(final FloatBuffer values, final long... shape) throws OrtException {
        return OnnxTensor.createTensor(environment, values, shape);
    }

    private OnnxTensor tensor(final LongBuffer values) throws OrtException {
        return OnnxTensor.createTensor(environment, values, new long[]{1, values.capacity()});
    }

    static FloatBuffer floats(final int count) {
        return ByteBuffer.allocateDirect(count * Float.BYTES).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    private static LongBuffer longs(final int count) {
        return ByteBuffer.allocateDirect(count * Long.BYTES).order(ByteOrder.nativeOrder()).asLongBuffer();
    }

    /** Finds the largest of the last position's logits. */
    int argMax(final FloatBuffer logits) {
        final int from = logits.capacity() - config.vocabSize();
        int best = from;
        for (int i = from + 1; i < logits.capacity(); i++) {
            if (logits.get(i) > logits.get(best)) {
                best = i;
            }
        }
        return best - from;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
