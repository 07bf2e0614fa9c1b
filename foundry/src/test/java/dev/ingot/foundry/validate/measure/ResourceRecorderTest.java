package dev.ingot.foundry.validate.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.foundry.service.OwnThreads;
import org.junit.jupiter.api.Test;

final class ResourceRecorderTest {

    @Test
    void closingEndsTheThreadAlsoForWhoeverWasInterrupted() throws InterruptedException {
        try (var recorder = new ResourceRecorder()) {
            assertThat(recorder.use().samples()).hasSizeGreaterThanOrEqualTo(2);
            assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                    .contains("ingot-resources");
            Thread.currentThread().interrupt();
        }
        assertThat(Thread.interrupted()).isTrue();
        OwnThreads.assertEnded();
    }
}
