package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.chat.ChatOptions;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversations whose checksum is right, and what they say is not; and those of other adapters. */
final class ForgedConversationTest {

    private static final GenerationOptions GREEDY = GenerationOptions.DEFAULT.sampling(Sampling.greedy())
            .maxNewTokens(8);
    private static final int HEADER = 16; // bytes before it
    private static final int DIGEST = 32;

    @TempDir
    static Path directory;
    private static Generator generator;

    @TempDir
    private Path work;
    private Path file;
    private ChatSession talk;

    @BeforeAll
    static void load() {
        generator = Generator.open(
                Fixtures.export(Fixtures.hearth(), Precision.INT4, directory.resolve("hearth")),
                GeneratorOptions.DEFAULT.sequences(1));
    }

    @AfterAll
    static void free() {
        generator.close();
    }

    @BeforeEach
    void save() {
        file = work.resolve("talk.ingot");
        talk = generator.chat(GREEDY);
        talk.ask("turn on the lamp in the hall");
        talk.save(file);
    }

    /** Changes the header and the length of what is behind it, and makes the checksum fit. */
    private static void forge(final Path file, final UnaryOperator<String> header, final int cut) {
        try {
            final byte[] bytes = Files.readAllBytes(file);
            final int length = ByteBuffer.wrap(bytes).getInt(HEADER - Integer.BYTES);
            final String before = new String(bytes, HEADER, length, StandardCharsets.UTF_8);
            final byte[] json = header.apply(before).getBytes(StandardCharsets.UTF_8);
            final var forged = new ByteArrayOutputStream();
            forged.write(bytes, 0, HEADER - Integer.BYTES);
            forged.write(ByteBuffer.allocate(Integer.BYTES).putInt(json.length).array());
            forged.write(json);
            final int rest = bytes.length - HEADER - length - DIGEST;
            forged.write(Arrays.copyOfRange(bytes, HEADER + length, HEADER + length + rest - cut));
            forged.write(MessageDigest.getInstance("SHA-256").digest(forged.toByteArray()));
            Files.write(file, forged.toByteArray());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static UnaryOperator<String> replacing(final String text, final String other) {
        return header -> {
            assertThat(header).contains(text);
            return header.replace(text, other);
        };
    }

    /** The file is refused, and the conversation that is there has kept its place. */
    private void refused(final String... words) throws IOException {
        assertThatThrownBy(() -> ChatSession.restore(generator, file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(file.toString()).hasMessageContainingAll(words);
        final Path without = work.resolve("without");
        talk.saveWithoutCache(without);
        final Path with = work.resolve("with");
        talk.save(with);
        assertThat(Files.size(with)).isGreaterThan(10 * Files.size(without));
    }

    @Test
    void aForgedFileThatSaysTheSameIsRestored() {
        forge(file, header -> header, 0);
        assertThat(ChatSession.restore(generator, file).history()).isEqualTo(talk.history());
    }

    @Test
    void aCacheThatIsShorterThanItsTokensIsRefused() throws IOException {
        forge(file, header -> header, 4);
        refused("cache", "bytes of keys and values");
    }

    @Test
    void aCacheThatIsLongerThanItsTokensIsRefused() throws IOException {
        forge(file, header -> header, -4);
        refused("cache", "bytes of keys and values");
    }

    @Test
    void aRotationThatTheModelDoesNotHaveIsRefused() throws IOException {
        forge(file, replacing("\"stretched\":false", "\"stretched\":true"), 0);
        refused("stretched", "rotates");
    }

    @Test
    void countsBelowZeroAreRefused() throws IOException {
        forge(file, replacing("\"calls\":0", "\"calls\":-1"), 0);
        refused("calls", "0 or more", "-1");
    }

    @Test
    void variablesThatAreTheConversationItselfAreRefused() throws IOException {
        forge(file, replacing("\"variables\":{", "\"variables\":{\"messages\":[]"), 0);
        refused("variables", "messages");
        assertThatThrownBy(() -> talk.templateOptions(ChatOptions.forGeneration()
                .with("add_generation_prompt", false))).isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("add_generation_prompt");
    }

    @Test
    void aTextIsNoConversationAndTakesNobodysPlace() throws IOException {
        final TextSession text = generator.text()
                .append(generator.tokenizer().encode("the lamp in the hall"));
        text.generate(GREEDY);
        text.save(file);
        talk.options(GREEDY).ask("turn it off");
        refused("chat", "this is a text");
    }

    @Test
    void aNameOfSeveralLinesStaysInItsLine() throws IOException {
        forge(file, header -> replacing("\"model\":\"", "\"model\":\"two\\nlines ")
                .apply(replacing("\"fingerprint\":\"", "\"fingerprint\":\"0").apply(header)), 0);
        refused("two?lines");
    }

    @Test
    void theAdapterIsComparedWithoutACacheToo() throws IOException {
        final Path switchable = Pipeline.from(Fixtures.directory("qwen2"))
                .switchableAdapter("other", Fixtures.directory("qwen2_lora"))
                .switchableAdapter("rooted", Fixtures.directory("qwen2_lora_rslora"))
                .toOnnx(work.resolve("switchable")).directory();
        final Path small = work.resolve("short.ingot");
        final List<Integer> expected;
        try (var one = Generator.open(switchable)) {
            one.loadAdapter("mine", switchable.resolve("other.onnx_adapter"));
            final ChatSession adapted = one.chat(GREEDY.adapter("mine"));
            adapted.ask("hi");
            adapted.save(file);
            adapted.saveWithoutCache(small);
            assertThat(ChatSession.restore(one, small).history()).isEqualTo(adapted.history());
            expected = adapted.ask("again").tokens();
        }
        for (final Path each : List.of(file, small)) {
            try (var later = Generator.open(switchable)) { // which has it by another name
                final var again = ChatSession.restore(later, each).options(GREEDY.adapter("other"))
                        .ask("again").tokens();
                if (each.equals(file)) {
                    assertThat(again).isEqualTo(expected);
                } else {
                    assertThat(again).isNotEmpty(); // rounded otherwise, as it is computed anew
                }
            }
        }
        Files.delete(switchable.resolve("other.onnx_adapter"));
        Files.writeString(switchable.resolve("no name.onnx_adapter"), "a copy by hand");
        for (final Path each : List.of(file, small)) {
            try (var later = Generator.open(switchable)) {
                assertThatThrownBy(() -> ChatSession.restore(later, each))
                        .isInstanceOf(ModelFormatException.class).hasMessageContainingAll(each.toString(),
                                "by the name \"mine\"; load it first", "loadAdapter",
                                "none like it among [rooted]");
                later.loadAdapter("mine", switchable.resolve("rooted.onnx_adapter"));
                assertThatThrownBy(() -> ChatSession.restore(later, each))
                        .isInstanceOf(ModelFormatException.class)
                        .hasMessageContainingAll("\"mine\"", "another one of this name");
                later.loadAdapter("yours", Fixtures.directory("qwen2_lora"));
                assertThat(ChatSession.restore(later, each).ask("again").tokens()).isNotEmpty();
            }
        }
    }
}
