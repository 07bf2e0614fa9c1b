package dev.ingot.foundry.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service's page in headless Chromium; what it is put through is said in page.mjs, which leaves pictures. */
final class PageBrowserTest {

    @TempDir
    Path work;

    @Test
    void thePageDoesWhatItShould() throws Exception {
        final Path npm = Path.of(System.getProperty("ingot.npm"));
        final Path pictures = Files.createDirectories(npm.resolve("pictures"));
        try (var served = new Served(work)) {
            final var node = new ProcessBuilder("node", "page.mjs", served.url(), Served.KEY,
                    System.getProperty("ingot.browser"), pictures.toString()).directory(npm.toFile())
                    .redirectErrorStream(true).start();
            final String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            System.out.println(output);
            assertThat(node.waitFor()).as(output).isZero();
        }
    }
}
