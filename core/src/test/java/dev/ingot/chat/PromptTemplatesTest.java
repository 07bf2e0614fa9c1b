package dev.ingot.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ingot.error.InvalidOptionException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PromptTemplatesTest {

    private static final PromptTemplate CHATML = new PromptTemplate(
            "<|im_start|>system\n{Content}<|im_end|>\n",
            "<|im_start|>user\n{Content}<|im_end|>\n", "<|im_start|>assistant\n{Content}<|im_end|>\n",
            "<|im_start|>user\n{Content}<|im_end|>\n<|im_start|>assistant\n");

    private static ChatTemplate model(final String name) {
        return ChatTemplate.load(Goldens.fixture(name)).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen2", "qwen3"})
    void derivesChatMlExactly(final String model) {
        assertThat(PromptTemplates.derive(model(model))).isEqualTo(CHATML);
    }

    @ParameterizedTest
    @CsvSource({"qwen, qwen3", "ChatML, qwen3", "PHI3, phi3", "gemma, gemma2", "mistral, mistral"})
    void presetsAreWhatTheTemplatesOfTheirFamilySay(final String preset, final String model) {
        assertThat(PromptTemplates.preset(preset)).isEqualTo(PromptTemplates.derive(model(model)));
    }

    @Test
    void llama3PresetDiffersFromTheTemplateOnlyByItsDate() {
        final PromptTemplate derived = PromptTemplates.derive(model("llama3"));
        final PromptTemplate preset = PromptTemplates.preset("llama3");
        assertThat(derived.system().replace("Today Date: 1 Jan 2024\n\n", "")).isEqualTo(preset.system());
        assertThat(derived.user()).isEqualTo(preset.user());
        assertThat(derived.assistant()).isEqualTo(preset.assistant());
        assertThat(derived.prompt()).isEqualTo(preset.prompt());
    }

    @Test
    void unknownPresetIsRefusedWithTheKnownNames() {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> PromptTemplates.preset("gpt2"))
                .withMessageContainingAll("gpt2", "qwen", "chatml", "llama3", "phi3", "gemma", "mistral");
    }

    @Test
    void rolesThatTheTemplateRefusesOrFoldsAwayArePlain() {
        assertThat(PromptTemplates.derive(model("gemma2")).system()).isEqualTo("{Content}");
        assertThat(PromptTemplates.derive(model("gemma3")).system()).isEqualTo("{Content}");
        assertThat(PromptTemplates.derive(model("llama")).system()).isEqualTo("{Content}");
    }

    @Test
    void defaultSystemPromptAndBeginningBelongToTheConversation() {
        final DerivedPrompts qwen = PromptTemplates.derivation(model("qwen2"));
        assertThat(qwen.preamble()).startsWith("<|im_start|>system\nYou are").endsWith("<|im_end|>\n");
        assertThat(qwen.beginning()).isEmpty();
        assertThat(PromptTemplates.derivation(model("gemma3")).beginning()).isEqualTo("<bos>");
    }

    @Test
    void endTokenOfAClosedConversationIsNoPartOfTheStrings() {
        final DerivedPrompts phi = PromptTemplates.derivation(model("phi3"));
        assertThat(phi.ending()).isEqualTo("<|endoftext|>");
        assertThat(phi.strings().user()).isEqualTo("<|user|>\n{Content}<|end|>\n");
    }

    @Test
    void templateWithoutSeveralTurnsHasPlainAssistant() {
        final var single = ChatTemplate.of(
                "{{ bos_token }}{% if messages | length > 1 %}{{ raise_exception('one only') }}{% endif %}"
                        + "Q: {{ messages[0].content }}\n{% if add_generation_prompt %}A:{% endif %}",
                Map.of("bos_token", "<s>"));
        final DerivedPrompts derived = PromptTemplates.derivation(single);
        assertThat(derived.strings()).isEqualTo(
                new PromptTemplate("{Content}", "Q: {Content}\n", "{Content}", "Q: {Content}\nA:"));
        assertThat(derived.exact()).isTrue();
    }

    @Test
    void templateThatIsNotConcatenativeIsNotCalledExact() {
        final var counting = ChatTemplate.of("{{ messages | length }}: {% for m in messages %}[{{ m.role }}]"
                + "{{ m.content }}{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}",
                Map.of());
        assertThat(PromptTemplates.derivation(counting).exact()).isFalse();
    }

    @Test
    void templateThatAlwaysFailsYieldsPlainStrings() {
        final var failing = ChatTemplate.of("{{ raise_exception('never') }}", Map.of());
        final DerivedPrompts derived = PromptTemplates.derivation(failing);
        assertThat(derived.strings())
                .isEqualTo(new PromptTemplate("{Content}", "{Content}", "{Content}", "{Content}"));
        assertThat(derived.exact()).isFalse();
    }

    @Test
    void derivingFromStringsReturnsThem() {
        assertThat(PromptTemplates.derive(ChatTemplate.of(CHATML))).isEqualTo(CHATML);
    }

    private static DerivedPrompts derivation(final ChatTemplateGoldenTest.Conversation c) {
        return PromptTemplates.derivation(ChatTemplate.load(c.model()).orElseThrow());
    }

    private static boolean isSystemFirst(final ChatTemplateGoldenTest.Conversation c) {
        return "system".equals(Goldens.objects(c.golden(), "messages").getFirst().get("role"));
    }

    /** Leaves out what no string can say: the date of the day, and system messages that become part of another. */
    static Stream<ChatTemplateGoldenTest.Conversation> simpleConversations() throws Exception {
        return ChatTemplateGoldenTest.rendered().filter(PromptTemplatesTest::isSimple)
                .filter(c -> !Goldens.string(c.golden(), "rendered").contains("2025"))
                .filter(c -> !isSystemFirst(c) || !derivation(c).strings().system().equals("{Content}"));
    }

    /** Keeps conversations whose messages have a string each and contents that no template trims. */
    private static boolean isSimple(final ChatTemplateGoldenTest.Conversation c) {
        final var kwargs = Goldens.object(c.golden(), "kwargs").keySet();
        final var messages = Goldens.objects(c.golden(), "messages");
        return Set.of("add_generation_prompt").containsAll(kwargs)
                && "user".equals(messages.getLast().get("role"))
                && messages.stream().allMatch(m -> m.keySet().equals(Set.of("role", "content"))
                        && Set.of("system", "user", "assistant").contains(m.get("role"))
                        && m.get("content") instanceof String text && text.strip().equals(text)
                        && !text.contains("think"))
                && messages.stream().skip(1).noneMatch(m -> "system".equals(m.get("role")));
    }

    @ParameterizedTest
    @MethodSource("simpleConversations")
    void joinedStringsAreWhatTransformersRenders(final ChatTemplateGoldenTest.Conversation c) {
        final DerivedPrompts derived = derivation(c);
        assertThat(derived.differences()).noneMatch(PromptDifference::isFault);
        final var messages = Goldens.objects(c.golden(), "messages");
        final boolean system = isSystemFirst(c);
        final boolean open = Boolean.TRUE
                .equals(Goldens.object(c.golden(), "kwargs").get("add_generation_prompt"));
        final var options = ChatOptions.forHistory().withGenerationPrompt(open);
        final String joined = ChatTemplate.of(derived.strings()).renderMaps(messages, options);
        assertThat(
                (system ? derived.beginning() : derived.preamble()) + joined + (open ? "" : derived.ending()))
                .isEqualTo(Goldens.string(c.golden(), "rendered"));
    }
}
