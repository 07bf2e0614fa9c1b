package dev.ingot.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Loading in fresh processes: seconds, and anonymous memory as a multiple of the file. */
final class LoadTable {

    private static final double MAX_SECONDS = 1;
    private static final double MAX_MEMORY = 1.35;

    private final double fileMb;
    private final List<Double> seconds = new ArrayList<>();
    private final List<Double> memory = new ArrayList<>();
    private final List<Double> peerMemory = new ArrayList<>();

    LoadTable(final long fileBytes) {
        this.fileMb = fileBytes / ChildRun.MB;
    }

    /**
     * Adds a round.
     *
     * @param own  of Ingot
     * @param peer anonymous memory of llama.cpp, as a multiple of its own file
     */
    void add(final LoadProbe own, final double peer) {
        seconds.add(own.loadSeconds());
        memory.add(own.anonymousMb() / fileMb);
        peerMemory.add(peer);
    }

    /** Prints all; returns whether the limits hold for the default options. */
    boolean print() {
        final boolean kept = Figures.median(seconds) < MAX_SECONDS && Figures.median(memory) <= MAX_MEMORY;
        System.out.printf("a fresh process, file of %.0f MB | load, s | anonymous memory / file%n", fileMb);
        System.out.printf("Ingot | %s (limit %.1f) | %s (limit %.2f): %s%n", Figures.spread("%.2f", seconds),
                MAX_SECONDS, Figures.spread("%.2f", memory), MAX_MEMORY, kept ? "kept" : "MISSED");
        System.out.printf("llama.cpp Q4_0 (its file) | | %s%n", Figures.spread("%.2f", peerMemory));
        return kept;
    }

    Map<String, Object> toJson() {
        return Map.of("file_mb", fileMb, "seconds", seconds, "anonymous_to_file", memory,
                "llama_anonymous_to_file", peerMemory);
    }
}
