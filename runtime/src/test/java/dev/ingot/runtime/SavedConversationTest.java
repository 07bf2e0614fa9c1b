package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.chat.ChatOptions;
import dev.ingot.chat.Message;
import dev.ingot.error.IngotException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversations that go on from a file. */
final class SavedConversationTest {

    private static final GenerationOptions GREEDY = GenerationOptions.DEFAULT.sampling(Sampling.greedy())
            .maxNewTokens(48);
    private static final String LAMP = "turn on the lamp in the hall";
    private static final String DOOR = "lock the front door";

    @TempDir
    static Path directory;
    private static Path model;
    private static Generator generator;

    @TempDir
    private Path work;
    private final List<GenerationReport> reports = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    static void load() {
        model = Fixtures.export(Fixtures.hearth(), Precision.INT4, directory.resolve("hearth")).directory();
        generator = Generator.open(model);
    }

    @AfterAll
    static void free() {
        generator.close();
    }

    private Generator open(final Path directory) {
        return Generator.open(directory, GeneratorOptions.DEFAULT.listener(new GenerationListener() {
            @Override
            public void ended(final GenerationReport report) {
                reports.add(report);
            }
        }));
    }

    private static ChatSession talk() {
        final var talk = generator.chat(GREEDY).system("Answer with one JSON action.");
        talk.ask(LAMP);
        return talk;
    }

    @Test
    void aRestoredConversationAnswersBitByBitAsTheOriginal() {
        final Path file = work.resolve("talk.ingot");
        final var talk = talk();
        final var seeded = GREEDY.sampling(Sampling.modelDefaults().temperature(1.5).seed(7)).logprobs(3);
        talk.save(file);
        final Generation expected = talk.options(seeded).ask(DOOR);
        try (var later = open(model)) {
            final var restored = ChatSession.restore(later, file);
            assertThat(restored.history()).isEqualTo(talk.history().subList(0, 3));
            final Generation found = restored.options(seeded).ask(DOOR);
            assertThat(found.tokens()).isEqualTo(expected.tokens());
            assertThat(found.logprobs()).as("the same bits").isEqualTo(expected.logprobs());
            assertThat(restored.history()).isEqualTo(talk.history());
        }
        final GenerationReport report = reports.getFirst();
        assertThat(report.cachedTokens()).isGreaterThan(report.promptTokens() / 2);
    }

