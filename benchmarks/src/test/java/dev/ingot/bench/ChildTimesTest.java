package dev.ingot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildTimesTest {

    @Test
    void aChildThatEndedIsCounted() throws IOException, InterruptedException {
        final double before = ChildTimes.seconds();
        final var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        final var child = new ProcessBuilder(java, "-version").redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(child.waitFor()).isZero();
        assertThat(ChildTimes.seconds() - before).isBetween(0.005, 60.0);
    }

    @Test
    void theMedianLiesInTheMiddle() {
        assertThat(Figures.median(List.of(3.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Figures.median(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
    }
}
