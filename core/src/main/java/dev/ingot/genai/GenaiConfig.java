package dev.ingot.genai;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.io.AtomicFile;
import dev.ingot.json.JsonFiles;
import java.nio.file.Path;
import java.util.List;

/**
 * The content of genai_config.json. Thread-safe.
 *
 * <p>The runtimes that read this file stop at any key they do not know, so writing follows the layout of the reference
 * builder to the key. Reading is tolerant: releases of that builder differ in the keys they write, and what is not
 * needed here is passed over, but a key of the wrong type is an error.
 *
 * @param type          model type in the list of the runtimes, for example {@code qwen2}; {@code decoder} for others
 * @param contextLength most tokens the model can attend to
 * @param vocabSize     number of logits per position
 * @param bosTokenId    token that begins a text
 * @param eosTokenIds   tokens that end an answer; at least one
 * @param padTokenId    token that fills up batches
 * @param decoder       the graph
 * @param search        what the model asks for when the caller says nothing; its length may be above the context's in
 *                      a file that is read, never in one that is written
 */
public record GenaiConfig(String type, int contextLength, int vocabSize, int bosTokenId,
        List<Integer> eosTokenIds, int padTokenId, GenaiDecoder decoder, SearchDefaults search) {

    /** Name of the file in a model directory. */
    public static final String FILE_NAME = "genai_config.json";

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if no token ends an answer
     */
    public GenaiConfig {
        eosTokenIds = List.copyOf(eosTokenIds);
        if (eosTokenIds.isEmpty()) {
            throw new IllegalArgumentException("eosTokenIds: expected at least one");
        }
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @return its content
     * @throws ModelFormatException if it is no such configuration; names the key
     * @throws StorageException     if it cannot be read
     */
    public static GenaiConfig read(final Path file) {
        return GenaiConfigReader.config(JsonFiles.read(file));
    }

    /**
     * Writes the file whole or not at all.
     *
     * @param file the file; an existing one is replaced
     * @throws IllegalArgumentException if a runtime would refuse the values; names the key
     * @throws StorageException         if it cannot be written
     */
    public void write(final Path file) {
        AtomicFile.write(file, toJson());
    }

    /**
     * Returns the content of the file.
     *
     * @return JSON with an indent of four spaces and a final line break
     * @throws IllegalArgumentException if a runtime would refuse the values; names the key
     */
    public String toJson() {
        return JsonFiles.pretty(GenaiConfigLayout.of(this), 4);
    }
}
