package dev.ingot;

import dev.ingot.chat.ChatTemplate;
import dev.ingot.chat.TurnTerminators;
import dev.ingot.hf.AddedTokens;
import dev.ingot.hf.HfModel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * The tokens that end an answer: what generation_config.json, config.json and the tokenizer say, and the token with
 * which the chat template closes a turn. Fine-tunes of base models often declare only a part of these, and then never
 * stop.
 */
final class EndTokens {

    private EndTokens() {}

    static List<Integer> of(final HfModel model, final Optional<ChatTemplate> template,
            final int vocabulary) {
        final var ids = new LinkedHashSet<Integer>(model.generation().eosTokenIds());
        ids.addAll(model.config().eosTokenIds());
        final AddedTokens tokens = AddedTokens.read(model.directory().resolve("tokenizer.json"));
        template.ifPresent(chat -> {
            Optional.ofNullable(chat.specialTokens().get("eos_token"))
                    .ifPresent(token -> tokens.of(token).ifPresent(ids::add));
            TurnTerminators.of(model.config().modelType(), chat)
                    .ifPresent(token -> tokens.of(token).ifPresent(ids::add));
        });
        ids.removeIf(id -> id < 0 || id >= vocabulary);
        return List.copyOf(ids);
    }
}
