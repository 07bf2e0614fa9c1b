package dev.ingot.hf;

import dev.ingot.error.ModelFormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of a model directory other than weights. */
final class SideFiles {

    private static final List<String> NAMES = List.of("config.json", "generation_config.json",
            "tokenizer.json",
            "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "tokenizer.model",
            "vocab.json",
            "merges.txt", "chat_template.jinja", "chat_template.json");

    private SideFiles() {}

    /** Those that exist, in a fixed order. */
    static List<Path> in(final Path directory) {
        return NAMES.stream().map(directory::resolve).filter(Files::isRegularFile).toList();
    }

    /** Checks that the directory has a configuration and a tokenizer. */
    static void check(final Path directory) {
        if (!Files.isDirectory(directory)) {
            throw ModelFormatException.of(directory,
                    "a directory with config.json, *.safetensors and tokenizer.json",
                    Files.exists(directory) ? "a file" : "nothing");
        }
        if (!Files.isRegularFile(directory.resolve("config.json"))) {
            throw ModelFormatException.of(directory, "config.json", "a file", "nothing");
        }
        if (!Files.isRegularFile(directory.resolve("tokenizer.json"))) {
            throw ModelFormatException.of(directory, "tokenizer.json",
                    "a file; AutoTokenizer.from_pretrained(model, use_fast=True).save_pretrained(directory) makes it",
                    Files.exists(directory.resolve("tokenizer.model")) ? "tokenizer.model alone" : "nothing");
        }
    }
}
