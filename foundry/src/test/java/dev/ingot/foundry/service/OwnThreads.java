package dev.ingot.foundry.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** The platform threads that the service, its models and its server begin. */
public final class OwnThreads {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private OwnThreads() {}

    /** Fails if a thread goes on: one that has nothing more to do may take a moment to end. */
    public static void assertEnded() throws InterruptedException {
        for (final Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("ingot-") && !thread.getName().equals("ingot-forgotten")) {
                assertThat(thread.join(PATIENCE)).as(thread.getName()).isTrue();
            }
        }
    }
}
