package dev.ingot.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** OpenTelemetry's semantic conventions for generative models, as far as they fit a model in the same process. */
final class GenAiMetrics {

    private static final String PROVIDER = "ingot";
    private static final String SECONDS = "s";
    private static final String TOKENS = "{token}";

    private GenAiMetrics() {}

    static List<Metric> of(final GenerationReport report) {
        final Map<String, String> attributes = attributes(report);
        final var metrics = new ArrayList<Metric>();
        metrics.add(time("gen_ai.client.operation.duration", report.duration(), attributes));
        metrics.add(time("gen_ai.server.request.duration", report.duration(), attributes));
        metrics.add(usage("input", report.promptTokens(), attributes));
        metrics.add(usage("output", report.tokens(), attributes));
        if (report.tokens() > 0) {
            metrics.add(time("gen_ai.server.time_to_first_token", report.prefill(), attributes));
        }
        if (report.tokens() > 1) {
            metrics.add(time("gen_ai.server.time_per_output_token",
                    report.decode().dividedBy(report.tokens() - 1L), attributes));
        }
        return List.copyOf(metrics);
    }

    private static Map<String, String> attributes(final GenerationReport report) {
        final var attributes = new HashMap<String, String>();
        attributes.put("gen_ai.operation.name", report.chat() ? "chat" : "text_completion");
        attributes.put("gen_ai.provider.name", PROVIDER);
        attributes.put("gen_ai.request.model", report.model());
        report.finishReason().ifPresent(reason -> attributes.put("gen_ai.response.finish_reasons",
                reason.name().toLowerCase(Locale.ROOT)));
        report.error().ifPresent(error -> attributes.put("error.type", error));
        return attributes;
    }

    private static Metric time(final String name, final Duration time, final Map<String, String> attributes) {
        return new Metric(name, SECONDS, time.toNanos() / 1e9, attributes);
    }

    private static Metric usage(final String type, final int tokens, final Map<String, String> attributes) {
        final var typed = new HashMap<>(attributes);
        typed.put("gen_ai.token.type", type);
        return new Metric("gen_ai.client.token.usage", TOKENS, tokens, typed);
    }
}
