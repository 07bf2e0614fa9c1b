package dev.ingot.foundry.doctor;

import dev.ingot.chat.PromptTemplate;
import dev.ingot.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Whether PromptTemplate has its four strings, each with a place for the message. */
final class PromptCheck implements ModelCheck {

    @Override
    public void look(final ModelFolder model, final Consumer<Finding> findings) {
        model.json(ModelFolder.INFERENCE).filter(json -> json.has(PromptStrings.PATH)).ifPresent(json -> {
            if (json.raw(PromptStrings.PATH) instanceof Map<?, ?>) {
                json.object(PromptStrings.PATH).ifPresent(template -> strings(model, template, findings));
            } else {
                findings.accept(derive(model, finding(model, Fault.PROMPT_TYPE, PromptStrings.PATH)
                        .expected("an object with system, user, assistant and prompt, or null")
                        .found(String.valueOf(json.raw(PromptStrings.PATH)))));
            }
        });
    }

    private static void strings(final ModelFolder model, final JsonObject template,
            final Consumer<Finding> findings) {
        final List<String> missing = PromptStrings.KEYS.keySet().stream().filter(key -> !template.has(key))
                .toList();
        if (!missing.isEmpty()) {
            findings.accept(derive(model, finding(model, Fault.PROMPT_LACKS_STRINGS, PromptStrings.PATH)
                    .expected("system, user, assistant and prompt")
                    .found("no " + String.join(", no ", missing))));
        }
        for (final String key : PromptStrings.KEYS.keySet()) {
            final Object value = template.raw(key);
            final String path = PromptStrings.PATH + "." + key;
            if (value instanceof String text && !text.contains(PromptTemplate.PLACEHOLDER)) {
                findings.accept(derive(model, finding(model, Fault.PROMPT_WITHOUT_CONTENT, path)
                        .expected(PromptTemplate.PLACEHOLDER + " in " + key)
                        .found(PromptStrings.shown(text))));
            } else if (value != null && !(value instanceof String)) {
                findings.accept(derive(model, finding(model, Fault.PROMPT_TYPE, path)
                        .expected("a string").found(String.valueOf(value))));
            }
        }
    }

    static Finding finding(final ModelFolder model, final Fault fault, final String key) {
        return Finding.of(fault, model.file(ModelFolder.INFERENCE))
                .line(model.line(ModelFolder.INFERENCE, key));
    }

    /** Strings that are read off a template above doubt are right; without one somebody has to know them. */
    static Finding derive(final ModelFolder model, final Finding finding) {
        final var own = new OwnStrings(model);
        return own.trusted()
                .map(strings -> finding.repair(Repair.json(model.file(ModelFolder.INFERENCE),
                        "derive the strings from the model's own chat template",
                        edit -> edit.set(PromptStrings.PATH, PromptStrings.values(strings)))))
                .orElseGet(() -> finding.fix(own.advice()));
    }
}
