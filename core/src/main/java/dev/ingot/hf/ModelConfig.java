package dev.ingot.hf;

import dev.ingot.json.JsonObject;
import java.util.List;
import java.util.OptionalInt;

/**
 * What config.json says, read the same from the published layout (transformers 4) and today's (transformers 5), with
 * the class defaults of transformers for keys that are missing. Keys that only one family has stay in {@link #json}.
 *
 * @param architecture     name of the first class that the file lists, for example Qwen3ForCausalLM
 * @param modelType        {@code model_type}
 * @param hiddenSize       width of the residual stream
 * @param layers           number of decoder layers
 * @param heads            query heads
 * @param kvHeads          key-value heads
 * @param headSize         dimension of one head
 * @param intermediateSize width of the MLP
 * @param vocabSize        entries of the vocabulary as the file says; the embedding decides
 * @param maxPositions     context length in tokens
 * @param normEpsilon      epsilon of the norms
 * @param activation       name of the MLP's activation function
 * @param tiedEmbeddings   whether the head uses the embedding's matrix
 * @param rotary           rotary position embedding
 * @param bosTokenId       beginning of sequence, if any
 * @param eosTokenIds      ends of sequence
 * @param padTokenId       padding, if any
 * @param json             the text model's object, for keys of one family
 */
public record ModelConfig(String architecture, String modelType, int hiddenSize, int layers, int heads,
        int kvHeads,
        int headSize, int intermediateSize, int vocabSize, int maxPositions, double normEpsilon,
        String activation,
        boolean tiedEmbeddings, RotaryConfig rotary, OptionalInt bosTokenId, List<Integer> eosTokenIds,
        OptionalInt padTokenId, JsonObject json) {

    /** Copies the list. */
    public ModelConfig {
        eosTokenIds = List.copyOf(eosTokenIds);
    }

    /** The same, but for an embedding and a head of their own. */
    ModelConfig untied() {
        return new ModelConfig(architecture, modelType, hiddenSize, layers, heads, kvHeads, headSize,
                intermediateSize, vocabSize, maxPositions, normEpsilon, activation, false, rotary, bosTokenId,
                eosTokenIds, padTokenId, json);
    }
}
