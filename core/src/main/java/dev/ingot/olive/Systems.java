package dev.ingot.olive;

import dev.ingot.error.UnsupportedModelException;
import dev.ingot.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The machines that a run file describes; there is one that counts: this one, with its processor. */
final class Systems {

    private static final String CPU = "CPUExecutionProvider";
    private static final String LOCAL = "LocalSystem";

    private final Set<String> names = new TreeSet<>();
    private final Notes notes;

    Systems(final JsonObject root, final Notes notes) {
        this.notes = notes;
        root.object("systems").ifPresent(systems -> systems.keys().forEach(name -> {
            names.add(name);
            systems.object(name).ifPresent(this::check);
        }));
    }

    private void check(final JsonObject system) {
        notes.check(system, List.of("type", "accelerators", "config"), Set.of("hf_token", "log_level"));
        final String type = system.string("type").orElse(LOCAL);
        if (!type.equalsIgnoreCase(LOCAL)) {
            throw system.wrong("type", LOCAL, type);
        }
        final var settings = system.object("config").orElse(system);
        for (final JsonObject accelerator : settings.objects("accelerators").orElse(List.of())) {
            notes.check(accelerator, List.of("device", "execution_providers"), Set.of("memory"));
            checkDevice(accelerator);
            checkProviders(accelerator);
        }
    }

    private static void checkDevice(final JsonObject accelerator) {
        final String device = accelerator.string("device").orElse("cpu");
        if (!device.equalsIgnoreCase("cpu")) {
            throw new UnsupportedModelException(
                    accelerator.file() + ": " + accelerator.pathOf("device") + ": "
                            + device + " is not supported; what works: cpu");
        }
    }

    private void checkProviders(final JsonObject accelerator) {
        final var providers = accelerator.strings("execution_providers").orElse(List.of(CPU));
        if (providers.stream().noneMatch(CPU::equalsIgnoreCase)) {
            throw new UnsupportedModelException(accelerator.file() + ": "
                    + accelerator.pathOf("execution_providers") + ": " + String.join(", ", providers)
                    + " is not supported; what works: " + CPU);
        }
        if (providers.size() > 1) {
            notes.add(accelerator.pathOf("execution_providers") + ": the model is made for " + CPU);
        }
    }

    /** Checks a key that names a system. */
    void checkReference(final JsonObject object, final String key) {
        object.string(key).filter(name -> !names.contains(name)).ifPresent(name -> {
            throw object.wrong(key, names.isEmpty()
                    ? "the name of a system that \"systems\" describes"
                    : "one of the systems " + String.join(", ", names), name);
        });
    }
}
