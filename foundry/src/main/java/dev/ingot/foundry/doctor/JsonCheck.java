package dev.ingot.foundry.doctor;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.io.AtomicFile;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonOutline;
import dev.ingot.json.JsonPlaces;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Whether the small JSON files are JSON in UTF-8, without a byte order mark, and may be read by all who do. */
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
            final byte[] begin = beginning(file);
            if (isMark(begin)) {
                findings.accept(Finding.of(Fault.BYTE_ORDER_MARK, file).line(OptionalInt.of(1))
                        .repair(new Repair(file, "remove the mark", keeper -> removeMark(file, keeper))));
            }
            if (isWide(begin)) {
                findings.accept(malformed(file).expected("text in UTF-8").found("text in UTF-16")
                        .repair(new Repair(file, "write it in UTF-8", keeper -> narrow(file, keeper))));
                return;
            }
            JsonOutline.read(file);
            forIngot(file).ifPresent(findings);
        } catch (ModelFormatException e) {
            findings.accept(malformed(file).line(line(file, e)).expected(e.expected()).found(e.found())
                    .fix("correct it there, or register or convert the model again"));
        } catch (StorageException | IOException e) {
            findings.accept(Finding.of(Fault.UNREADABLE, file).found(String.valueOf(e.getMessage()))
                    .fix("check who may read the file"));
        }
    }

    /** Readers differ in what they take beyond the standard, or less: keys that come twice, levels without end. */
    private static Optional<Finding> forIngot(final Path file) {
        try {
            JsonFiles.read(file);
            return Optional.empty();
        } catch (ModelFormatException e) {
            return Optional.of(Finding.of(Fault.JSON_FOR_SOME, file).line(line(file, e)).found(e.found())
                    .fix("write it so that every reader takes it: each key once, fewer levels, shorter numbers"));
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

    private static byte[] beginning(final Path file) throws IOException {
        try (var input = Files.newInputStream(file)) {
            return input.readNBytes(MARK.length);
        }
    }

    private static boolean isMark(final byte[] begin) {
        return Arrays.equals(begin, MARK);
    }

    /** The mark of UTF-16, in either order, or a brace in it: what the tools of Windows write unless told otherwise. */
    private static boolean isWide(final byte[] begin) {
        final int two = begin.length < 2 ? 0 : ((begin[0] & 0xff) << 8) | (begin[1] & 0xff);
        return two == 0xfeff || two == 0xfffe || two == '{' || two == '{' << 8;
    }

    private static void narrow(final Path file, final OldFiles keeper) throws IOException {
        final byte[] bytes = Files.readAllBytes(file);
        final boolean low = (bytes[0] & 0xff) == 0xff || bytes[0] == '{';
        final String text = (low ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE).newDecoder()
                .decode(ByteBuffer.wrap(bytes)).toString();
        keeper.keep(file);
        AtomicFile.write(file, text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    private static void removeMark(final Path file, final OldFiles keeper) throws IOException {
        final byte[] bytes = Files.readAllBytes(file);
        keeper.keep(file);
        AtomicFile.write(file, output -> output.write(bytes, MARK.length, bytes.length - MARK.length));
    }
}
