package dev.ingot.foundry.validate.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.foundry.service.wire.OwnThreads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OwnThreads.class)
final class ResourceRecorderTest {

    @Test
    void closingEndsTheThreadAlsoForWhoeverWasInterrupted() {
        try (var recorder = new ResourceRecorder()) {
            assertThat(recorder.use().samples()).hasSizeGreaterThanOrEqualTo(2);
            assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                    .contains("ingot-resources");
            Thread.currentThread().interrupt();
        }
        assertThat(Thread.interrupted()).isTrue();
    }
}
