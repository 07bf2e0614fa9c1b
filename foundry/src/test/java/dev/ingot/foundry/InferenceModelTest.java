package dev.ingot.foundry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.InferenceModel;
import dev.ingot.RequestDefaults;
import dev.ingot.chat.PromptTemplate;
import dev.ingot.chat.PromptTemplates;
import dev.ingot.error.IngotException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.foundry.doctor.Doctor;
import dev.ingot.foundry.doctor.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InferenceModelTest {

    private static final String WHOLE = """
            {
              "Name": "your-finetuned-model-int4",
              "Description": "Fine-tuned",
              "Version": "1.0",
              "PromptTemplate": {
                "system": "<|im_start|>system\\n{Content}<|im_end|>\\n",
                "user": "<|im_start|>user\\n{Content}<|im_end|>\\n",
                "assistant": "<|im_start|>assistant\\n{Content}<|im_end|>\\n",
                "prompt": "<|im_start|>user\\n{Content}<|im_end|>\\n<|im_start|>assistant\\n"
              },
              "ModelConfig": {
                "max_length": 2048,
                "temperature": 0.7,
                "top_p": 0.9,
                "repetition_penalty": 1.1
              }
            }
            """;

    @TempDir
    private Path work;

    private static InferenceModel whole() {
        return new InferenceModel("your-finetuned-model-int4", "Fine-tuned", "1.0",
                Optional.of(PromptTemplates.preset("qwen")),
                RequestDefaults.NONE.maxLength(2048).temperature(0.7)
                        .topP(0.9).repetitionPenalty(1.1));
    }

    @Test
    void isWrittenWithFixedKeysAndTwoSpaces() throws IOException {
        final Path file = work.resolve("inference_model.json");
        whole().write(file);
        assertThat(Files.readString(file)).isEqualTo(WHOLE);
        assertThat(TestModels.names(work)).containsExactly("inference_model.json");
    }

    @Test
    void isReadAsItWasWritten() throws IOException {
        TestModels.put(work, "inference_model.json", WHOLE);
        assertThat(InferenceModel.read(work.resolve("inference_model.json"))).isEqualTo(whole());
    }

    @Test
    void theTwoStringTemplateOfOlderGuidesWrapsNothingAroundTheOtherMessages() throws IOException {
        TestModels.put(work, "i.json",
                "{\"Name\": \"m\", \"PromptTemplate\": {\"assistant\": \"a{Content}\", \"prompt\": \"{Content}b\"}}");
        assertThat(InferenceModel.read(work.resolve("i.json")).promptTemplate())
                .contains(new PromptTemplate("{Content}", "{Content}", "a{Content}", "{Content}b"));
    }

    @Test
    void whatFoundryWritesIsRead() throws IOException {
        TestModels.put(work, "i.json", "{\"Name\": \"phi:3\", \"PromptTemplate\": null}");
        final var read = InferenceModel.read(work.resolve("i.json"));
        assertThat(ModelId.declared(read.name()).text()).isEqualTo("phi:3");
        assertThat(read.promptTemplate()).isEmpty();
        assertThat(read.defaults()).isEqualTo(RequestDefaults.NONE);
    }

    /** Foundry Local reads the Name alone. */
    @Test
    void textsThatAreNoneKeepNobodyFromTheModel() throws IOException {
        TestModels.put(work, "i.json",
                "{\"Name\": \"m\", \"Description\": [\"a\"], \"Version\": {\"n\": 1}}");
        final var read = InferenceModel.read(work.resolve("i.json"));
        assertThat(read.description() + read.version()).isEmpty();
        TestModels.put(work, "i.json", "{\"Name\": \"m\", \"Description\": true, \"Version\": 1.5}");
        assertThat(InferenceModel.read(work.resolve("i.json")).version()).isEqualTo("1.5");
    }

    @Test
    void wrongValuesNameFileAndKey() throws IOException {
        TestModels.put(work, "i.json", "{\"Name\": \"m\", \"ModelConfig\": {\"top_p\": \"high\"}}");
        assertThatThrownBy(() -> InferenceModel.read(work.resolve("i.json")))
                .isInstanceOf(ModelFormatException.class).hasMessageContaining("i.json")
                .hasMessageContaining("ModelConfig.top_p");
        TestModels.put(work, "i.json", "{\"Name\": \"m\", \"ModelConfig\": {\"top_p\": 7}}");
        assertThatThrownBy(() -> InferenceModel.read(work.resolve("i.json")))
                .isInstanceOf(ModelFormatException.class).hasMessageContaining("i.json")
                .hasMessageContaining("top_p");
    }

    @Test
    void damagedFilesNeverBreakTheCache() throws IOException {
        final var cache = FoundryCache.open(work.resolve("cache"));
        final Path model = TestModels.write(work.resolve("cache/custom/m")).directory();
        final Path file = model.resolve("inference_model.json");
        final byte[] bytes = WHOLE.getBytes(StandardCharsets.UTF_8);
        final var random = new Random(7);
        for (int i = 0; i < 300; i++) {
            Files.write(file, damage(bytes, random));
            assertThat(cache.list().size()).isLessThanOrEqualTo(1);
            assertThat(cache.list().isEmpty()).isEqualTo(Doctor.of(cache).listing().findings().stream()
                    .anyMatch(finding -> finding.fault().severity() == Severity.NOT_LISTED));
            readOrRefuse(file);
        }
    }

    private static void readOrRefuse(final Path file) {
        try {
            assertThat(InferenceModel.read(file).name()).isNotEmpty();
        } catch (IngotException e) {
            assertThat(e).hasMessageContaining(file.toString());
        }
    }

    private static byte[] damage(final byte[] whole, final Random random) {
        final byte[] bytes = whole.clone();
        if (random.nextInt(4) == 0) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean()
                    ? random.nextInt(256)
                    : "{}[]:,\"0\\".charAt(
                            random.nextInt(9)));
        }
        return bytes;
    }
}
