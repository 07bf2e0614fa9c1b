package dev.ingot.foundry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.foundry.JavaProcess;
import dev.ingot.foundry.TestModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that only look at files load nothing of what runs and converts models. */
class QuickStartTest {

    private static final List<String> HEAVY = List.of("jdk.incubator.vector.", "ai.onnxruntime.", "ai.djl.",
            "com.google.protobuf.", "dev.ingot.kernel.", "dev.ingot.quantize.", "dev.ingot.decoder.",
            "dev.ingot.constrain.");
    /** A quarter more than these commands loaded when this was written; a library by mistake is many times that. */
    private static final int MOST_CLASSES = 2500;

    @TempDir
    private Path work;

    private List<String> loaded(final String... arguments) throws IOException, InterruptedException {
        final Path log = work.resolve("classes.log");
        final var process = JavaProcess.start(List.of("-Xlog:class+load:file=" + log), Ingot.class,
                arguments);
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).isNotBlank();
        try (var lines = Files.lines(log)) {
            return lines.map(line -> line.replaceFirst("^.*\\] ", "").replaceFirst(" .*", "")).toList();
        }
    }

    private void assertLight(final String... arguments) throws IOException, InterruptedException {
        final var classes = loaded(arguments);
        assertThat(classes).as(String.join(" ", arguments)).contains(Ingot.class.getName())
                .noneMatch(name -> HEAVY.stream().anyMatch(name::startsWith))
                .hasSizeLessThan(MOST_CLASSES);
    }

    @Test
    void helpAndLists() throws IOException, InterruptedException {
        final Path cache = work.resolve("cache");
        TestModels.write(cache.resolve("custom/m"));
        TestModels.put(cache, "custom/m/inference_model.json", "{\"Name\": \"m\"}");
        assertLight("--help");
        assertLight("--version");
        assertLight("cache", "--help");
        assertLight("cache", "ls", "--cache", cache.toString());
        assertLight("cache", "ls", "--json", "--cache", cache.toString());
        assertLight("cache", "location", "--cache", cache.toString());
        assertLight("cache", "rename", "m", "n", "--cache", cache.toString());
    }
}
