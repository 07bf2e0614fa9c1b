package dev.ingot.foundry.service.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test after which a platform thread goes on that Ingot has begun in it. Those that other
 * test classes keep, for a service that they share, are none of it.
 */
public final class OwnThreads implements BeforeEachCallback, AfterEachCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Set<Thread> before = Set.of();

    /** Creates one, as JUnit does for each class that names it. */
    public OwnThreads() {}

    private static Set<Thread> running() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(it -> it.getName().startsWith("ingot-") && !it.getName().equals("ingot-forgotten"))
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Override
    public void beforeEach(final ExtensionContext context) {
        before = running();
    }

    /** One that has nothing more to do may take a moment to end. */
    @Override
    public void afterEach(final ExtensionContext context) throws InterruptedException {
        final var begun = running();
        begun.removeAll(before);
        for (final Thread thread : begun) {
            assertThat(thread.join(PATIENCE)).as(thread.getName()).isTrue();
        }
    }
}
