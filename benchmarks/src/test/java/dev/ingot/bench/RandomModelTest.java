package dev.ingot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.ingot.hf.HfModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomModelTest {

    private static final ModelShape SMALL = new ModelShape(64, 2, 4, 2, 96, 500);

    @TempDir
    Path directory;

    @Test
    void theRealShapeHasTheRealNumberOfWeights() {
        final long weights = ModelShape.QWEN25_HALF_BILLION.tensors().values().stream()
                .mapToLong(
                        shape -> shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact))
                .sum();
        assertThat(weights).isEqualTo(494_032_768);
    }

    @Test
    void theDirectoryIsReadAsAModel() throws IOException {
        RandomModel.write(directory, SMALL, 1);
        try (var model = HfModel.open(directory)) {
            assertThat(model.config().hiddenSize()).isEqualTo(64);
            assertThat(model.weights().names()).containsExactlyInAnyOrderElementsOf(SMALL.tensors().keySet());
        }
    }

    @Test
    void aSeedDecidesEveryByte() throws IOException {
        assertThat(weights(1)).isEqualTo(weights(1)).isNotEqualTo(weights(2));
    }

    @Test
    void theTokenizerKnowsEveryIdUpToTheSpecialTokens() throws IOException {
        new RandomTokenizer().write(directory);
        try (var tokenizer = HuggingFaceTokenizer.newInstance(directory.resolve("tokenizer.json"),
                Map.of("truncation", "false", "padding", "false"))) {
            final String text = "<|im_start|>user\nTurn on 3 kitchen lights, Jürgen! 世界<|im_end|>";
            final long[] ids = tokenizer.encode(text, false, false).getIds();
            assertThat(ids).startsWith(RandomTokenizer.IM_START).endsWith(RandomTokenizer.IM_END);
            assertThat(tokenizer.decode(ids, false)).isEqualTo(text);
            assertThat(tokenizer.decode(new long[]{RandomTokenizer.END_OF_TEXT - 1})).hasSize(4);
            assertThat(tokenizer.decode(new long[]{RandomTokenizer.END_OF_TEXT}, false))
                    .isEqualTo("<|endoftext|>");
        }
    }

    private byte[] weights(final long seed) throws IOException {
        final var file = directory.resolve("w");
        new RandomWeights(seed).write(file, SMALL.tensors());
        return Files.readAllBytes(file);
    }
}
