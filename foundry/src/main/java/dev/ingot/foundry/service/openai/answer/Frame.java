package dev.ingot.foundry.service.openai.answer;

import java.time.Instant;

/**
 * What all objects of one answer begin with.
 *
 * @param id      of the answer
 * @param created seconds since 1970
 * @param model   as the request names it
 */
public record Frame(String id, long created, String model) {

    /**
     * Begins an answer now.
     *
     * @param id    of the answer
     * @param model as the request names it
     * @return the frame
     */
    public static Frame now(final String id, final String model) {
        return new Frame(id, Instant.now().getEpochSecond(), model);
    }

    /**
     * Begins an object.
     *
     * @param kind for example {@code chat.completion}
     * @return with id, object, created, model and a system_fingerprint, which is null
     */
    public Json object(final String kind) {
        return Json.of("id", id).and("object", kind).and("created", created).and("model", model)
                .and("system_fingerprint", null);
    }
}
