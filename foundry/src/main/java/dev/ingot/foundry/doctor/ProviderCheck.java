package dev.ingot.foundry.doctor;

import dev.ingot.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether genai_config.json asks for what only some machines have: an execution provider besides the CPU's. */
final class ProviderCheck implements ModelCheck {

    private static final List<String> PATH = List.of("model", "decoder", "session_options",
            "provider_options");

    @Override
    public void look(final ModelFolder model, final Consumer<Finding> findings) {
        final List<String> others = others(model);
        if (!others.isEmpty()) {
            findings.accept(Finding.of(Fault.OTHER_PROVIDER, model.file(ModelFolder.GENAI))
                    .line(model.line(ModelFolder.GENAI, String.join(".", PATH)))
                    .expected("no provider besides the CPU's, unless every machine has it")
                    .found(String.join(", ", others))
                    .fix("use the model where " + String.join(" and ", others)
                            + " is there: readers refuse it, or"
                            + " fail, elsewhere (Ingot runs it on the CPU); or empty the list provider_options"));
        }
    }

    /** Returns the providers that are named, as they are written, but for the CPU's. */
    static List<String> others(final ModelFolder model) {
        return model.json(ModelFolder.GENAI).map(ProviderCheck::list).stream().flatMap(List::stream)
                .flatMap(entry -> entry instanceof Map<?, ?> provider
                        ? provider.keySet().stream()
                        : Stream.empty())
                .map(String::valueOf).filter(name -> !name.toLowerCase(Locale.ROOT).startsWith("cpu"))
                .distinct()
                .toList();
    }

    private static List<?> list(final JsonObject genai) {
        @Nullable
        Object value = genai.asMap();
        for (final String key : PATH) {
            value = value instanceof Map<?, ?> object ? object.get(key) : null;
        }
        return value instanceof List<?> list ? list : List.of();
    }
}
