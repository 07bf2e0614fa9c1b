package dev.ingot.runtime.sample;

import java.lang.foreign.MemorySegment;
import java.util.Map;

/** Adds to the logits of some tokens, whether they were seen or not. */
final class LogitBias implements LogitChange {

    private final int[] ids;
    private final float[] values;

    LogitBias(final Map<Integer, Double> bias) {
        ids = bias.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
        values = new float[ids.length];
        for (int i = 0; i < ids.length; i++) {
            values[i] = bias.getOrDefault(ids[i], 0.0).floatValue();
        }
    }

    @Override
    public void apply(final MemorySegment logits, final int count) {
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] < count) {
                LogitRow.set(logits, ids[i], LogitRow.get(logits, ids[i]) + values[i]);
            }
        }
    }
}
