package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.chat.Message;
import dev.ingot.error.CancelledException;
import dev.ingot.error.InvalidOptionException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Conversations that are forked, rewound, or too long for the model. */
final class ConversationTest {

    private static final GenerationOptions GREEDY = GenerationOptions.DEFAULT.sampling(Sampling.greedy())
            .maxNewTokens(48);
    private static final String LAMP = "turn on the lamp in the hall";
    private static final String DOOR = "lock the front door";
    private static final String HEAT = "set the thermostat in the kitchen to 21";
    private static final int CONTEXT = 512;

    @TempDir
    static Path directory;
    private static final List<GenerationReport> REPORTS = new ArrayList<>();
    private static Generator generator;

    @BeforeAll
    static void load() {
        generator = Generator.open(Fixtures.export(Fixtures.hearth(), directory.resolve("hearth")),
                GeneratorOptions.DEFAULT.listener(new GenerationListener() {
                    @Override
                    public void ended(final GenerationReport report) {
                        REPORTS.add(report);
                    }
                }));
    }

    @AfterAll
    static void free() {
        generator.close();
    }

    @BeforeEach
    void forgetReports() {
        REPORTS.clear();
    }

    private static String fresh(final List<Message> history, final String question) {
        final var talk = generator.chat(GREEDY);
        history.forEach(talk::add);
        return talk.ask(question).text();
    }

    @Test
    void aForkGoesOnByItself() {
        final var talk = generator.chat(GREEDY);
        talk.ask(LAMP);
        final var common = talk.history();
        final var other = talk.fork();
        final String left = talk.ask(DOOR).text();
        final String right = other.ask(HEAT).text();
        assertThat(right).isEqualTo(fresh(common, HEAT)).isNotEqualTo(left);
        assertThat(left).isEqualTo(fresh(common, DOOR));
        assertThat(talk.history()).hasSize(4).startsWith(common.toArray(Message[]::new));
        assertThat(other.history()).hasSize(4).startsWith(common.toArray(Message[]::new));
        final GenerationReport forked = REPORTS.get(2);
        assertThat(forked.promptTokens() - forked.cachedTokens()).as("all but the question was copied")
                .isLessThanOrEqualTo(forked.promptTokens() - REPORTS.getFirst().promptTokens());
    }

