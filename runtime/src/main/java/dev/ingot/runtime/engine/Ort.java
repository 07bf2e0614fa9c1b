package dev.ingot.runtime.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.ingot.error.ModelRunException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/** ONNX Runtime's environment, and its failures in Ingot's terms. */
final class Ort {

    private Ort() {}

    /** The process-wide environment; it lives until the process ends. */
    static OrtEnvironment environment() {
        return Holder.ENVIRONMENT;
    }

    static ModelRunException failure(final String action, final OrtException cause) {
        return new ModelRunException("ONNX Runtime could not " + action + ": " + cause.getMessage(), cause);
    }

    /** Wraps native floats without copying them. */
    static OnnxTensor floats(final MemorySegment memory, final long... shape) {
        try {
            final var buffer = memory.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
            return OnnxTensor.createTensor(environment(), buffer, shape);
        } catch (OrtException e) {
            throw failure("wrap a tensor", e);
        }
    }

    /** Wraps native 64-bit integers without copying them. */
    static OnnxTensor longs(final MemorySegment memory, final long... shape) {
        try {
            final var buffer = memory.asByteBuffer().order(ByteOrder.nativeOrder()).asLongBuffer();
            return OnnxTensor.createTensor(environment(), buffer, shape);
        } catch (OrtException e) {
            throw failure("wrap a tensor", e);
        }
    }

    /** Loads the native library at first use, not with the class that merely mentions it. */
    private static final class Holder {
        private static final OrtEnvironment ENVIRONMENT = create();

        private static OrtEnvironment create() {
            TelemetrySwitch.off();
            final var environment = OrtEnvironment.getEnvironment();
            try {
                environment.setTelemetry(false);
            } catch (OrtException e) {
                throw failure("turn telemetry off", e);
            }
            return environment;
        }
    }
}
