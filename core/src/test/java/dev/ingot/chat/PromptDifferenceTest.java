package dev.ingot.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.chat.PromptDifference.Kind;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What four strings can say of the templates of all families, and what they cannot. */
final class PromptDifferenceTest {

    /** A template of a fixture's directory, or one that stands for a family without a model here. */
    private static ChatTemplate template(final String name) {
        if (!name.startsWith("family:")) {
            return ChatTemplate.load(Goldens.fixture(name)).orElseThrow();
        }
        final var document = Goldens.read(Goldens.fixture("jinja/families.json"));
        return ChatTemplate.of(
                Goldens.string(Goldens.object(document, "templates"), name.substring("family:".length())),
                Map.of("bos_token", "<s>", "eos_token", "</s>"));
    }

    private static Set<Kind> kinds(final List<PromptDifference> differences) {
        return differences.stream().map(PromptDifference::kind)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            qwen2 | DEFAULT_SYSTEM
            qwen3 | LAST_ANSWER THINKING
            llama | BEGINNING ROLE_FOLDED TRIMMED
            llama3 | BEGINNING DEFAULT_SYSTEM DATE TRIMMED LATER_SYSTEM
            phi3 | ENDING
            phi4mini_longrope | ENDING
            gemma2 | BEGINNING ROLE_REFUSED TRIMMED
            gemma3 | BEGINNING ROLE_FOLDED TRIMMED
            mistral | BEGINNING ROLE_FOLDED TRIMMED
            smollm3 | DEFAULT_SYSTEM DATE EMPTY_SYSTEM TRIMMED LATER_SYSTEM
            granite | DEFAULT_SYSTEM DATE
            olmo2 | BEGINNING LAST_ANSWER
            family:deepseek | BEGINNING ROLE_FOLDED THINKING
            family:harmony | DEFAULT_SYSTEM DATE EMPTY_SYSTEM LAST_ANSWER LATER_SYSTEM
            family:mistral | BEGINNING DEFAULT_SYSTEM DATE TRIMMED
            family:granite | DEFAULT_SYSTEM DATE
            family:hermes | BEGINNING DEFAULT_SYSTEM LATER_SYSTEM
            """, delimiter = '|')
    void derivedStringsAreRightButForWhatNoStringsCanSay(final String name, final String expected) {
        final var derived = PromptTemplates.derivation(template(name));
        assertThat(derived.differences()).noneMatch(PromptDifference::isFault);
        assertThat(kinds(derived.differences())).as(derived.toString())
                .containsExactlyElementsOf(
                        Arrays.stream(expected.split(" ")).map(Kind::valueOf).sorted().toList());
    }

    @Test
    void aDifferenceShowsBothTexts() {
        final var template = ChatTemplate.of("{{ bos_token }}{% for m in messages %}[{{ m.role }}]"
                + "{{ m.content | trim }}{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}",
                Map.of("bos_token", "<s>"));
        final var derived = PromptTemplates.derivation(template);
        assertThat(derived.exact()).isFalse();
        assertThat(derived.differences()).extracting(PromptDifference::kind).containsExactly(Kind.BEGINNING,
                Kind.TRIMMED);
        assertThat(derived.differences().getLast()).isEqualTo(new PromptDifference(Kind.TRIMMED,
                "a question between blanks", "<s>[user]padded", "[user]  padded \n"));
    }

    /** Marks around the content of each message, which the template may change before. */
    private static ChatTemplate turns(final String front, final String change) {
        return ChatTemplate.of(front + "{% for m in messages %}" + change
                + "[{{ m.role }}]{{ text | default(m.content) }}[end]{% endfor %}"
                + "{% if add_generation_prompt %}[assistant]{% endif %}", Map.of());
    }

    private static ChatTemplate changing(final String what) {
        return switch (what) {
            case "drops thinking" -> turns("",
                    "{% if m.role == 'assistant' and '</think>' in m.content and not loop.last %}"
                            + "{% set text = m.content.split('</think>')[-1] %}{% else %}"
                            + "{% set text = m.content %}{% endif %}");
            case "drops later system messages" -> turns("",
                    "{% if m.role == 'system' and not loop.first %}{% continue %}{% endif %}");
            case "moves system messages to the front" -> turns(
                    "{% for m in messages if m.role == 'system' %}[system]{{ m.content }}[end]{% endfor %}",
                    "{% if m.role == 'system' %}{% continue %}{% endif %}");
            case "joins questions" -> ChatTemplate.of("{% for m in messages %}"
                    + "{% if loop.first or m.role != messages[loop.index0 - 1].role %}[{{ m.role }}]{% endif %}"
                    + "{{ m.content }}"
                    + "{% if loop.last or m.role != messages[loop.index0 + 1].role %}[end]{% endif %}"
                    + "{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}", Map.of());
            case "shortens texts" -> turns("", "{% set text = m.content[:20000] %}");
            default -> throw new IllegalArgumentException(what);
        };
    }

    @ParameterizedTest
    @CsvSource({"drops thinking, THINKING", "drops later system messages, LATER_SYSTEM",
            "moves system messages to the front, LATER_SYSTEM", "joins questions, IN_A_ROW",
            "shortens texts, LENGTH"})
    void stringsAreNotExactWhereTheTemplateChangesWhatItJoins(final String what, final Kind kind) {
        final var derived = PromptTemplates.derivation(changing(what));
        assertThat(derived.strings()).isEqualTo(new PromptTemplate("[system]{Content}[end]",
                "[user]{Content}[end]", "[assistant]{Content}[end]", "[user]{Content}[end][assistant]"));
        assertThat(kinds(derived.differences())).containsExactly(kind);
        assertThat(derived.differences()).noneMatch(PromptDifference::isFault);
        assertThat(derived.exact()).isFalse();
    }

    @Test
    void stringsAreExactWhereTheTemplateOnlyJoins() {
        assertThat(PromptTemplates.derivation(turns("", "")).differences()).isEmpty();
        assertThat(PromptTemplates.derivation(turns("", "")).exact()).isTrue();
        final var greeting = turns("{% if messages[0].role != 'system' %}[system]Be kind.[end]{% endif %}",
                "");
        assertThat(kinds(PromptTemplates.derivation(greeting).differences()))
                .containsExactly(Kind.DEFAULT_SYSTEM);
        assertThat(PromptTemplates.derivation(greeting).exact()).isTrue();
    }

    @Test
    void conversationsThatATemplateRefusesSayNothing() {
        final var alternating = turns("{% for m in messages %}{% if not loop.first"
                + " and m.role == messages[loop.index0 - 1].role %}{{ raise_exception('in turns') }}{% endif %}"
                + "{% endfor %}",
                "{% if m.role == 'system' and not loop.first %}"
                        + "{{ raise_exception('first') }}{% endif %}");
        assertThat(PromptTemplates.derivation(alternating).differences()).isEmpty();
    }

    /** Of a single message nobody sees whether what stands in front of it belongs to it; then it does. */
    @Test
    void aMissingHeadIsAFaultWhereThereIsOnlyOneTurn() {
        final var single = ChatTemplate.of(
                "{% if messages | length > 1 %}{{ raise_exception('one only') }}{% endif %}"
                        + "Q: {{ messages[0].content }}\n{% if add_generation_prompt %}A:{% endif %}",
                Map.of());
        final var headless = new PromptTemplate("{Content}", "{Content}\n", "{Content}", "{Content}\nA:");
        assertThat(PromptTemplates.differences(single, headless)).anyMatch(PromptDifference::isFault)
                .extracting(PromptDifference::kind).doesNotContain(Kind.DEFAULT_SYSTEM);
        assertThat(PromptTemplates.differences(single, PromptTemplates.derive(single)))
                .noneMatch(PromptDifference::isFault);
    }

    @Test
    void anotherFamilysStringsAreAFault() {
        assertThat(PromptTemplates.differences(template("qwen3"), PromptTemplates.preset("phi3")))
                .anyMatch(PromptDifference::isFault);
        assertThat(PromptTemplates.differences(template("qwen3"), PromptTemplates.preset("qwen")))
                .noneMatch(PromptDifference::isFault);
    }

    @Test
    void stringsThatDifferInLineBreaksAreSaidToDifferInThem() {
        final var tutorial = new PromptTemplate("<|im_start|>system\n{Content}<|im_end|>",
                "<|im_start|>user\n{Content}<|im_end|>", "<|im_start|>assistant\n{Content}<|im_end|>",
                "<|im_start|>user\n{Content}<|im_end|>\n<|im_start|>assistant");
        assertThat(PromptTemplates.differences(template("qwen3"), tutorial))
                .filteredOn(PromptDifference::isFault)
                .extracting(PromptDifference::kind).containsOnly(Kind.WHITE_SPACE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"smollm3", "granite", "family:harmony", "family:mistral", "qwen3"})
    void stringsThatWereDerivedOnAnotherDayAreStillDerived(final String name) {
        final var template = template(name);
        final var then = new PromptDerivation(template, TemplateProbe.of(template,
                Clock.fixed(Instant.parse("2025-12-24T00:00:00Z"), ZoneOffset.UTC))).strings().strings();
        assertThat(PromptTemplates.isDerived(template, then)).isTrue();
        assertThat(PromptTemplates.isDerived(template, PromptTemplates.derive(template))).isTrue();
        assertThat(PromptTemplates.isDerived(template, PromptTemplates.preset("llama3"))).isFalse();
        assertThat(PromptTemplates.isDerived(template, new PromptTemplate("x" + then.system(), then.user(),
                then.assistant(), then.prompt()))).isFalse();
    }

    @Test
    void anAnswerThatEndsInAnotherWayWhenItIsTheLastEndsAsOtherMessagesDo() {
        final var strings = PromptTemplates.derive(template("family:harmony"));
        assertThat(strings.user()).isEqualTo("<|start|>user<|message|>{Content}<|end|>");
        assertThat(strings.assistant())
                .isEqualTo("<|start|>assistant<|channel|>final<|message|>{Content}<|end|>");
        assertThat(strings.prompt()).isEqualTo("<|start|>user<|message|>{Content}<|end|><|start|>assistant");
    }
}
