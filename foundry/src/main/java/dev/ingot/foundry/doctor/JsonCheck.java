package dev.ingot.foundry.doctor;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.io.AtomicFile;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonPlaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Whether the small JSON files are JSON, without a byte order mark, and may be read. */
final class JsonCheck implements ModelCheck {

    /** All that a model has, but for the vocabulary. */
    static final List<String> ALL = List.of(ModelFolder.INFERENCE, ModelFolder.GENAI,
            ModelFolder.TOKENIZER_CONFIG, ModelFolder.CONFIG, ModelFolder.GENERATION,
            "special_tokens_map.json", "chat_template.json", "ingot.json");

    private static final byte[] MARK = "\uFEFF".getBytes(StandardCharsets.UTF_8);
    private static final long MOST = 16L << 20;

    private final List<String> names;

    JsonCheck(final List<String> names) {
        this.names = List.copyOf(names);
    }

    @Override
    public void look(final ModelFolder model, final Consumer<Finding> findings) {
        names.stream().filter(model::has).map(model::file).forEach(file -> look(file, findings));
    }

    private static void look(final Path file, final Consumer<Finding> findings) {
        try {
            if (Files.size(file) > MOST) {
                findings.accept(malformed(file).expected("a small file").found(Files.size(file) + " bytes")
                        .fix("register or convert the model again"));
                return;
            }
            if (startsWithMark(file)) {
                findings.accept(Finding.of(Fault.BYTE_ORDER_MARK, file).line(OptionalInt.of(1))
                        .repair(new Repair(file, "remove the mark", keeper -> removeMark(file, keeper))));
            }
            JsonFiles.read(file);
        } catch (ModelFormatException e) {
            findings.accept(malformed(file).line(line(file, e)).expected(e.expected()).found(e.found())
                    .fix("correct it there, or register or convert the model again"));
        } catch (StorageException | IOException e) {
            findings.accept(Finding.of(Fault.UNREADABLE, file).found(String.valueOf(e.getMessage()))
                    .fix("check who may read the file"));
        }
    }

    private static OptionalInt line(final Path file, final ModelFormatException e) {
        return e.offset().isPresent()
                ? OptionalInt.of(JsonPlaces.lineAt(file, e.offset().getAsLong()))
                : OptionalInt.empty();
    }

    private static Finding malformed(final Path file) {
        return Finding.of(file.endsWith(ModelFolder.INFERENCE) ? Fault.BAD_INFERENCE_MODEL : Fault.BAD_JSON,
                file);
    }

    private static boolean startsWithMark(final Path file) throws IOException {
        try (var input = Files.newInputStream(file)) {
            return Arrays.equals(input.readNBytes(MARK.length), MARK);
        }
    }

    private static void removeMark(final Path file, final OldFiles keeper) throws IOException {
        final byte[] bytes = Files.readAllBytes(file);
        keeper.keep(file);
        AtomicFile.write(file, output -> output.write(bytes, MARK.length, bytes.length - MARK.length));
    }
}
