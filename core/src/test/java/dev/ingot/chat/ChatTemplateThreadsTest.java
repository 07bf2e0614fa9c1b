package dev.ingot.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class ChatTemplateThreadsTest {

    @Test
    void oneTemplateRendersOnManyThreads() throws Exception {
        final ChatTemplate template = ChatTemplate.load(Goldens.fixture("qwen3")).orElseThrow();
        final var options = ChatOptions.forGeneration().withClock(Goldens.CLOCK);
        final var tasks = new ArrayList<Callable<String>>();
        final var expected = new ArrayList<String>();
        for (int i = 0; i < 200; i++) {
            final var messages = List.of(Message.system("S" + i), Message.user("U" + i),
                    Message.assistant("A" + i),
                    Message.user("V" + i));
            expected.add(template.render(messages, options));
            tasks.add(() -> template.render(messages, options));
        }
        final var rendered = new ArrayList<String>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (final Future<String> future : threads.invokeAll(tasks)) {
                rendered.add(future.get());
            }
        }
        assertThat(rendered).isEqualTo(expected);
    }
}
