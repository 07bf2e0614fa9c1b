package dev.ingot.runtime.machine;

import java.util.BitSet;

/** Lists of processors as Linux writes them, such as {@code 0-3,8}. */
final class CpuList {

    private CpuList() {}

    /**
     * Parses a list.
     *
     * @param text numbers and ranges, separated by commas
     * @return the processors
     * @throws NumberFormatException if the text is no such list
     */
    static BitSet parse(final String text) {
        final var cpus = new BitSet();
        if (text.isBlank()) {
            return cpus;
        }
        for (final String part : text.strip().split(",", -1)) {
            final int dash = part.indexOf('-');
            final int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
            final int last = dash < 0 ? first : Integer.parseInt(part.substring(dash + 1));
            cpus.set(first, last + 1);
        }
        return cpus;
    }
}
