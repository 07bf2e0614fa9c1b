package dev.ingot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long the command line takes to answer: whole processes from start to exit, beside a JVM that only prints its
 * version, in turn. Ends with status 1 when a median passes half a second.
 *
 * <pre>
 * mvn -q -B -DskipTests package
 * mvn -q -Pbench -pl benchmarks -am verify -DskipTests -Dbench.main=dev.ingot.bench.StartHarness \
 *     -Djmh.args="--ingot foundry/target/ingot/bin/ingot --cache CACHE"
 * </pre>
 */
public final class StartHarness {

    private static final double LIMIT = 0.5;

    private StartHarness() {}

    /**
     * Runs the comparison.
     *
     * @param args {@code --ingot SCRIPT --cache DIR}, then {@code --runs N} (default 11)
     * @throws IOException          if a process cannot be started
     * @throws InterruptedException if interrupted
     */
    public static void main(final String[] args) throws IOException, InterruptedException {
        final var arguments = Arguments.parse(args, "--ingot", "--cache", "--runs");
        final String ingot = Path.of(arguments.required("--ingot")).toAbsolutePath().toString();
        final String cache = Path.of(arguments.required("--cache")).toAbsolutePath().toString();
        final Map<String, List<String>> commands = new LinkedHashMap<>();
        commands.put("java -version",
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version"));
        commands.put("ingot --help", List.of(ingot, "--help"));
        commands.put("ingot cache ls", List.of(ingot, "cache", "ls", "--cache", cache));
        System.out.println(Figures.environment());
        if (!measure(commands, (int) arguments.number("--runs", 11))) {
            System.exit(1);
        }
    }

    private static boolean measure(final Map<String, List<String>> commands, final int runs)
            throws IOException, InterruptedException {
        final var log = Files.createTempFile("start-harness", ".log");
        final Map<String, List<ChildRun>> results = new LinkedHashMap<>();
        try {
            for (int run = 0; run < runs; run++) {
                for (final var command : commands.entrySet()) {
                    results.computeIfAbsent(command.getKey(), name -> new ArrayList<>())
                            .add(ChildRun.of(command.getKey(), command.getValue(), Map.of(), log));
                }
            }
        } finally {
            ChildRun.delete(log);
        }
        boolean quick = true;
        for (final var result : results.entrySet()) {
            final double wall = Figures.median(result.getValue().stream().map(ChildRun::wall).toList());
            System.out.printf("median: %-15s %.3f s, %.3f CPU-s (limit %.1f s)%n", result.getKey(), wall,
                    ChildRun.seconds(result.getValue()), LIMIT);
            quick &= wall <= LIMIT;
        }
        return quick;
    }
}
