package dev.ingot.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What was measured: tokens per second by case, runtime and round. The first runtime is the peer that ratios refer to. */
final class SpeedTable {

    private final Map<SpeedCase, Map<String, List<Double>>> speeds = new LinkedHashMap<>();

    void add(final SpeedCase speed, final String runner, final double tokensPerSecond) {
        speeds.computeIfAbsent(speed, key -> new LinkedHashMap<>())
                .computeIfAbsent(runner, key -> new ArrayList<>()).add(tokensPerSecond);
    }

    /** Prints a row per case and runtime; returns whether the second runtime, which goals are for, reaches them all. */
    boolean print() {
        System.out.println(
                "| | | tokens/s, median (range) | to llama.cpp, median within rounds (range) | goal |");
        System.out.println("|---|---|---|---|---|");
        boolean kept = true;
        for (final var entry : speeds.entrySet()) {
            final var runners = List.copyOf(entry.getValue().keySet());
            for (final String runner : runners) {
                kept &= row(entry.getKey(), runner, runners.indexOf(runner) == 1);
            }
        }
        return kept;
    }

    private boolean row(final SpeedCase speed, final String runner, final boolean judged) {
        final var goal = speed.goal();
        final var ratios = ratios(speed, runner);
        final boolean kept = !judged || goal.isEmpty() || Figures.median(ratios) >= goal.getAsDouble();
        final String verdict = judged && goal.isPresent()
                ? "%.2f: %s".formatted(goal.getAsDouble(), kept ? "kept" : "MISSED")
                : "";
        System.out.printf("| %s | %s | %s | %s | %s |%n", speed.name(), runner,
                Figures.spread("%.1f", of(speed, runner)), Figures.spread("%.2f", ratios), verdict);
        return kept;
    }

    private List<Double> of(final SpeedCase speed, final String runner) {
        return speeds.getOrDefault(speed, Map.of()).getOrDefault(runner, List.of());
    }

    /** Ratios within a round: what else runs on the machine disturbs both alike. */
    private List<Double> ratios(final SpeedCase speed, final String runner) {
        final var peer = speeds.getOrDefault(speed, Map.of()).values().iterator().next();
        final var own = of(speed, runner);
        return IntStream.range(0, own.size()).mapToObj(i -> own.get(i) / peer.get(i)).toList();
    }

    /** Returns everything for a JSON file. */
    List<Map<String, Object>> toJson() {
        return speeds.entrySet().stream().map(entry -> {
            final var row = new LinkedHashMap<String, Object>();
            row.put("case", entry.getKey().name());
            entry.getKey().goal().ifPresent(goal -> row.put("goal", goal));
            row.put("tokens_per_second", entry.getValue());
            final var ratios = new LinkedHashMap<String, Object>();
            entry.getValue().keySet().forEach(name -> ratios.put(name, ratios(entry.getKey(), name)));
            row.put("ratios", ratios);
            return (Map<String, Object>) row;
        }).toList();
    }
}
