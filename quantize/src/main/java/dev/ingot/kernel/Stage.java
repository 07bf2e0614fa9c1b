package dev.ingot.kernel;

/**
 * One step by which a tile of whole blocks is quantized: a short loop over arrays in the first cache.
 *
 * <pre>
 * words ── {@link Widen} ──▶ weights ── {@link Extremes} ──▶ parts of ranges ── {@link Ranges} ──▶ highs, lows
 *                              │                                                            │
 *                              └──▶ {@link Codes} ◀── scales, inverses, zeros ◀── {@link Grids} ◀──┘
 * </pre>
 *
 * <p>In repaired mode {@link Gains} follow, which change the scales.
 *
 * <p>bf16 needs no widening of its own: {@link Extremes} and {@link Codes} read the words.
 *
 * <p>What the compiler wants: stages behind one call site with more than two receivers, so that it does not inline them
 * into one body that exceeds its node budget, from where on vectors are objects; arrays rather than segments, whose
 * accesses take many times the nodes; no vector variable that begins as another one's alias; species that are constants.
 */
interface Stage {

    /** Works on the first {@code blocks} blocks of the tile. */
    void run(VectorTile tile, int blocks);
}
