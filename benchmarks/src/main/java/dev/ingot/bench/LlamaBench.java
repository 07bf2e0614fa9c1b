package dev.ingot.bench;

import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * llama.cpp's own benchmark, one process per figure. It computes as many tokens at the same depth with as many threads, warms up
 * once and takes no time for choosing tokens: it feeds random ones. Flash attention is its own choice ({@code auto}).
 */
final class LlamaBench implements SpeedRunner {

    private final List<String> command;
    private final Path model;
    private final Path log;

    /**
     * @param command words of the command
     * @param model   GGUF file
     * @param log     where its messages go
     */
    LlamaBench(final List<String> command, final Path model, final Path log) {
        this.command = List.copyOf(command);
        this.model = model;
        this.log = log;
    }

    @Override
    public String name() {
        return "llama.cpp Q4_0";
    }

    @Override
    public double measure(final SpeedCase speed) throws IOException, InterruptedException {
        final Object rows = run(List.of("-t", String.valueOf(speed.threads()),
                "-d", String.valueOf(speed.depth()), "-p", String.valueOf(speed.prompt()),
                "-n", String.valueOf(speed.tokens()), "-r", "1"));
        return ((Number) member(rows, "avg_ts")).doubleValue();
    }

    /** Returns version and the processor features it chose. */
    String version() throws IOException, InterruptedException {
        final Object rows = run(List.of("-p", "1", "-n", "0", "-r", "1", "--no-warmup"));
        final String chosen = Files.readAllLines(log).stream().filter(line -> line.contains("libggml-cpu"))
                .map(line -> line.substring(line.lastIndexOf('/') + 1)).findFirst()
                .orElse("built-in processor code");
        return "llama.cpp build " + member(rows, "build_number") + " (" + chosen + ")";
    }

    /** Returns the size of the model. */
    double fileMb() throws IOException {
        return Files.size(model) / ChildRun.MB;
    }

    /** Returns the largest anonymous memory of a process that loads the model and computes a few tokens. */
    double anonymousMb() throws IOException, InterruptedException {
        final var words = new ArrayList<>(command);
        words.addAll(List.of("-m", model.toString(), "-p", "16", "-n", "8", "-r", "1"));
        return ChildRun.of("llama-bench", words, Map.of(), log).anonymousMb();
    }

    private Object run(final List<String> options) throws IOException, InterruptedException {
        final var words = new ArrayList<>(command);
        words.addAll(List.of("-m", model.toString(), "-o", "json"));
        words.addAll(options);
        final var process = new ProcessBuilder(words).redirectError(log.toFile()).start();
        final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(
                    words + " ended with " + process.exitValue() + ": " + Files.readString(log));
        }
        final Object rows = JsonFiles.parseValue(model, text);
        if (rows instanceof List<?> list && list.size() == 1) {
            return list.getFirst();
        }
        throw new IOException(words + ": expected one result, found " + text);
    }

    private static Object member(final Object row, final String key) throws IOException {
        if (row instanceof Map<?, ?> map && map.get(key) != null) {
            return map.get(key);
        }
        throw new IOException("llama-bench: expected \"" + key + "\" in " + row);
    }

    @Override
    public void close() {
        // Every process has ended.
    }
}
