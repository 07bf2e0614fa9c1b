package dev.ingot.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChatTemplateTest {

    private static final List<Message> HELLO = List.of(Message.user("hello"));

    @TempDir
    private Path directory;

    private void write(final String file, final String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
    }

    private String loadAndRender() {
        return ChatTemplate.load(directory).orElseThrow().render(HELLO, ChatOptions.forGeneration());
    }

    @Test
    void templateInTokenizerConfigWins() throws IOException {
        write("tokenizer_config.json", "{\"chat_template\": \"config\"}");
        write("chat_template.jinja", "jinja");
        write("chat_template.json", "{\"chat_template\": \"json\"}");
        assertThat(loadAndRender()).isEqualTo("config");
    }

    @Test
    void plainFileComesBeforeJsonFile() throws IOException {
        write("tokenizer_config.json", "{\"eos_token\": \"</s>\"}");
        write("chat_template.jinja", "jinja{{ eos_token }}");
        write("chat_template.json", "{\"chat_template\": \"json\"}");
        assertThat(loadAndRender()).isEqualTo("jinja</s>");
    }

    @Test
    void jsonFileComesLast() throws IOException {
        write("chat_template.json", "{\"chat_template\": \"json\"}");
        assertThat(loadAndRender()).isEqualTo("json");
    }

    @Test
    void directoryWithoutTemplateHasNone() {
        assertThat(ChatTemplate.load(directory)).isEmpty();
    }

    @Test
    void defaultOfNamedTemplatesIsTaken() throws IOException {
        write("tokenizer_config.json", "{\"chat_template\": [{\"name\": \"rag\", \"template\": \"r\"},"
                + " {\"name\": \"default\", \"template\": \"d\"}]}");
        assertThat(loadAndRender()).isEqualTo("d");
    }

    @Test
    void namedTemplatesWithoutDefaultAreRefused() throws IOException {
        write("tokenizer_config.json", "{\"chat_template\": [{\"name\": \"rag\", \"template\": \"r\"}]}");
        assertThatExceptionOfType(ModelFormatException.class).isThrownBy(() -> ChatTemplate.load(directory))
                .withMessageContainingAll("tokenizer_config.json", "chat_template", "default");
    }

    @Test
    void specialTokensAreTextsOrObjects() throws IOException {
        write("tokenizer_config.json",
                "{\"chat_template\": \"{{ bos_token }}|{{ eos_token }}|{{ pad_token }}\","
                        + " \"bos_token\": {\"content\": \"<s>\"}, \"eos_token\": \"</s>\", \"pad_token\": null}");
        write("special_tokens_map.json",
                "{\"eos_token\": \"<other>\", \"pad_token\": {\"content\": \"<pad>\"}}");
        assertThat(loadAndRender()).isEqualTo("<s>|</s>|<pad>");
    }

    @Test
    void missingSpecialTokenIsUndefined() throws IOException {
        write("chat_template.jinja", "{{ bos_token is defined }}");
        assertThat(loadAndRender()).isEqualTo("False");
    }

    @Test
    void extraKeysAreFieldsOfTheMessage() {
        final var message = new Message("user", "hi", Map.of("name", "Ann"));
        assertThat(ChatTemplate.of("{{ messages | tojson }}", Map.of()).render(List.of(message),
                ChatOptions.forHistory())).isEqualTo(
                        "[{\"role\": \"user\", \"content\": \"hi\", \"name\": \"Ann\"}]");
    }

    @Test
    void extraContentReplacesTheText() {
        final var parts = List.of(Map.of("type", "text"));
        final var message = new Message("user", "hi", Map.of("content", parts));
        assertThat(ChatTemplate.of("{{ messages[0].content[0].type }}", Map.of()).render(List.of(message),
                ChatOptions.forHistory())).isEqualTo("text");
    }

    @Test
    void variablesOfTheCallerWin() {
        final var template = ChatTemplate.of("{{ bos_token }}{{ tools }}{{ x }}", Map.of("bos_token", "<s>"));
        assertThat(template.render(HELLO, ChatOptions.forHistory().with("bos_token", "B").with("x", 1)))
                .isEqualTo("BNone1");
        assertThat(template.render(HELLO, ChatOptions.forHistory().withTools(List.of("t"))))
                .isEqualTo("<s>['t']");
    }

    @Test
    void clockTellsTheDateInItsZone() {
        final var clock = Clock.fixed(Instant.parse("2024-12-31T23:30:00Z"), ZoneId.of("Europe/Berlin"));
        assertThat(ChatTemplate.of("{{ strftime_now('%d %b %Y %H:%M') }}", Map.of()).render(HELLO,
                ChatOptions.forHistory().withClock(clock))).isEqualTo("01 Jan 2025 00:30");
    }

    @Test
    void refusalKeepsItsTextAndTellsItsPlace() {
        final var template = ChatTemplate.of("a\n  {{ raise_exception('no system, please') }}", Map.of());
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> template.render(HELLO, ChatOptions.forHistory()))
                .withMessageStartingWith("no system, please (line 2, column ")
                .satisfies(e -> assertThat(e.reason()).isEqualTo("no system, please"));
    }

    @Test
    void sourceThatIsNoTemplateIsRefusedWithItsPlace() {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> ChatTemplate.of("a\nb{% if x %}c", Map.of()))
                .satisfies(e -> assertThat(e.line()).isEqualTo(2))
                .withMessageContaining("endif");
    }

    @Test
    void sourceThatIsNoTemplateIsRefusedWithItsFile() throws IOException {
        write("chat_template.jinja", "first\n{% if %}");
        assertThatExceptionOfType(TemplateException.class).isThrownBy(() -> ChatTemplate.load(directory))
                .withMessageStartingWith(directory.resolve("chat_template.jinja") + ": ")
                .withMessageContaining("line 2");
    }

    @Test
    void messagesAreDataAndNeverTemplates() {
        final var template = ChatTemplate.of("{{ messages[0].content }}", Map.of());
        final String hostile = "{{ 7 * 7 }}{% for x in y %}{# c #}";
        assertThat(template.render(List.of(Message.user(hostile)), ChatOptions.forHistory()))
                .isEqualTo(hostile);
    }

    @Test
    void handWrittenStringsAreSeparatedAsTheirPromptShows() {
        final var tutorial = new PromptTemplate("<|im_start|>system\n{Content}<|im_end|>",
                "<|im_start|>user\n{Content}<|im_end|>", "<|im_start|>assistant\n{Content}<|im_end|>",
                "<|im_start|>user\n{Content}<|im_end|>\n<|im_start|>assistant");
        final var messages = List.of(Message.system("S"), Message.user("A"), Message.assistant("B"),
                Message.user("C"));
        assertThat(ChatTemplate.of(tutorial).render(messages, ChatOptions.forGeneration()))
                .isEqualTo("<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nA<|im_end|>\n"
                        + "<|im_start|>assistant\nB<|im_end|>\n<|im_start|>user\nC<|im_end|>\n<|im_start|>assistant");
        assertThat(ChatTemplate.of(tutorial).render(messages.subList(0, 3), ChatOptions.forGeneration()))
                .endsWith("B<|im_end|>\n<|im_start|>assistant");
    }

    @Test
    void stringsBeginWithTheTokenTheyAreGiven() {
        final var gemma = ChatTemplate.of(PromptTemplates.preset("gemma"), Map.of("bos_token", "<bos>"));
        assertThat(gemma.render(HELLO, ChatOptions.forGeneration()))
                .isEqualTo("<bos><start_of_turn>user\nhello<end_of_turn>\n<start_of_turn>model\n");
    }

    @Test
    void stringsKnowNoTools() {
        final var chatml = ChatTemplate.of(PromptTemplates.preset("chatml"));
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> chatml.render(List.of(new Message("tool", "x")), ChatOptions.forHistory()))
                .withMessageContaining("tool");
    }
}
