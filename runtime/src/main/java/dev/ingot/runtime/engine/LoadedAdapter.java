package dev.ingot.runtime.engine;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoraAdapter;
import ai.onnxruntime.OrtSession.RunOptions;
import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/**
 * An adapter in ONNX Runtime's memory. Whoever made it and every generation that uses it holds it once; it is freed when
 * nobody does any more. Thread-safe.
 */
public final class LoadedAdapter {

    /** Stands for no adapter where its number is asked for. */
    public static final long NONE = 0;

    /** Stands for an adapter that nobody computes with. */
    static final long UNKNOWN = -1;

    private final long id;
    private final OrtLoraAdapter adapter;
    private final String digest;
    private int holders = 1;

    /**
     * Loads.
     *
     * @param id    unlike that of all others of the engine
     * @param bytes of an adapter file that has been checked; copied
     */
    LoadedAdapter(final long id, final MemorySegment bytes) {
        this.id = id;
        final var sum = new CRC32C();
        sum.update(bytes.asByteBuffer());
        digest = Long.toHexString(bytes.byteSize()) + "-" + Long.toHexString(sum.getValue());
        Ort.environment();
        try {
            adapter = OrtLoraAdapter.create(bytes.asByteBuffer());
        } catch (OrtException e) {
            throw Ort.failure("load an adapter", e);
        }
    }

    /**
     * Returns what tells its content from that of others.
     *
     * @return hexadecimal digits
     */
    public String digest() {
        return digest;
    }

    /**
     * Returns its number.
     *
     * @return unlike that of all others of the engine
     */
    public long id() {
        return id;
    }

    void activate(final RunOptions options) throws OrtException {
        options.addActiveLoraAdapter(adapter);
    }

    /** Holds it once more. */
    public synchronized void retain() {
        if (holders == 0) {
            throw new IllegalStateException("the adapter was unloaded");
        }
        holders++;
    }

    /** Lets go of it. */
    public synchronized void release() {
        if (--holders == 0) {
            adapter.close();
        }
    }
}
