package dev.ingot.foundry.service.openai.request;

import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The parameters of a path. What would change the answer and is not supported is refused, never ignored, and so is what nobody
 * knows: it may be a misspelt word.
 *
 * @param read     those that are read
 * @param harmless those that are accepted and change nothing
 * @param refused  those that are known and not supported, and what to do instead; their null and false are accepted
 */
public record Parameters(Set<String> read, Set<String> harmless, Map<String, String> refused) {

    /** What requests of all paths may say of themselves. */
    public static final Set<String> REMARKS = Set.of("user", "metadata", "store", "service_tier",
            "safety_identifier", "prompt_cache_key", "prompt_cache_retention", "ep");

    /**
     * Checks the names of a request's parameters.
     *
     * @param request the request
     * @throws HttpFailure with status 400 for the first that cannot be taken
     */
    public void check(final JsonObject request) {
        Metadata.check(request);
        for (final String name : request.keys()) {
            if (read.contains(name) || harmless.contains(name) || !request.has(name)) {
                continue;
            }
            final String instead = refused.get(name);
            if (instead == null) {
                final var known = new TreeSet<>(read);
                known.addAll(harmless);
                throw HttpFailure.of(400, "unknown parameter: " + name + "; known are "
                        + String.join(", ", known), name, "unknown_parameter");
            }
            if (!Boolean.FALSE.equals(request.raw(name))) {
                throw HttpFailure.of(400, name + " is not supported: " + instead, name,
                        "unsupported_parameter");
            }
        }
    }
}