    @Test
    void withoutTheCacheTheFileIsSmallAndEverythingIsComputed() throws IOException {
        final Path file = work.resolve("talk.ingot");
        final var talk = talk();
        talk.save(file);
        final long whole = Files.size(file);
        talk.saveWithoutCache(file);
        assertThat(Files.size(file)).isLessThan(whole / 10);
        try (var later = open(model)) {
            assertThat(ChatSession.restore(later, file).options(GREEDY).ask(DOOR).text())
                    .isEqualTo(talk.ask(DOOR).text());
        }
        assertThat(reports.getFirst().cachedTokens()).isZero();
        try (var files = Files.list(work)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void everythingThatWasSetComesBack() {
        final Path file = work.resolve("talk.ingot");
        final var talk = generator.chat(GREEDY).onFull(ContextPolicy.DROP_OLDEST_TURNS)
                .templateOptions(
                        ChatOptions.forGeneration().with("enable_thinking", false).with("none", null));
        talk.add(new Message("user", "ü \u0000 \"", Map.of("name", "x", "list", List.of(1, 2.5, true))));
        talk.add(Message.assistant("ja"));
        talk.save(file);
        final var restored = ChatSession.restore(generator, file);
        assertThat(restored.history()).isEqualTo(talk.history());
        restored.saveWithoutCache(work.resolve("again"));
        talk.saveWithoutCache(work.resolve("other"));
        assertThat(work.resolve("again")).hasSameBinaryContentAs(work.resolve("other"));
    }

    @Test
    void damagedFilesAreRefusedWhereverTheDamageIs() throws IOException {
        final Path file = work.resolve("talk.ingot");
        talk().save(file);
        final byte[] whole = Files.readAllBytes(file);
        final var random = new Random(11);
        final var cuts = IntStream.concat(IntStream.range(0, 48),
                IntStream.range(0, 60).map(i -> random.nextInt(whole.length)));
        cuts.forEach(cut -> refused(file, Arrays.copyOf(whole, cut)));
        for (int i = 0; i < 150; i++) {
            final byte[] flipped = whole.clone();
            flipped[i < 50 ? i : random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            refused(file, flipped);
        }
        refused(file, Arrays.copyOf(whole, whole.length + 1));
        Files.write(file, whole);
        assertThat(ChatSession.restore(generator, file).options(GREEDY).ask(DOOR).text()).isNotEmpty();
    }

    private static void refused(final Path file, final byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new StorageException("write", file, e);
        }
        assertThatThrownBy(() -> ChatSession.restore(generator, file))
                .isInstanceOf(ModelFormatException.class).hasMessageContaining(file.toString());
    }

    @Test
    void filesOfOtherModelsAreRefused() throws IOException {
        final Path file = work.resolve("talk.ingot");
        talk().save(file);
        final Path other = work.resolve("other");
        Files.createDirectory(other);
        try (var files = Files.list(model)) {
            for (final Path each : files.toList()) {
                Files.copy(each, other.resolve(each.getFileName()));
            }
        }
        try (var same = Generator.open(other)) {
            assertThat(ChatSession.restore(same, file).history()).hasSize(3);
        }
        final Path weights = other.resolve("model.onnx.data");
        final byte[] bytes = Files.readAllBytes(weights);
        for (int i = bytes.length / 2; i < bytes.length / 2 + bytes.length / 20; i++) {
            bytes[i] ^= 1; // as another fine-tune of the same model
        }
        Files.write(weights, bytes);
        try (var changed = Generator.open(other)) {
            assertThatThrownBy(() -> ChatSession.restore(changed, file))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContainingAll(file.toString(), "model", "saved with");
        }
        assertThatThrownBy(() -> ChatSession.restore(generator, work.resolve("none")))
                .isInstanceOf(StorageException.class).hasMessageContaining("no such file");
        assertThatThrownBy(() -> ChatSession.restore(generator, weights)).isInstanceOf(IngotException.class)
                .hasMessageContaining("saved by Ingot");
    }

    @Test
    void textsKeepTheirTokensAndState() {
        final Path file = work.resolve("text.ingot");
        final TextSession text = generator.text()
                .append(generator.tokenizer().encode("the lamp in the hall and the heating ".repeat(8)));
        text.generate(GREEDY.maxNewTokens(8));
        text.save(file);
        final var expected = text.generate(GREEDY.logprobs(2));
        try (var later = open(model)) {
            final TextSession restored = TextSession.restore(later, file);
            final var found = restored.generate(GREEDY.logprobs(2));
            assertThat(found.logprobs()).isEqualTo(expected.logprobs());
            assertThat(restored.tokens()).isEqualTo(text.tokens());
            assertThatThrownBy(() -> ChatSession.restore(later, file))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("chat");
        }
        assertThat(reports.getFirst().cachedTokens()).isGreaterThan(40);
    }

    @Test
    void adaptersAreComparedAsWell() {
        final Path base = Fixtures.directory("qwen2");
        final Path adapter = Fixtures.directory("qwen2_lora");
        final var switchable = Pipeline.from(base).switchableAdapter("plain", adapter)
                .switchableAdapter("rooted", Fixtures.directory("qwen2_lora_rslora"))
                .toOnnx(work.resolve("switchable")).directory();
        final Path file = work.resolve("text.ingot");
        final int[] prompt = IntStream.range(0, 60).map(i -> i * 37 % 590).toArray();
        final var adapted = GREEDY.adapter("plain").maxNewTokens(5);
        final List<Integer> expected;
        try (var one = open(switchable)) {
            final TextSession text = one.text().append(prompt);
            text.generate(adapted);
            text.save(file);
            expected = text.generate(adapted).tokens();
        }
        reports.clear();
        try (var other = open(switchable)) {
            assertThat(TextSession.restore(other, file).generate(adapted).tokens()).isEqualTo(expected);
            assertThat(reports.getFirst().cachedTokens()).isGreaterThan(60);
        }
        final Path swapped = switchable.resolve("plain.onnx_adapter");
        try {
            Files.copy(switchable.resolve("rooted.onnx_adapter"), swapped,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StorageException("copy", swapped, e);
        }
        try (var other = open(switchable)) {
            assertThatThrownBy(() -> TextSession.restore(other, file))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("plain");
        }
    }

    @Test
    void aConversationThatLostItsPlaceIsSavedWithWhatItSaid() {
        final Path file = work.resolve("talk.ingot");
        try (var narrow = Generator.open(model, GeneratorOptions.DEFAULT.sequences(1))) {
            final var first = narrow.chat(GREEDY);
            first.ask(LAMP);
            narrow.chat(GREEDY).ask(DOOR);
            first.save(file);
            assertThat(ChatSession.restore(narrow, file).history()).isEqualTo(first.history());
        }
    }

    @Test
    void aRefusedDirectoryLeavesNothingBehind() {
        assertThatThrownBy(() -> talk().save(work.resolve("none/talk.ingot")))
                .isInstanceOf(StorageException.class).hasMessageContaining("talk.ingot");
        assertThat(work).isEmptyDirectory();
    }
}
