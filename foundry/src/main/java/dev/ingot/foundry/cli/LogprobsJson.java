package dev.ingot.foundry.cli;

import dev.ingot.foundry.service.openai.answer.LogprobText;
import dev.ingot.runtime.Generation;
import dev.ingot.runtime.Logprobs;
import dev.ingot.runtime.Tokenizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Log-probabilities as JSON: one object for each token of an answer. */
final class LogprobsJson {

    private final LogprobText texts;

    LogprobsJson(final Tokenizer tokenizer) {
        texts = new LogprobText(tokenizer);
    }

    List<Map<String, Object>> of(final Generation generation) {
        final var result = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < generation.tokens().size(); i++) {
            final Logprobs found = generation.logprobs().get(i);
            final var json = one(generation.tokens().get(i), found.chosen());
            json.put("top", found.top().stream().map(it -> one(it.id(), it.logprob())).toList());
            result.add(json);
        }
        return result;
    }

    private Map<String, Object> one(final int id, final double logprob) {
        final var json = new LinkedHashMap<String, Object>();
        json.put("id", id);
        json.put("text", texts.text(id));
        json.put("logprob", LogprobText.number(logprob));
        return json;
    }
}
