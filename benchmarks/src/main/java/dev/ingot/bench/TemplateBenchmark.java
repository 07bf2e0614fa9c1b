package dev.ingot.bench;

import dev.ingot.chat.ChatOptions;
import dev.ingot.chat.ChatTemplate;
import dev.ingot.chat.Message;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Rendering a conversation by a ChatML template, as every turn does, and reading the template, as every load does. Run with
 * {@code -Djmh.args="TemplateBenchmark -prof gc"}, see README.md.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class TemplateBenchmark extends KernelBenchmark {

    private static final Map<String, String> TOKENS = Map.of("eos_token", "<|im_end|>");
    private static final String TEXT = "Please dim the lights of the kitchen to forty per cent, and those of the hall. ";

    /** How long the conversation is. */
    @Param({"2", "40"})
    public int messages;

    private ChatTemplate template;
    private List<Message> conversation;

    /** Prepares a conversation whose messages have about 60 words. */
    @Setup
    public void setUp() {
        template = ChatTemplate.of(RandomTokenizer.TEMPLATE, TOKENS);
        conversation = IntStream.range(0, messages)
                .mapToObj(i -> i % 2 == 0 ? Message.user(TEXT.repeat(4)) : Message.assistant(TEXT.repeat(4)))
                .toList();
    }

    /** Reads the template. */
    @Benchmark
    public ChatTemplate parse() {
        return ChatTemplate.of(RandomTokenizer.TEMPLATE, TOKENS);
    }

    /** Renders the conversation. */
    @Benchmark
    public String render() {
        return template.render(conversation, ChatOptions.forGeneration());
    }
}
