package dev.ingot.bench;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares running a {@link RandomModel} by Ingot with llama.cpp's {@code llama-bench} on the same weights (Q4_0) and with
 * a bare ONNX Runtime loop, in interleaved rounds: decoding, prefill, a busy machine, a warm turn, loading and memory. Ends
 * with status 1 when a goal is missed.
 *
 * <pre>
 * mvn -q -Pbench -pl benchmarks -am verify -DskipTests -Dbench.main=dev.ingot.bench.RuntimeHarness \
 *     -Djmh.args="--model /tmp/random-qwen --work /tmp/random-qwen-peers --llama-quantize llama-quantize
 *     --llama-bench llama-bench --json runtime.json"
 * </pre>
 */
public final class RuntimeHarness {

    private static final int THREADS = 2;

    private final Arguments arguments;
    private final Path work;
    private final int rounds;
    private final Map<String, Object> json = new LinkedHashMap<>();

    private RuntimeHarness(final Arguments arguments) {
        this.arguments = arguments;
        final String model = arguments.required("--model");
        this.work = Path.of(arguments.text("--work").orElse(model + "-peers")).toAbsolutePath();
        this.rounds = (int) arguments.number("--rounds", 5);
    }

    /**
     * Runs the comparison.
     *
     * @param args {@code --model DIR --llama-quantize COMMAND --llama-bench COMMAND} (words of a command separated by
     *             spaces), then {@code --work DIR} (default: beside the model; kept for the next run), {@code --rounds N} (5),
     *             {@code --precisions A,B} (default {@code int4:b32,int4:b32:h4}; goals are for the first),
     *             {@code --cases WORDS} (those whose names contain it; {@code warm} and {@code load} are two more),
     *             {@code --busy N} (threads of the busy process, default 1), {@code --json FILE}
     * @throws IOException          if a file cannot be read or written
     * @throws InterruptedException if interrupted
     * @throws OrtException         if ONNX Runtime fails in the bare loop
     */
    public static void main(final String[] args) throws IOException, InterruptedException, OrtException {
        final var arguments = Arguments.parse(args, "--model", "--work", "--llama-quantize", "--llama-bench",
                "--rounds", "--precisions", "--cases", "--busy", "--json");
        if (!new RuntimeHarness(arguments).run()) {
            System.exit(1);
        }
    }

    private boolean run() throws IOException, InterruptedException, OrtException {
        final var models = new PeerModels(Path.of(arguments.required("--model")), work);
        final var precisions = List
                .of(arguments.text("--precisions").orElse("int4:b32,int4:b32:h4").split(",", -1));
        final var llama = new LlamaBench(words("--llama-bench"), models.gguf(words("--llama-quantize")),
                work.resolve("bench.log"));
        final Path first = models.ingot(precisions.getFirst());
        final String environment = Figures.environment() + ", ONNX Runtime "
                + OrtEnvironment.getEnvironment().getVersion() + ", " + llama.version();
        System.out.println(environment);
        json.put("environment", environment);
        final var runners = new ArrayList<SpeedRunner>(List.of(llama));
        precisions.forEach(it -> runners.add(new IngotSpeed("Ingot " + it, models.ingot(it))));
        runners.add(new BareSpeed(first));
        boolean kept = true;
        try {
            kept &= speeds(runners);
        } finally {
            for (final var runner : runners) {
                runner.close();
            }
        }
        kept &= !wanted("warm") || warm(first);
        kept &= !wanted("load") || load(first, llama);
        if (arguments.text("--json").isPresent()) {
            Files.writeString(Path.of(arguments.required("--json")), JsonFiles.pretty(json, 2));
        }
        return kept;
    }

    private List<String> words(final String option) {
        return List.of(arguments.required(option).split(" ", -1));
    }

    private boolean wanted(final String name) {
        return arguments.text("--cases").map(name::contains).orElse(true);
    }

    private boolean speeds(final List<SpeedRunner> runners)
            throws IOException, InterruptedException, OrtException {
        final var table = new SpeedTable();
        for (final var speed : SpeedCase.all().stream().filter(it -> wanted(it.name())).toList()) {
            if (speed.busy()) {
                final var busy = BusyProcess.start((int) arguments.number("--busy", 1));
                try (busy) {
                    rounds(speed, runners, table);
                }
            } else {
                rounds(speed, runners, table);
            }
        }
        json.put("speeds", table.toJson());
        return table.print();
    }

    /** One round that does not count, then each in another place every time. */
    private void rounds(final SpeedCase speed, final List<SpeedRunner> runners, final SpeedTable table)
            throws IOException, InterruptedException, OrtException {
        for (final var runner : runners.subList(1, runners.size())) {
            runner.measure(speed);
        }
        for (int round = 0; round < rounds; round++) {
            final double[] found = new double[runners.size()];
            for (int i = 0; i < found.length; i++) {
                final int place = (i + round) % found.length;
                found[place] = runners.get(place).measure(speed);
            }
            for (int i = 0; i < found.length; i++) {
                table.add(speed, runners.get(i).name(), found[i]);
                System.out.printf("round %d  %-40s %-20s %8.2f tokens/s%n", round + 1, speed.name(),
                        runners.get(i).name(), found[i]);
            }
        }
    }

    private boolean warm(final Path directory) {
        try (var turn = new WarmTurn(directory, THREADS)) {
            for (int round = 0; round < rounds; round++) {
                turn.round();
            }
            json.put("warm_turn", Map.of("warm_seconds", turn.warm(), "cold_seconds", turn.cold()));
            return turn.print();
        }
    }

    private boolean load(final Path directory, final LlamaBench llama)
            throws IOException, InterruptedException {
        final var table = new LoadTable(Files.size(directory.resolve("model.onnx.data"))
                + Files.size(directory.resolve("model.onnx")));
        for (int round = 0; round < rounds; round++) {
            table.add(LoadProbe.run(directory), llama.anonymousMb() / llama.fileMb());
        }
        json.put("load", table.toJson());
        return table.print();
    }
}
