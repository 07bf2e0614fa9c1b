package dev.ingot.genai;

/**
 * The {@code model.decoder} object of genai_config.json.
 *
 * @param filename       graph file, relative to the configuration
 * @param headSize       elements of one key or value
 * @param hiddenSize     elements of one hidden state
 * @param attentionHeads number of query heads
 * @param layers         number of layers
 * @param keyValueHeads  number of key and value heads
 * @param names          of the graph's inputs and outputs
 */
public record GenaiDecoder(String filename, int headSize, int hiddenSize, int attentionHeads, int layers,
        int keyValueHeads, DecoderNames names) {}
