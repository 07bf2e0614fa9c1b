package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.Precision;
import dev.ingot.constrain.Constraint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Memory after a thousand conversations and fifty models. Takes minutes, so it runs only when asked for:
 * {@code mvn -pl runtime -am test -Psoak}.
 */
@Tag("soak")
@EnabledOnOs(OS.LINUX) // Only there a process can see its memory without further tools.
final class SoakTest {

    private static final double ALLOWED = 1.05;
    private static final int CONVERSATIONS = 1000;
    private static final int CYCLES = 50;
    private static final GenerationOptions SHORT = GenerationOptions.DEFAULT.maxNewTokens(24);

    @TempDir
    static Path directory;
    private static Path model;

    @BeforeAll
    static void export() {
        model = Fixtures.export(Fixtures.hearth(), Precision.INT4, directory.resolve("hearth")).directory();
    }

    @Test
    void aThousandConversationsLeaveNothingBehind() throws Exception {
        try (var generator = Generator.open(model)) {
            converse(generator, CONVERSATIONS / 5); // compiles code, makes the caches of four sequences
            final long before = anonymousKilobytes();
            converse(generator, CONVERSATIONS);
            report("conversations", CONVERSATIONS, before, anonymousKilobytes());
        }
    }

    private static void converse(final Generator generator, final int count) {
        for (int i = 0; i < count; i++) {
            final var talk = generator.chat(SHORT).system("Answer with one JSON action for the house.");
            talk.ask("turn on the lamp number " + i);
            final var other = talk.fork();
            talk.rewind(1).ask("lock the front door");
            other.options(SHORT.constraint(Constraint.choice("yes", "no"))).ask("is it on?");
            if (i % 10 == 0) {
                talk.save(directory.resolve("talk"));
                ChatSession.restore(generator, directory.resolve("talk")).options(SHORT).ask("and now?");
            }
            if (i % 7 == 0) {
                try (var stream = generator.chat(SHORT).send("a stream that is not read to its end")) {
                    assertThat(stream.findFirst()).isPresent();
                }
            }
        }
    }

    @Test
    void fiftyModelsLeaveNothingBehind() throws Exception {
        load(60); // native heaps find their size, and the JVM compiles: 197, 200, 213, 212, 213, 214 MB at 20 to 120
        final long before = anonymousKilobytes();
        load(CYCLES);
        report("loads", CYCLES, before, anonymousKilobytes());
    }

    private static void load(final int count) {
        for (int i = 0; i < count; i++) {
            try (var generator = Generator.open(model)) {
                generator.logits(generator.tokenizer().encode("the lamp in the hall ".repeat(20)));
                converse(generator, 2);
            }
        }
    }

    private static void report(final String what, final int count, final long before, final long after) {
        System.out.printf("%d %s: RssAnon %.1f MB before, %.1f MB after, ratio %.3f%n", count, what,
                before / 1024.0, after / 1024.0, (double) after / before);
        assertThat(after).as("kilobytes after %d %s", count, what).isLessThan((long) (ALLOWED * before));
    }

    /** All that is resident and no file's, the Java heap included. */
    private static long anonymousKilobytes() throws IOException, InterruptedException {
        for (int i = 0; i < 4; i++) {
            System.gc(); // the collector gives memory back only step by step
            Thread.sleep(200);
        }
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
        }
    }
}
