package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.RequestDefaults;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.genai.SearchDefaults;
import dev.ingot.hf.GenerationConfig;
import dev.ingot.runtime.sample.LogitPlan;
import dev.ingot.runtime.sample.SamplingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RequestRulesTest {

    private static final SearchDefaults GREEDY = new SearchDefaults(false, 512, 0.7, 20, 0.8, 1.1, 0, 0);
    private static final SearchDefaults SAMPLED = new SearchDefaults(true, 512, 0.7, 20, 0.8, 1.1, 0, 0);

    private static SamplingPlan plan(final SearchDefaults search, final RequestDefaults defaults,
            final Sampling asked) {
        return new RequestRules(defaults, search, GenerationConfig.NONE, 1000).plan(asked.seed(5));
    }

    private static SamplingPlan plan(final SearchDefaults search, final Sampling asked) {
        return plan(search, RequestDefaults.NONE, asked);
    }

    private static SamplingPlan plan(final double temperature, final int topK, final double topP,
            final double repetition) {
        return new SamplingPlan(repeating(repetition), temperature, topK, topP, 0, 1, 5);
    }

    private static LogitPlan repeating(final double penalty) {
        return new LogitPlan(Map.of(), penalty, 0, 0, 0, 0, Set.of());
    }

    @Test
    void nothingSaidLeavesEverythingToTheModel() {
        assertThat(plan(SAMPLED, Sampling.modelDefaults())).isEqualTo(plan(0.7, 20, 0.8, 1.1));
        assertThat(plan(GREEDY, Sampling.modelDefaults())).isEqualTo(plan(0, 20, 0.8, 1.1));
    }

    @Test
    void greedyIsPlainArgMax() {
        final SamplingPlan found = plan(SAMPLED, new RequestDefaults(java.util.OptionalInt.empty(),
                java.util.OptionalDouble.of(0.9), java.util.OptionalDouble.of(0.5),
                java.util.OptionalDouble.of(1.3)), Sampling.greedy());
        assertThat(found.temperature()).isZero();
        assertThat(found.changes()).isEqualTo(LogitPlan.NONE);
    }

    @Test
    void anyOfTheThreeMeansSampling() {
        assertThat(plan(GREEDY, Sampling.modelDefaults().temperature(0.3)).temperature()).isEqualTo(0.3);
        assertThat(plan(GREEDY, Sampling.modelDefaults().topK(3)))
                .isEqualTo(plan(0.7, 3, 0.8, 1.1));
        assertThat(plan(GREEDY, Sampling.modelDefaults().topP(0.3)))
                .isEqualTo(plan(0.7, 20, 0.3, 1.1));
        assertThat(plan(GREEDY, Sampling.modelDefaults().repetitionPenalty(2)))
                .isEqualTo(plan(0, 20, 0.8, 2));
    }

    @Test
    void aModelOfTemperatureZeroSamplesWhenAskedTo() {
        final var cold = new SearchDefaults(true, 512, 0, 20, 0.8, 1, 0, 0);
        assertThat(plan(cold, Sampling.modelDefaults()).temperature()).isZero();
        assertThat(plan(cold, Sampling.modelDefaults().topP(0.5)).temperature()).isEqualTo(1);
    }

    @Test
    void registeredDefaultsStandBetweenRequestAndModel() {
        final var defaults = RequestDefaults.NONE.temperature(0.4).repetitionPenalty(1.2);
        assertThat(plan(GREEDY, defaults, Sampling.modelDefaults()))
                .isEqualTo(plan(0.4, 20, 0.8, 1.2));
        assertThat(plan(GREEDY, defaults, Sampling.modelDefaults().temperature(0.9)))
                .isEqualTo(plan(0.9, 20, 0.8, 1.2));
    }

    @Test
    void whatGenaiHasNoKeysForComesFromTheGenerationConfig(@TempDir final Path directory) throws IOException {
        final var rules = rules(directory, "\"min_p\": 0.05, \"typical_p\": 0.9, \"min_new_tokens\": 7,"
                + " \"max_new_tokens\": 50");
        final SamplingPlan found = rules.plan(Sampling.modelDefaults());
        assertThat(found.minP()).isEqualTo(0.05);
        assertThat(found.typicalP()).isEqualTo(0.9);
        assertThat(rules.plan(Sampling.modelDefaults().minP(0).typicalP(1)).minP()).isZero();
        final var nothing = GenerationOptions.DEFAULT;
        assertThat(rules.limit(100, nothing)).isEqualTo(150);
        assertThat(rules.limit(100, nothing.maxLength(300))).isEqualTo(300);
        assertThat(rules.limit(100, nothing.maxNewTokens(200))).isEqualTo(300);
        assertThat(rules.least(100, 150, nothing)).isEqualTo(7);
        assertThat(rules.least(100, 103, nothing)).isEqualTo(3);
        assertThat(rules.least(100, 150, nothing.minNewTokens(0))).isZero();
    }

    private static RequestRules rules(final Path directory, final String members) throws IOException {
        final Path file = directory.resolve(GenerationConfig.FILE_NAME);
        Files.writeString(file, "{" + members + "}");
        return new RequestRules(RequestDefaults.NONE, SAMPLED, GenerationConfig.read(file), 1000);
    }

    @Test
    void plainDrawsLeaveNothingToTheModel(@TempDir final Path directory) throws IOException {
        final var rules = rules(directory,
                "\"min_p\": 0.05, \"typical_p\": 0.9, \"repetition_penalty\": 1.3");
        assertThat(rules.plan(Sampling.plain().seed(5)))
                .isEqualTo(new SamplingPlan(LogitPlan.NONE, 1, 0, 1, 0, 1, 5));
    }

    @Test
    void whatGenaiHasKeysForComesFromItsSearchObject() {
        final var search = new SearchDefaults(true, 512, 0.7, 20, 0.8, 1.1, 3, 40);
        final var rules = new RequestRules(RequestDefaults.NONE, search, GenerationConfig.NONE, 1000);
        assertThat(rules.plan(Sampling.modelDefaults()).changes().noRepeatNgram()).isEqualTo(3);
        assertThat(rules.plan(Sampling.greedy()).changes()).isEqualTo(LogitPlan.NONE);
        assertThat(rules.least(30, 512, GenerationOptions.DEFAULT)).isEqualTo(10);
        assertThat(rules.least(50, 512, GenerationOptions.DEFAULT)).isZero();
    }

    @Test
    void optionsThatContradictOneAnotherAreRefused() {
        final var some = GenerationOptions.DEFAULT.minNewTokens(20);
        assertThatThrownBy(() -> some.maxNewTokens(19)).isInstanceOf(InvalidOptionException.class)
                .hasMessageContainingAll("min new tokens", "at most", "19", "20");
        final var rules = new RequestRules(RequestDefaults.NONE, GREEDY, GenerationConfig.NONE, 1000);
        assertThatThrownBy(() -> rules.least(100, 110, some)).isInstanceOf(InvalidOptionException.class)
                .hasMessageContainingAll("min new tokens", "100", "110", "at most 10", "20");
    }

    @Test
    void minPAndTypicalPMeanSampling() {
        assertThat(plan(GREEDY, Sampling.modelDefaults().minP(0.1)).temperature()).isEqualTo(0.7);
        assertThat(plan(GREEDY, Sampling.modelDefaults().typicalP(0.5)).typicalP()).isEqualTo(0.5);
    }

    @Test
    void seedsDifferWhenNoneIsGiven() {
        final var rules = new RequestRules(RequestDefaults.NONE, SAMPLED, GenerationConfig.NONE, 1000);
        assertThat(rules.plan(Sampling.modelDefaults()).seed())
                .isNotEqualTo(rules.plan(Sampling.modelDefaults()).seed());
    }

    @Test
    void lengthsComeFromTheRequestThenTheRegistrationThenTheModel() {
        final var plain = new RequestRules(RequestDefaults.NONE, GREEDY, GenerationConfig.NONE, 1000);
        final var registered = new RequestRules(RequestDefaults.NONE.maxLength(300), GREEDY,
                GenerationConfig.NONE, 1000);
        final var nothing = GenerationOptions.DEFAULT;
        assertThat(plain.limit(100, nothing)).isEqualTo(512);
        assertThat(registered.limit(100, nothing)).isEqualTo(300);
        assertThat(registered.limit(100, nothing.maxLength(400))).isEqualTo(400);
        assertThat(registered.limit(100, nothing.maxNewTokens(500))).isEqualTo(600);
        assertThat(registered.limit(100, nothing.maxNewTokens(50).maxLength(120))).isEqualTo(120);
        assertThat(registered.limit(100, nothing.maxLength(4000))).isEqualTo(1000);
        assertThat(registered.limit(100, nothing.maxNewTokens(Integer.MAX_VALUE))).isEqualTo(1000);
    }

    @Test
    void valuesOutOfRangeAreRefusedByName() {
        final var some = Sampling.modelDefaults();
        assertThatThrownBy(() -> some.temperature(-0.1)).isInstanceOf(InvalidOptionException.class)
                .hasMessageContainingAll("temperature", "-0.1");
        assertThatThrownBy(() -> some.temperature(Double.NaN)).isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> some.topK(-1)).hasMessageContainingAll("top-k", "-1");
        assertThatThrownBy(() -> some.topP(0)).hasMessageContaining("top-p");
        assertThatThrownBy(() -> some.topP(1.01)).hasMessageContaining("1.01");
        assertThatThrownBy(() -> some.repetitionPenalty(0)).hasMessageContaining("repetition penalty");
        assertThatThrownBy(() -> some.frequencyPenalty(Double.NaN)).hasMessageContaining("frequency penalty");
        assertThatThrownBy(() -> some.presencePenalty(Double.POSITIVE_INFINITY))
                .hasMessageContaining("presence penalty");
        assertThatThrownBy(() -> some.noRepeatNgram(-1)).hasMessageContaining("n-gram");
        assertThatThrownBy(() -> some.minP(1.1)).hasMessageContainingAll("min-p", "1.1");
        assertThatThrownBy(() -> some.typicalP(0)).hasMessageContaining("typical-p");
        assertThatThrownBy(() -> some.logitBias(-1, 0)).hasMessageContaining("token -1");
        assertThatThrownBy(() -> some.logitBias(3, Double.NaN)).hasMessageContaining("token 3");
        assertThatThrownBy(() -> GenerationOptions.DEFAULT.logprobs(-1)).hasMessageContaining("logprobs");
        assertThatThrownBy(() -> GenerationOptions.DEFAULT.minNewTokens(-1))
                .hasMessageContaining("min new tokens");
        assertThatThrownBy(() -> GenerationOptions.DEFAULT.maxNewTokens(0))
                .isInstanceOf(InvalidOptionException.class).hasMessageContaining("max new tokens");
        assertThatThrownBy(() -> GenerationOptions.DEFAULT.stop("a", "")).hasMessageContaining("stop");
        assertThatThrownBy(() -> GeneratorOptions.DEFAULT.threads(0)).hasMessageContaining("threads");
        assertThatThrownBy(() -> GeneratorOptions.DEFAULT.spin(java.time.Duration.ofSeconds(2)))
                .hasMessageContaining("spin");
    }
}
