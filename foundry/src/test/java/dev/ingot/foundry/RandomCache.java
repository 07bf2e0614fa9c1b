package dev.ingot.foundry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Directory trees as users, downloads, crashes and other tools leave them. */
final class RandomCache {

    private static final List<String> DIRECTORIES = List.of("a", "b", "B", "custom", "my model", ".hidden",
            "x.y",
            "Microsoft", "v1", "genai_config.json", "\u00e4\u5b57");
    private static final List<String> NAMES = List.of("m", "m:0", "m:1", "m:01", "M", "phi-3:12", "my model",
            "a:b", ":", "qwen-generic-cpu", "\u00e9", "m:1:2");
    private static final List<String> REGISTRATIONS = List.of("{\"Name\": \"NAME\"}", "{\"Name\":\"NAME\"}",
            "\uFEFF{\"Name\": \"NAME\"}", "{\"\\u004eame\": \"NAME\"}",
            "{\"Name\": \"x\", \"Name\": \"NAME\"}",
            "{\"Name\": \"NAME\", \"Name\": 5}",
            "{\"PromptTemplate\": {\"Name\": \"no\"}, \"Name\": \"NAME\"}",
            " {\"a\": [1, -0.5e+3, true, null, {}], \"Name\": \"NAME\" }\r\n", "{\"name\": \"NAME\"}",
            "{\"Name\": \"\"}", "{\"Name\": null}", "{\"Name\": [\"NAME\"]}", "{\"Name\": {\"a\": \"NAME\"}}",
            "{\"Name\": \"NAME\"", "{\"Name\": \"NAME\"}x", "{\"Name\": \"NAME\",}",
            "{\"Name\": \"NAME\", \"a\": 01}",
            "{\"Name\": \"NAME\", \"a\": .5}", "{\"Name\": \"NAME\"} // x", "{'Name': 'NAME'}", "[\"NAME\"]",
            "",
            "\"NAME\"", "{\"Name\": \"NAME\", \"a\": NaN}", "{\"Name\": \"a\tb\"}", "{\"Name\": \"\\x\"}");

    private final Random random;
    private final Path root;
    private final List<Path> directories = new ArrayList<>();

    RandomCache(final Random random, final Path root) {
        this.random = random;
        this.root = root;
    }

    /** Makes a tree with so many links to directories of its own, of a directory beside it, and to nothing. */
    void make(final int links) throws IOException {
        Files.createDirectories(root);
        grow(root, 0);
        final Path outside = Files.createDirectories(root.resolveSibling(root.getFileName() + "-outside"));
        grow(outside, 2);
        for (int i = 0; i < links; i++) {
            final Path target = random.nextInt(10) == 0
                    ? root.resolve("nothing")
                    : directories.get(random.nextInt(directories.size()));
            Files.createSymbolicLink(
                    directories.get(random.nextInt(directories.size())).resolve("link" + i), target);
        }
    }

    private void grow(final Path directory, final int depth) throws IOException {
        directories.add(directory);
        put(directory, "inference_model.json", 60, registration());
        put(directory, "genai_config.json", 70, "{}".getBytes(StandardCharsets.UTF_8));
        put(directory, "download.tmp", 10, new byte[0]);
        put(directory, "model.onnx", 50, new byte[10]);
        if (depth < 5) {
            for (int i = random.nextInt(4); i > 0; i--) {
                final Path child = directory.resolve(DIRECTORIES.get(random.nextInt(DIRECTORIES.size())));
                if (!Files.exists(child)) {
                    Files.createDirectory(child);
                    grow(child, depth + 1);
                }
            }
        }
    }

    private void put(final Path directory, final String name, final int percent, final byte[] content)
            throws IOException {
        if (random.nextInt(100) < percent) {
            Files.write(directory.resolve(name), content);
        }
    }

    private byte[] registration() {
        // Half of them are plain, so that names come twice.
        final String text = REGISTRATIONS.get(random.nextBoolean() ? 0 : random.nextInt(REGISTRATIONS.size()))
                .replace("NAME", NAMES.get(random.nextInt(NAMES.size())));
        final byte[] bytes = text.getBytes(
                random.nextInt(12) == 0 ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8);
        if (random.nextInt(12) == 0 && bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
