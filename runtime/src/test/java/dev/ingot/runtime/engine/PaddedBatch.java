package dev.ingot.runtime.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.ingot.OnnxModel;
import dev.ingot.genai.GenaiConfig;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Runs an exported graph as it lies on disk, with ONNX Runtime alone, on several texts at once: rows of different length
 * are filled up at their right end.
 */
public final class PaddedBatch implements AutoCloseable {

    private final OrtEnvironment environment = Ort.environment();
    private final GenaiConfig config;
    private final OrtSession session;
    private final int[] lengths;
    private final Map<String, OnnxValue> past = new HashMap<>();

    public PaddedBatch(final OnnxModel model, final int rows) throws OrtException {
        config = GenaiConfig.read(model.directory().resolve(GenaiConfig.FILE_NAME));
        try (var options = new OrtSession.SessionOptions()) {
            session = environment.createSession(model.directory().resolve("model.onnx").toString(), options);
        }
        lengths = new int[rows];
        final var decoder = config.decoder();
        for (final String name : pastNames()) {
            past.put(name, OnnxTensor.createTensor(environment,
                    FloatBuffer.allocate(0),
                    new long[]{rows, decoder.keyValueHeads(), 0, decoder.headSize()}));
        }
    }

    private List<String> pastNames() {
        final var names = config.decoder().names();
        return IntStream.range(0, config.decoder().layers()).boxed()
                .flatMap(layer -> List.of(names.pastKey(layer), names.pastValue(layer)).stream()).toList();
    }

    private String present(final String pastName) {
        final var names = config.decoder().names();
        for (int layer = 0; layer < config.decoder().layers(); layer++) {
            if (pastName.equals(names.pastKey(layer))) {
                return names.presentKey(layer);
            }
            if (pastName.equals(names.pastValue(layer))) {
                return names.presentValue(layer);
            }
        }
        throw new IllegalArgumentException(pastName);
    }

    /** Continues every row and returns the logits of each row's last token. */
    public float[][] next(final List<int[]> texts) throws OrtException {
        final int width = texts.stream().mapToInt(text -> text.length).max().orElseThrow();
        final int[] last = new int[lengths.length];
        for (int row = 0; row < lengths.length; row++) {
            last[row] = texts.get(row).length - 1;
            lengths[row] += texts.get(row).length;
        }
        final int total = Arrays.stream(lengths).max().orElseThrow();
        final var inputs = new HashMap<String, OnnxTensor>();
        past.forEach((name, value) -> inputs.put(name, (OnnxTensor) value));
        final var names = config.decoder().names();
        inputs.put(names.inputIds(), longs(width, (row, i) -> i <= last[row] ? texts.get(row)[i] : 0));
        inputs.put(names.attentionMask(), longs(total, (row, i) -> i < lengths[row] ? 1 : 0));
        final var result = session.run(inputs);
        inputs.values().forEach(OnnxTensor::close);
        final var logits = (float[][][]) result.get(names.logits()).orElseThrow().getValue();
        for (final String name : pastNames()) {
            past.put(name, result.get(present(name)).orElseThrow());
        }
        result.get(names.logits()).orElseThrow().close();
        return IntStream.range(0, last.length).mapToObj(row -> logits[row][last[row]])
                .toArray(float[][]::new);
    }

    private interface Element {
        long at(int row, int column);
    }

    private OnnxTensor longs(final int width, final Element element) throws OrtException {
        final var values = new ArrayList<Long>();
        for (int row = 0; row < lengths.length; row++) {
            for (int column = 0; column < width; column++) {
                values.add(element.at(row, column));
            }
        }
        return OnnxTensor.createTensor(environment,
                LongBuffer.wrap(values.stream().mapToLong(Long::longValue).toArray()),
                new long[]{lengths.length, width});
    }

    @Override
    public void close() throws OrtException {
        past.values().forEach(OnnxValue::close);
        session.close();
    }
}
