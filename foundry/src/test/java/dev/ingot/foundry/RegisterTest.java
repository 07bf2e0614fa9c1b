package dev.ingot.foundry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.OnnxModel;
import dev.ingot.Registration;
import dev.ingot.Registration.Placement;
import dev.ingot.RequestDefaults;
import dev.ingot.chat.PromptTemplate;
import dev.ingot.chat.PromptTemplates;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.RegistryException;
import dev.ingot.foundry.doctor.Doctor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RegisterTest {

    private static final int LARGE = 2 << 20;

    @TempDir
    private Path work;

    private Path root = Path.of("");
    private FoundryCache cache = FoundryCache.open(root);

    @BeforeEach
    void open() {
        root = work.resolve("cache");
        cache = FoundryCache.open(root);
    }

    private static Registration named(final String name) {
        return Registration.DEFAULT.name(name);
    }

    @Test
    void aModelIsListedUnderItsNameWithEverythingItNeeds() throws IOException {
        final var source = TestModels.write(work.resolve("model"));
        final var registered = source.register(cache, named("hearth").description("Lights").version("1.0")
                .defaults(RequestDefaults.NONE.temperature(0.5)));
        assertThat(registered).isEqualTo(new OnnxModel(root.resolve("custom/hearth"), "hearth"));
        assertThat(cache.list()).singleElement()
                .satisfies(model -> assertThat(model.id().text()).isEqualTo("hearth:0"));
        assertThat(TestModels.names(registered.directory())).containsExactly("genai_config.json",
                "inference_model.json", "ingot-files.json", "model.onnx", "model.onnx.data", "tokenizer.json",
                "tokenizer_config.json");
        final var details = cache.find("hearth").details();
        assertThat(details.description()).isEqualTo("Lights");
        assertThat(details.version()).isEqualTo("1.0");
        assertThat(details.defaults().temperature()).hasValue(0.5);
        assertThat(details.promptTemplate()).contains(PromptTemplates.preset("chatml"));
        assertThat(Doctor.of(cache).listing().findings()).isEmpty();
    }

    @Test
    void theModelsOwnNameIsTheDefault() throws IOException {
        assertThat(TestModels.write(work.resolve("lights-1")).register(cache).name()).isEqualTo("lights-1");
    }

    @Test
    void theCallersTemplateWins() throws IOException {
        final var mine = new PromptTemplate("s{Content}", "u{Content}", "a{Content}", "p{Content}");
        TestModels.write(work.resolve("m")).register(cache, Registration.DEFAULT.promptTemplate(mine));
        assertThat(cache.find("m").details().promptTemplate()).contains(mine);
    }

    @Test
    void aWholeNumberAsVersionBecomesPartOfTheId() throws IOException {
        final var source = TestModels.write(work.resolve("m"));
        source.register(cache, named("m").version("2"));
        source.register(cache, named("m:3"));
        source.register(cache, named("m"));
        assertThat(cache.list()).extracting(model -> model.id().text()).containsExactly("m:0", "m:2", "m:3");
        assertThat(cache.find("m:3").directory()).isEqualTo(root.resolve("custom/m-3"));
    }

    @Test
    void largeFilesAreLinkedAndSmallOnesCopied() throws IOException {
        final var source = TestModels.write(work.resolve("m"), LARGE).directory();
        final var registered = TestModels.write(source, LARGE).register(cache).directory();
        assertThat(Files.getAttribute(registered.resolve("model.onnx.data"), "unix:ino"))
                .isEqualTo(Files.getAttribute(source.resolve("model.onnx.data"), "unix:ino"));
        assertThat(Files.getAttribute(registered.resolve("model.onnx"), "unix:ino"))
                .isNotEqualTo(Files.getAttribute(source.resolve("model.onnx"), "unix:ino"));
    }

    @Test
    void copiesShareNothingWithTheSource() throws IOException {
        final var source = TestModels.write(work.resolve("m"), LARGE);
        final var registered = source.register(cache, Registration.DEFAULT.placement(Placement.COPY))
                .directory();
        assertThat(Files.getAttribute(registered.resolve("model.onnx.data"), "unix:nlink")).isEqualTo(1);
    }

    @Test
    void movingLeavesNoSource() throws IOException {
        final var source = TestModels.write(work.resolve("m"), LARGE);
        final var registered = source.register(cache, Registration.DEFAULT.placement(Placement.MOVE))
                .directory();
        assertThat(source.directory()).doesNotExist();
        assertThat(registered.resolve("model.onnx.data")).hasSize(LARGE);
    }

    @Test
    void linkedFilesOfTheSourceArriveAsFiles() throws IOException {
        final var source = TestModels.write(work.resolve("m"), LARGE).directory();
        Files.move(source.resolve("model.onnx.data"), work.resolve("blob"));
        Files.createSymbolicLink(source.resolve("model.onnx.data"), work.resolve("blob"));
        final var registered = OnnxModel.open(source).register(cache).directory();
        assertThat(registered.resolve("model.onnx.data")).isRegularFile().hasSize(LARGE);
        assertThat(Files.isSymbolicLink(registered.resolve("model.onnx.data"))).isFalse();
    }

    @Test
    void theSourcesOwnRegistrationDoesNotTravel() throws IOException {
        final var source = TestModels.write(work.resolve("m"));
        TestModels.put(source.directory(), "inference_model.json", "{\"Name\": \"old\"}");
        source.register(cache, named("new"));
        assertThat(cache.list()).extracting(CachedModel::alias).containsExactly("new");
    }

    @Test
    void aTakenNameIsRefusedUnlessReplacingIsAskedFor() throws IOException {
        TestModels.write(work.resolve("m"), 10).register(cache);
        final var successor = TestModels.write(work.resolve("n"), 20);
        assertThatThrownBy(() -> successor.register(cache, named("m"))).isInstanceOf(RegistryException.class)
                .hasMessageContaining("m:0 is already registered");
        assertThat(root.resolve("custom/m/model.onnx.data")).hasSize(10);
        successor.register(cache, named("m").replacing());
        assertThat(root.resolve("custom/m/model.onnx.data")).hasSize(20);
        assertThat(TestModels.names(root.resolve("custom"))).containsExactly("m");
    }

    @Test
    void aNameThatDiffersInCaseOnlyIsRefused() throws IOException {
        final var source = TestModels.write(work.resolve("m"));
        source.register(cache, named("Phi"));
        assertThatThrownBy(() -> source.register(cache, named("phi").replacing()))
                .isInstanceOf(RegistryException.class).hasMessageContaining("upper and lower case");
    }

    @Test
    void aDuplicateAnywhereInTheCacheIsFoundAndReplaced() throws IOException {
        final var elsewhere = TestModels.write(root.resolve("team/deep/x"));
        elsewhere.register(cache, named("m"));
        final var source = TestModels.write(work.resolve("m"));
        assertThatThrownBy(() -> source.register(cache)).isInstanceOf(RegistryException.class);
        source.register(cache, Registration.DEFAULT.replacing());
        assertThat(cache.list()).singleElement()
                .satisfies(model -> assertThat(model.directory()).isEqualTo(root.resolve("custom/m")));
        assertThat(elsewhere.directory()).doesNotExist();
    }

    @Test
    void aModelInsideTheCacheStaysWhereItIs() throws IOException {
        final var inside = TestModels.write(root.resolve("team/lights"));
        final var registered = inside.register(cache, named("m"));
        assertThat(registered.directory()).isEqualTo(inside.directory());
        assertThat(cache.find("m").directory()).isEqualTo(root.resolve("team/lights"));
        assertThatThrownBy(() -> inside.register(cache, named("other"))).isInstanceOf(RegistryException.class)
                .hasMessageContaining("already registered");
        inside.register(cache, named("other").replacing());
        assertThat(cache.list()).extracting(CachedModel::alias).containsExactly("other");
        assertThat(inside.directory().resolve("model.onnx")).exists();
    }

    @Test
    void whatARegistrationOfAModelInPlaceDoesNotSetStays() throws IOException {
        final var inside = TestModels.write(root.resolve("team/lights"));
        inside.register(cache, named("m").description("Lights").version("first draft")
                .defaults(RequestDefaults.NONE.temperature(0.5).maxLength(40)));
        final Path file = inside.directory().resolve("inference_model.json");
        Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{\"Owner\": \"home\", ")
                .replace("<|im_start|>", "<|other|>"));
        inside.register(cache, named("n").defaults(RequestDefaults.NONE.maxLength(30)).replacing());
        final var details = cache.find("n").details();
        assertThat(details.description()).isEqualTo("Lights");
        assertThat(details.version()).isEqualTo("first draft");
        assertThat(details.defaults()).isEqualTo(RequestDefaults.NONE.temperature(0.5).maxLength(30));
        assertThat(details.promptTemplate()).as("derived anew").contains(PromptTemplates.preset("chatml"));
        assertThat(file).content().contains("\"Owner\": \"home\"");
        inside.register(cache, named("n:2").description("").replacing());
        assertThat(cache.find("n").details().description()).isEmpty();
        assertThat(cache.find("n").details().version()).isEqualTo("first draft");
    }

    @Test
    void theVersionOfTheIdAndDamagedWordsAreNotKept() throws IOException {
        final var inside = TestModels.write(root.resolve("team/lights"));
        inside.register(cache, named("m:2"));
        inside.register(cache, named("m:3").replacing());
        assertThat(cache.find("m").details().version()).isEqualTo("3");
        Files.writeString(inside.directory().resolve("inference_model.json"), "{\"Description\": ");
        inside.register(cache, named("m").replacing());
        assertThat(cache.find("m").details().description()).isEmpty();
    }

    /** Without a template of the model's own there is nothing that could be better than what somebody has written. */
    @Test
    void stringsStayWhereThereIsNoTemplateToDeriveThemFrom() throws IOException {
        final var mine = new PromptTemplate("s{Content}", "u{Content}", "a{Content}", "p{Content}");
        final var inside = TestModels.write(root.resolve("team/lights"));
        TestModels.put(inside.directory(), "tokenizer_config.json", "{}");
        inside.register(cache, named("m").promptTemplate(mine));
        inside.register(cache, named("m").replacing());
        assertThat(cache.find("m").details().promptTemplate()).contains(mine);
    }

    @Test
    void placesWhereNoReaderLooksAreRefused() throws IOException {
        final var direct = TestModels.write(root);
        assertThatThrownBy(() -> direct.register(cache, named("m"))).isInstanceOf(RegistryException.class)
                .hasMessageContaining("directly in the cache's root");
        Files.delete(root.resolve("genai_config.json"));
        final var outer = TestModels.write(root.resolve("custom/outer"));
        outer.register(cache);
        final var inner = TestModels.write(root.resolve("custom/outer/inner"));
        assertThatThrownBy(() -> inner.register(cache)).isInstanceOf(RegistryException.class)
                .hasMessageContaining("lies inside the model");
    }

    @Test
    void aDirectoryAboveAModelIsRefused() throws IOException {
        TestModels.write(root.resolve("a/b")).register(cache);
        final var above = TestModels.write(root.resolve("a"));
        assertThatThrownBy(() -> above.register(cache)).isInstanceOf(RegistryException.class)
                .hasMessageContaining("would no longer be found");
    }

    @Test
    void unfinishedAndForeignDirectoriesAreLeftAlone() throws IOException {
        final var unfinished = TestModels.write(work.resolve("m"));
        TestModels.put(unfinished.directory(), "download.tmp", "");
        assertThatThrownBy(() -> unfinished.register(cache)).isInstanceOf(RegistryException.class)
                .hasMessageContaining("is not finished");
        TestModels.put(root, "custom/n/notes.txt", "mine");
        final var source = TestModels.write(work.resolve("n"));
        assertThatThrownBy(() -> source.register(cache, Registration.DEFAULT.replacing()))
                .isInstanceOf(RegistryException.class).hasMessageContaining("exists");
        assertThat(root.resolve("custom/n/notes.txt")).hasContent("mine");
    }

    @Test
    void aDirectoryWithoutAModelIsRefused() throws IOException {
        Files.createDirectories(work.resolve("empty"));
        assertThatThrownBy(
                () -> cache.register(new OnnxModel(work.resolve("empty"), "m"), Registration.DEFAULT))
                .isInstanceOf(ModelFormatException.class).hasMessageContaining("genai_config.json");
    }

    static Stream<Arguments> faults() {
        return Stream.of(Arguments.of("genai_config.json", "{\"model\": {}}", "context_length"),
                Arguments.of("model.onnx", null, "a graph, as genai_config.json names it"),
                Arguments.of("model.onnx", "no graph", "model.onnx"),
                Arguments.of("model.onnx.data", "short", "a file of 5 bytes"),
                Arguments.of("model.onnx.data", null, "a data file"),
                Arguments.of("tokenizer.json", null, "tokenizer.json"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aBrokenModelIsNotTakenIn(final String file, final @Nullable String content, final String message)
            throws IOException {
        for (final Path place : List.of(work.resolve("m"), root.resolve("team/m"))) {
            final var model = TestModels.write(place);
            Files.delete(place.resolve(file));
            if (content != null) {
                TestModels.put(place, file, content);
            }
            assertThatThrownBy(() -> model.register(cache)).isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining(message);
            assertThat(cache.list()).isEmpty();
            assertThat(place.resolve("inference_model.json")).doesNotExist();
        }
    }

    @Test
    void checkFindsBeforehandWhatRegisterWouldRefuse() throws IOException {
        TestModels.write(work.resolve("m")).register(cache);
        final var planned = new OnnxModel(work.resolve("not/yet"), "m");
        assertThatThrownBy(() -> cache.check(planned, Registration.DEFAULT))
                .isInstanceOf(RegistryException.class);
        cache.check(planned, Registration.DEFAULT.replacing());
        cache.check(new OnnxModel(root.resolve("custom/new"), "n"), Registration.DEFAULT);
        assertThatThrownBy(
                () -> cache.check(new OnnxModel(root.resolve("custom/m/x"), "n"), Registration.DEFAULT))
                .isInstanceOf(RegistryException.class);
    }

    @Test
    void removingTakesTheFiles() throws IOException {
        final var source = TestModels.write(work.resolve("m"), LARGE);
        source.register(cache);
        cache.remove("m");
        assertThat(cache.list()).isEmpty();
        assertThat(root.resolve("custom/m")).doesNotExist();
        assertThat(source.directory().resolve("model.onnx.data")).hasSize(LARGE);
        assertThatThrownBy(() -> cache.remove("m")).isInstanceOf(RegistryException.class);
    }

    @Test
    void removingByNameAsksWhichVersion() throws IOException {
        final var source = TestModels.write(work.resolve("m"));
        source.register(cache, named("m:1"));
        source.register(cache, named("m:2"));
        assertThatThrownBy(() -> cache.remove("m")).isInstanceOf(RegistryException.class)
                .hasMessageContaining("m:1, m:2");
        cache.remove("m:1");
        assertThat(cache.list()).extracting(model -> model.id().text()).containsExactly("m:2");
        cache.remove("m");
        assertThat(cache.list()).isEmpty();
    }

    @Test
    void removingADuplicateDoesNotUncoverTheOther() throws IOException {
        for (final String directory : new String[]{"a", "b"}) {
            TestModels.write(root.resolve(directory));
            TestModels.put(root, directory + "/inference_model.json", "{\"Name\": \"m\"}");
        }
        cache.remove("m");
        assertThat(cache.list()).isEmpty();
    }

    @Test
    void removingALinkedModelRemovesTheLink() throws IOException {
        final var outside = TestModels.write(work.resolve("outside")).directory();
        TestModels.put(outside, "inference_model.json", "{\"Name\": \"m\"}");
        Files.createDirectories(root);
        Files.createSymbolicLink(root.resolve("m"), outside);
        cache.remove("m");
        assertThat(cache.list()).isEmpty();
        assertThat(TestModels.names(outside)).contains("model.onnx", "inference_model.json")
                .doesNotContain("download.tmp");
    }
}
