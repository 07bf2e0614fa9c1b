package dev.ingot.foundry.service.paths;

import dev.ingot.foundry.CachedModel;
import dev.ingot.foundry.service.http.Call;
import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.foundry.service.models.ModelPool;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Loads and unloads as calls ask for it. */
final class Loading {

    private static final Set<String> CPU = Set.of("", "cpu", "cpuexecutionprovider");
    private static final long LONGEST_SECONDS = Duration.ofDays(365).toSeconds();

    private final ModelPool models;

    Loading(final ModelPool models) {
        this.models = models;
    }

    /** Loads the model; tells whether it was not loaded before. */
    boolean load(final Call call, final String name) {
        checkProvider(call.query("ep").orElse(""));
        final CachedModel model = models.find(name);
        final boolean before = loaded().contains(model.id().text());
        final Optional<Duration> keep = call.query("unload").filter("false"::equalsIgnoreCase)
                .map(forEver -> Duration.ZERO).or(() -> call.query("ttl").map(Loading::seconds));
        try (var lease = models.lease(name, 1, call.cancellation())) {
            keep.ifPresent(lease::keepFor);
        }
        return !before;
    }

    private static void checkProvider(final String provider) {
        if (!CPU.contains(provider.toLowerCase(Locale.ROOT))) {
            throw HttpFailure.of(400, "ep: expected cpu, found \"" + provider
                    + "\": this service runs models on the CPU", "ep", "unsupported_execution_provider");
        }
    }

    private static Duration seconds(final String text) {
        try {
            final long seconds = Long.parseLong(text);
            if (seconds >= 0 && seconds <= LONGEST_SECONDS) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            System.getLogger(Loading.class.getName()).log(System.Logger.Level.DEBUG, "no number", e);
        }
        throw HttpFailure.of(400, "ttl: expected seconds from 0, which is for ever, to " + LONGEST_SECONDS
                + ", found \"" + text + "\"", "ttl", "invalid_value");
    }

    /** Unloads the model; tells whether it was loaded. */
    boolean unload(final Call call, final String name) {
        return models.unload(name, force(call));
    }

    private static boolean force(final Call call) {
        return call.query("force").filter("true"::equalsIgnoreCase).isPresent();
    }

    /** Unloads all models that nobody uses, or all. */
    void unloadAll(final Call call) {
        if (force(call)) {
            loaded().forEach(name -> models.unload(name, true));
        } else {
            models.unloadIdle();
        }
    }

    List<String> loaded() {
        return models.loaded().stream().map(model -> model.model().id().text()).toList();
    }
}
