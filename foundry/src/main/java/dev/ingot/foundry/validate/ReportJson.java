package dev.ingot.foundry.validate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The parts that reports have in common as JSON; docs/validation.md describes the keys. Times are milliseconds. */
final class ReportJson {

    static final int FORMAT_VERSION = 1;

    private ReportJson() {}

    static Map<String, @Nullable Object> begin(final RunKind kind, final RunReport report) {
        return begin(kind, report.model(), report.passed(), report.machine(), report.checks());
    }

    /** A run without a report has no checks, and one more key. */
    static Map<String, @Nullable Object> failed(final RunKind kind, final String model,
            final String reason) {
        final var json = begin(kind, model, false, Machine.current(), List.of());
        json.put("error", reason);
        return json;
    }

    private static Map<String, @Nullable Object> begin(final RunKind kind, final String model,
            final boolean passed, final Machine machine, final List<CheckResult> checks) {
        final var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("format_version", FORMAT_VERSION);
        json.put("kind", kind.key());
        json.put("model", model);
        json.put("passed", passed);
        json.put("system", machine.system());
        json.put("processors", machine.processors());
        json.put("java", machine.java());
        json.put("checks", checks.stream().map(ReportJson::check).toList());
        return json;
    }

    private static Map<String, @Nullable Object> check(final CheckResult check) {
        final var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("group", check.group());
        json.put("id", check.id());
        json.put("status", check.status().name().toLowerCase(Locale.ROOT));
        json.put("summary", check.summary());
        json.put("reasons", check.reasons());
        json.put("time_ms", millis(check.time()));
        return json;
    }

    static Map<String, @Nullable Object> length(final LengthResult length) {
        final var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("prompt_tokens", length.promptTokens());
        json.put("requests", length.requests());
        json.put("failures", length.failures());
        json.put("response_ms", distribution(length.response()));
        json.put("first_token_ms", distribution(length.firstToken()));
        json.put("tokens_per_second", distribution(length.tokensPerSecond()));
        json.put("throughput_tokens_per_second", rounded(length.throughput()));
        json.put("busy_processors", rounded(length.busyProcessors()));
        return json;
    }

    /** A percentile that too few values cannot tell is null. */
    private static Map<String, @Nullable Object> distribution(final Distribution values) {
        final var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("n", values.count());
        json.put("mean", finite(values.mean()));
        json.put("min", finite(values.least()));
        json.put("p50", figure(values.p50()));
        json.put("p95", figure(values.p95()));
        json.put("p99", figure(values.p99()));
        json.put("max", finite(values.most()));
        return json;
    }

    static Map<String, @Nullable Object> answer(final Answer answer) {
        final var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("id", answer.item().id());
        json.put("category", answer.item().category());
        json.put("prompt", answer.item().prompt().words());
        json.put("answer", answer.text());
        json.put("right", answer.right());
        json.put("wrong", answer.wrong());
        json.put("tokens", answer.tokens());
        json.put("time_ms", millis(answer.time()));
        json.put("first_token_ms", answer.firstToken().map(ReportJson::millis).orElse(null));
        json.put("f1", figure(answer.f1()));
        json.put("cosine", figure(answer.cosine()));
        json.put("repetition", rounded(answer.repetition()));
        json.put("loops", answer.loops());
        json.put("cut_off", answer.cutOff());
        json.put("formatted", answer.formatted().orElse(null));
        return json;
    }

    static Map<String, @Nullable Object> resources(final ResourceUse use) {
        final var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("peak_rss_bytes", bytes(use.peakResident()));
        json.put("peak_heap_bytes", use.peakHeap());
        json.put("processor_use", rounded(use.processorUse()));
        json.put("samples", use.samples().stream().map(ReportJson::sample).toList());
        return json;
    }

    static Map<String, @Nullable Object> sample(final ResourceSample sample) {
        final var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("at_ms", millis(sample.at()));
        json.put("rss_bytes", bytes(sample.resident()));
        json.put("anonymous_bytes", bytes(sample.anonymous()));
        json.put("heap_bytes", sample.heap());
        json.put("processor_ms", millis(sample.processor()));
        return json;
    }

    private static @Nullable Object bytes(final OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    static @Nullable Object figure(final OptionalDouble value) {
        return value.isPresent() ? finite(value.getAsDouble()) : null;
    }

    /** JSON has neither infinity nor what is not a number. */
    static @Nullable Object finite(final double value) {
        return Double.isFinite(value) ? rounded(value) : null;
    }

    static double millis(final Duration time) {
        return rounded(Figures.millis(time));
    }

    private static double rounded(final double value) {
        return Math.rint(value * 1000) / 1000;
    }
}
