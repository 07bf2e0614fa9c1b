package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.RequestDefaults;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.genai.SearchDefaults;
import dev.ingot.runtime.sample.SamplingPlan;
import org.junit.jupiter.api.Test;

final class RequestRulesTest {

    private static final SearchDefaults GREEDY = new SearchDefaults(false, 512, 0.7, 20, 0.8, 1.1);
    private static final SearchDefaults SAMPLED = new SearchDefaults(true, 512, 0.7, 20, 0.8, 1.1);

    private static SamplingPlan plan(final SearchDefaults search, final RequestDefaults defaults,
            final Sampling asked) {
        return new RequestRules(defaults, search, 1000).plan(asked.seed(5));
    }

    private static SamplingPlan plan(final SearchDefaults search, final Sampling asked) {
        return plan(search, RequestDefaults.NONE, asked);
    }

    @Test
    void nothingSaidLeavesEverythingToTheModel() {
        assertThat(plan(SAMPLED, Sampling.modelDefaults())).isEqualTo(new SamplingPlan(0.7, 20, 0.8, 1.1, 5));
        assertThat(plan(GREEDY, Sampling.modelDefaults())).isEqualTo(new SamplingPlan(0, 20, 0.8, 1.1, 5));
    }

    @Test
    void greedyIsPlainArgMax() {
        final SamplingPlan found = plan(SAMPLED, new RequestDefaults(java.util.OptionalInt.empty(),
                java.util.OptionalDouble.of(0.9), java.util.OptionalDouble.of(0.5),
                java.util.OptionalDouble.of(1.3)), Sampling.greedy());
        assertThat(found.temperature()).isZero();
        assertThat(found.penalizes()).isFalse();
    }

    @Test
    void anyOfTheThreeMeansSampling() {
        assertThat(plan(GREEDY, Sampling.modelDefaults().temperature(0.3)).temperature()).isEqualTo(0.3);
        assertThat(plan(GREEDY, Sampling.modelDefaults().topK(3)))
                .isEqualTo(new SamplingPlan(0.7, 3, 0.8, 1.1, 5));
        assertThat(plan(GREEDY, Sampling.modelDefaults().topP(0.3)))
                .isEqualTo(new SamplingPlan(0.7, 20, 0.3, 1.1, 5));
        assertThat(plan(GREEDY, Sampling.modelDefaults().repetitionPenalty(2)))
                .isEqualTo(new SamplingPlan(0, 20, 0.8, 2, 5));
    }

    @Test
    void aModelOfTemperatureZeroSamplesWhenAskedTo() {
        final var cold = new SearchDefaults(true, 512, 0, 20, 0.8, 1);
        assertThat(plan(cold, Sampling.modelDefaults()).temperature()).isZero();
        assertThat(plan(cold, Sampling.modelDefaults().topP(0.5)).temperature()).isEqualTo(1);
    }

    @Test
    void registeredDefaultsStandBetweenRequestAndModel() {
        final var defaults = RequestDefaults.NONE.temperature(0.4).repetitionPenalty(1.2);
        assertThat(plan(GREEDY, defaults, Sampling.modelDefaults()))
                .isEqualTo(new SamplingPlan(0.4, 20, 0.8, 1.2, 5));
        assertThat(plan(GREEDY, defaults, Sampling.modelDefaults().temperature(0.9)))
                .isEqualTo(new SamplingPlan(0.9, 20, 0.8, 1.2, 5));
    }

    @Test
    void seedsDifferWhenNoneIsGiven() {
        final var rules = new RequestRules(RequestDefaults.NONE, SAMPLED, 1000);
        assertThat(rules.plan(Sampling.modelDefaults()).seed())
                .isNotEqualTo(rules.plan(Sampling.modelDefaults()).seed());
    }

    @Test
    void lengthsComeFromTheRequestThenTheRegistrationThenTheModel() {
        final var plain = new RequestRules(RequestDefaults.NONE, GREEDY, 1000);
        final var registered = new RequestRules(RequestDefaults.NONE.maxLength(300), GREEDY, 1000);
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
        assertThatThrownBy(() -> GenerationOptions.DEFAULT.maxNewTokens(0))
                .isInstanceOf(InvalidOptionException.class).hasMessageContaining("max new tokens");
        assertThatThrownBy(() -> GenerationOptions.DEFAULT.stop("a", "")).hasMessageContaining("stop");
        assertThatThrownBy(() -> GeneratorOptions.DEFAULT.threads(0)).hasMessageContaining("threads");
        assertThatThrownBy(() -> GeneratorOptions.DEFAULT.spin(java.time.Duration.ofSeconds(2)))
                .hasMessageContaining("spin");
    }
}
