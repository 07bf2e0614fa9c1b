package dev.ingot.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ingot.error.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The conversations of every fixture, as {@code apply_chat_template} of transformers renders them. */
final class ChatTemplateGoldenTest {

    record Conversation(Path model, int index, Map<String, @Nullable Object> golden) {

        String render() {
            final var kwargs = new LinkedHashMap<>(Goldens.object(golden, "kwargs"));
            final boolean open = Boolean.TRUE.equals(kwargs.remove("add_generation_prompt"));
            final var options = new ChatOptions(open, List.of(), kwargs, Goldens.CLOCK);
            return ChatTemplate.load(model).orElseThrow().renderMaps(Goldens.objects(golden, "messages"),
                    options);
        }

        @Override
        public String toString() {
            return model.getFileName() + " " + index;
        }
    }

    private static Stream<Conversation> conversations() throws IOException {
        try (var models = Files.list(Goldens.fixture(""))) {
            return models.sorted().filter(model -> Files.exists(model.resolve("golden.json")))
                    .flatMap(ChatTemplateGoldenTest::conversations).toList().stream();
        }
    }

    private static Stream<Conversation> conversations(final Path model) {
        final var chat = Goldens.objects(Goldens.read(model.resolve("golden.json")), "chat");
        return IntStream.range(0, chat.size()).mapToObj(i -> new Conversation(model, i, chat.get(i)));
    }

    static Stream<Conversation> rendered() throws IOException {
        return conversations().filter(c -> c.golden().containsKey("rendered"));
    }

    static Stream<Conversation> failing() throws IOException {
        return conversations().filter(c -> c.golden().containsKey("error"));
    }

    @ParameterizedTest
    @MethodSource("rendered")
    void rendersWhatTransformersRenders(final Conversation c) {
        assertThat(c.render()).isEqualTo(c.golden().get("rendered"));
    }

    @ParameterizedTest
    @MethodSource("failing")
    void failsWhereTransformersFails(final Conversation c) {
        assertThatExceptionOfType(TemplateException.class).isThrownBy(c::render).satisfies(e -> {
            if ("TemplateError".equals(c.golden().get("error_type"))) {
                assertThat(e.reason()).isEqualTo(c.golden().get("error"));
            }
            assertThat(e.line()).isPositive();
        });
    }
}
