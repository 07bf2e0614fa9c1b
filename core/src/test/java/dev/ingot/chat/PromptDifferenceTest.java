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
            qwen3 | LAST_ANSWER
            llama | BEGINNING ROLE_FOLDED TRIMMED
            llama3 | BEGINNING DEFAULT_SYSTEM DATE TRIMMED
            phi3 | ENDING
            phi4mini_longrope | ENDING
            gemma2 | BEGINNING ROLE_REFUSED TRIMMED
            gemma3 | BEGINNING ROLE_FOLDED TRIMMED
            mistral | BEGINNING ROLE_FOLDED TRIMMED
            smollm3 | DEFAULT_SYSTEM DATE EMPTY_SYSTEM TRIMMED
            granite | DEFAULT_SYSTEM DATE
            olmo2 | BEGINNING LAST_ANSWER
            family:deepseek | BEGINNING
            family:harmony | DEFAULT_SYSTEM DATE EMPTY_SYSTEM LAST_ANSWER
            family:mistral | BEGINNING DEFAULT_SYSTEM DATE TRIMMED
            family:granite | DEFAULT_SYSTEM DATE
            family:hermes | BEGINNING DEFAULT_SYSTEM
            """, delimiter = '|')
    void derivedStringsAreExactButForWhatNoStringsCanSay(final String name, final String expected) {
        final var derived = PromptTemplates.derivation(template(name));
        assertThat(derived.exact()).isTrue();
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
        assertThat(derived.exact()).isTrue();
        assertThat(derived.differences()).extracting(PromptDifference::kind).containsExactly(Kind.BEGINNING,
                Kind.TRIMMED);
        assertThat(derived.differences().getLast()).isEqualTo(new PromptDifference(Kind.TRIMMED,
                "a question between blanks", "<s>[user]padded", "[user]  padded \n"));
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
