package dev.ingot.foundry.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The npm package {@code openai}: what it is asked, and what it must find, is said in clients.mjs. */
final class NpmClientTest {

    @TempDir
    Path work;

    @Test
    void theClientFindsWhatItExpects() throws Exception {
        try (var served = new Served(work)) {
            final var node = new ProcessBuilder("node", "clients.mjs", served.url(), Served.KEY)
                    .directory(Path.of(System.getProperty("ingot.npm")).toFile()).redirectErrorStream(true)
                    .start();
            final String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            System.out.println(output);
            assertThat(node.waitFor()).as(output).isZero();
        }
    }
}