    @Test
    void whatIsRewoundWasNeverSaid() {
        final var talk = generator.chat(GREEDY).system("Answer with one JSON action.");
        talk.ask(LAMP);
        talk.ask(DOOR);
        final var three = talk.history();
        talk.ask(HEAT);
        assertThat(talk.rewind(1).history()).isEqualTo(three);
        assertThat(talk.rewind(0).history()).isEqualTo(three);
        assertThat(talk.lastAnswer()).isEmpty();
        assertThat(talk.rewind(1).ask(HEAT).text()).isEqualTo(fresh(three.subList(0, 3), HEAT));
        assertThat(talk.rewindTo(1).history()).containsExactly(three.getFirst());
        assertThatThrownBy(() -> talk.rewind(1)).isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("expected 0 to 0, found 1");
        assertThatThrownBy(() -> talk.rewindTo(2)).isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> talk.rewindTo(-1)).isInstanceOf(InvalidOptionException.class);
    }

    @Test
    void anAnswerThatIsStillReadIsRewoundWithItsQuestion() {
        final var talk = generator.chat(GREEDY);
        try (var stream = talk.send(LAMP)) {
            assertThat(stream.iterator().next()).isNotEmpty();
            assertThat(talk.fork().history()).isEmpty();
            assertThat(talk.rewind(1).history()).isEmpty();
        }
        assertThat(talk.history()).isEmpty();
    }

    @Test
    void aFullConversationIsRefusedWithWhatCanBeDone() {
        final var talk = generator.chat(GREEDY);
        talk.ask(LAMP);
        final var history = talk.history();
        final String rest = "and the lamp in the hall ".repeat(80);
        assertThatThrownBy(() -> talk.ask(rest)).isInstanceOf(InvalidOptionException.class)
                .hasMessageContainingAll("prompt has", "may have " + CONTEXT, "rewind", "DROP_OLDEST_TURNS");
        assertThat(talk.history()).isEqualTo(history);
        assertThat(talk.ask(DOOR).finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void theOldestTurnsAreDroppedAsAWhole() {
        final var talk = generator.chat(GREEDY).system("Answer with one JSON action.")
                .onFull(ContextPolicy.DROP_OLDEST_TURNS);
        int drops = 0;
        for (int turn = 0; turn < 24; turn++) {
            final int before = talk.dropped();
            final var history = talk.history();
            final Generation answer = talk.ask(turn % 2 == 0 ? LAMP : HEAT);
            assertThat(answer.promptTokens().size() + 48).isLessThanOrEqualTo(CONTEXT);
            assertThat(talk.history()).hasSize(1 + 2 * (turn + 1));
            if (talk.dropped() > before) {
                drops++;
                assertThat(talk.dropped()).isEven();
                final var shown = new ArrayList<>(history.subList(0, 1));
                shown.addAll(history.subList(1 + talk.dropped(), history.size()));
                assertThat(answer.text()).isEqualTo(fresh(shown, turn % 2 == 0 ? LAMP : HEAT));
            }
        }
        assertThat(drops).as("not at every turn").isBetween(1, 6);
        assertThat(talk.rewindTo(3).dropped()).isZero();
        assertThat(talk.ask(DOOR).text()).isEqualTo(fresh(talk.history().subList(0, 3), DOOR));
    }

    private static ChatSession longTalk(final int turns) {
        final var talk = generator.chat(GREEDY).system("Answer with one JSON action.")
                .onFull(ContextPolicy.DROP_OLDEST_TURNS);
        for (int turn = 0; turn < turns; turn++) {
            talk.add(Message.user(LAMP)).add(Message.assistant("done"));
        }
        return talk.add(Message.user(DOOR));
    }

    @Test
    @Timeout(60) // Writing the prompt anew for each turn that is left out takes longer.
    void asFewTurnsAreDroppedAsItTakesOfThousandsToo() {
        final int turns = 20_000;
        final var talk = longTalk(turns);
        final int wanted = generator.model().rules().roomyPrompt(GREEDY) / 4 * 3;
        try (var pending = talk.prepare()) {
            assertThat(pending.promptTokens()).isLessThanOrEqualTo(wanted);
        }
        assertThat(talk.dropped()).isEven();
        final var oneMore = longTalk(turns - (talk.dropped() / 2 - 1));
        assertThat(oneMore.countTokens()).isGreaterThan(wanted);
    }

    @Test
    void aPromptIsNotShortenedForAnAnswerThatIsCancelled() {
        final var cancellation = new Cancellation();
        cancellation.cancel();
        final var talk = longTalk(200).options(GREEDY.cancellation(cancellation));
        assertThatThrownBy(talk::prepare).isInstanceOf(CancelledException.class);
        assertThat(talk.dropped()).isZero();
    }

    @Test
    void aQuestionThatIsTooLongByItselfIsRefusedUnderAnyPolicy() {
        final var talk = generator.chat(GREEDY).onFull(ContextPolicy.DROP_OLDEST_TURNS);
        talk.ask(LAMP);
        assertThatThrownBy(() -> talk.ask("lights ".repeat(600))).isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("shorten");
        assertThat(talk.ask(DOOR).text()).isNotEmpty();
    }

    @Test
    void aTurnThatIsRefusedDropsNothing() {
        final var talk = generator.chat(GREEDY).onFull(ContextPolicy.DROP_OLDEST_TURNS);
        final var unknown = GREEDY.adapter("none");
        for (int turn = 0; turn < 24 && talk.dropped() == 0; turn++) {
            talk.options(unknown);
            assertThatThrownBy(() -> talk.ask(LAMP)).isInstanceOf(InvalidOptionException.class);
            assertThat(talk.dropped()).isZero();
            talk.options(GREEDY).ask(LAMP);
        }
        assertThat(talk.dropped()).isPositive();
    }

    @Test
    void textsForkAndRewindToo() {
        final int[] prompt = generator.tokenizer().encode("the lamp in the hall and the heating ".repeat(5));
        final TextSession text = generator.text().append(prompt);
        final var first = text.generate(GREEDY.maxNewTokens(8)).tokens();
        assertThat(text.tokens()).hasSize(prompt.length + first.size()).startsWith(prompt);
        final TextSession other = text.fork().rewindTo(prompt.length);
        assertThat(other.generate(GREEDY.maxNewTokens(8)).tokens()).isEqualTo(first);
        assertThat(REPORTS.get(1).cachedTokens()).isEqualTo(prompt.length - 1);
        text.append(other.tokens()[0]);
        assertThat(text.generate(GREEDY).tokens()).isEqualTo(generator
                .generate(java.util.Arrays.copyOf(text.tokens(), prompt.length + first.size() + 1), GREEDY)
                .tokens());
        assertThatThrownBy(() -> text.rewindTo(100_000)).isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> generator.text().generate(GREEDY))
                .isInstanceOf(InvalidOptionException.class);
    }
}
