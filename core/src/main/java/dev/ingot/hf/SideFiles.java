package dev.ingot.hf;

import dev.ingot.error.ModelFormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The files of a model directory other than weights. */
final class SideFiles {

    private static final List<String> NAMES = List.of("config.json", "generation_config.json",
            "tokenizer.json",
            "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "tokenizer.model",
            "vocab.json",
            "merges.txt", "chat_template.jinja", "chat_template.json");

    private static final Pattern HUB_ID = Pattern.compile("[\\w-][\\w.-]*/[\\w-][\\w.-]*");

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
                    Files.exists(directory) ? "a file" : "nothing" + hint(directory));
        }
        if (!Files.isRegularFile(directory.resolve("config.json"))) {
            throw ModelFormatException.of(directory, "config.json", "a file",
                    insteadOf(directory, "nothing"));
        }
        TokenizerFile.check(directory);
    }

    /** What to say of a directory without a checkpoint: other commands take what other tools made of one. */
    static String insteadOf(final Path directory, final String otherwise) {
        return Files.isRegularFile(directory.resolve("model.onnx"))
                || Files.isRegularFile(directory.resolve("onnx").resolve("model.onnx"))
                        ? "an ONNX model; ingot quantize makes its weights smaller,"
                                + " ingot cache register takes it as it is"
                        : otherwise;
    }

    /** People who come from the Python tools give the name of a model on the hub. */
    private static String hint(final Path directory) {
        final String text = directory.toString().replace('\\', '/');
        return HUB_ID.matcher(text).matches()
                ? "; models are local directories and nothing is downloaded: fetch it first, for example with hf download "
                        + text + " --local-dir " + directory.getFileName()
                : "";
    }
}
