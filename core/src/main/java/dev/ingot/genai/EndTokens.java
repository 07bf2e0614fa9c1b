package dev.ingot.genai;

import dev.ingot.chat.ChatTemplate;
import dev.ingot.chat.TurnTerminators;
import dev.ingot.hf.AddedTokens;
import dev.ingot.hf.GenerationConfig;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * The tokens that end an answer: what generation_config.json, config.json and the tokenizer say, and the token with
 * which the chat template closes a turn. Fine-tunes of base models often declare only a part of these, and then never
 * stop.
 *
 * @param directory of the model, with its tokenizer
 * @param modelType {@code model_type} of config.json
 * @param declared  what config.json says
 */
public record EndTokens(Path directory, String modelType, List<Integer> declared) {

    /** Copies the list. */
    public EndTokens {
        declared = List.copyOf(declared);
    }

    /**
     * Gathers the tokens.
     *
     * @param generation generation_config.json
     * @param template   the chat template, where the model has one
     * @param vocabulary number of tokens that the graph knows
     * @return ids without doubles; may be empty
     */
    public List<Integer> of(final GenerationConfig generation, final Optional<ChatTemplate> template,
            final int vocabulary) {
        final var ids = new LinkedHashSet<Integer>(generation.eosTokenIds());
        ids.addAll(declared);
        final AddedTokens tokens = AddedTokens.read(directory.resolve("tokenizer.json"));
        template.ifPresent(chat -> {
            Optional.ofNullable(chat.specialTokens().get("eos_token"))
                    .ifPresent(token -> tokens.of(token).ifPresent(ids::add));
            TurnTerminators.of(modelType, chat).ifPresent(token -> tokens.of(token).ifPresent(ids::add));
        });
        ids.removeIf(id -> id < 0 || id >= vocabulary);
        return List.copyOf(ids);
    }
}
