package dev.ingot.foundry.service.metrics;

import dev.ingot.foundry.ModelId;
import dev.ingot.foundry.service.http.Traffic;
import dev.ingot.foundry.service.models.LoadedModel;
import dev.ingot.foundry.service.wire.Clients;
import dev.ingot.foundry.validate.ResourceSample;
import dev.ingot.foundry.validate.measure.ProcessProbe;
import dev.ingot.runtime.GenerationListener;
import dev.ingot.runtime.GenerationReport;
import dev.ingot.runtime.LoadReport;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Counts what the service does. Thread-safe. */
public final class ServiceMetrics implements Traffic {

    private static final String MODEL = "model";
    private static final double[] SECONDS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
            120, 300};
    private static final double[] TOKEN_SECONDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5,
            1};

    private final ProcessProbe process = new ProcessProbe();
    private final Series requests = Series.counter("ingot_http_requests_total",
            "Answers by path and status.");
    private final Series latency = Series.histogram("ingot_http_request_duration_seconds",
            "From the end of a request's headers to the end of its answer.", SECONDS);
    private final Series generations = Series.counter("ingot_generations_total",
            "Generations by model and the reason of their end.");
    private final Series promptTokens = Series.counter("ingot_prompt_tokens_total", "Tokens of prompts.");
    private final Series cachedTokens = Series.counter("ingot_cached_prompt_tokens_total",
            "Tokens of prompts that were in the key-value cache already.");
    private final Series tokens = Series.counter("ingot_generated_tokens_total", "Tokens generated.");
    private final Series firstToken = Series.histogram("ingot_time_to_first_token_seconds",
            "From a generation's beginning, waiting for its turn included, to its first token.", SECONDS);
    private final Series perToken = Series.histogram("ingot_time_per_output_token_seconds",
            "Mean of the tokens after the first.", TOKEN_SECONDS);
    private final Series loads = Series.histogram("ingot_model_load_duration_seconds",
            "How long models took to load.", SECONDS);
    private final List<Series> all = List.of(requests, latency, generations, promptTokens, cachedTokens,
            tokens,
            firstToken, perToken, loads);

    /** Creates metrics that have counted nothing. */
    public ServiceMetrics() {}

    @Override
    public void answered(final String method, final String route, final int status, final Duration time) {
        final String labels = Labels.with(Labels.of("method", method), "path", route);
        requests.add(Labels.with(labels, "status", String.valueOf(status)), 1);
        latency.add(labels, seconds(time));
    }

    /**
     * Listens to the generations of a model.
     *
     * @param id of the model
     * @return counts under the model's id
     */
    public GenerationListener listener(final ModelId id) {
        final String labels = Labels.of(MODEL, id.text());
        return new GenerationListener() {
            @Override
            public void loaded(final LoadReport report) {
                loads.add(labels, seconds(report.time()));
            }

            @Override
            public void ended(final GenerationReport report) {
                generation(labels, report);
            }
        };
    }

    private void generation(final String labels, final GenerationReport report) {
        final String end = report.finishReason().map(reason -> reason.name().toLowerCase(Locale.ROOT))
                .orElse("error");
        generations.add(Labels.with(labels, "finish_reason", end), 1);
        promptTokens.add(labels, report.promptTokens());
        cachedTokens.add(labels, report.cachedTokens());
        tokens.add(labels, report.tokens());
        if (report.tokens() > 0) {
            firstToken.add(labels, seconds(report.prefill()));
        }
        if (report.tokens() > 1) {
            perToken.add(labels, seconds(report.decode()) / (report.tokens() - 1));
        }
    }

    /**
     * Returns how many answers were given.
     *
     * @return since the service began
     */
    public long answers() {
        return (long) requests.sum();
    }

    /**
     * Returns how many tokens were generated.
     *
     * @return since the service began, of all models
     */
    public long generatedTokens() {
        return (long) tokens.sum();
    }

    /**
     * Returns what the process takes of its machine.
     *
     * @return as it is now; its moment counts from the beginning of the service
     */
    public ResourceSample process() {
        return process.sample();
    }

    /**
     * Writes everything in the text format of Prometheus.
     *
     * @param models   that are loaded now
     * @param clients  how it stands with them
     * @param compiled how many constraints were compiled
     * @return lines
     */
    public String text(final List<LoadedModel> models, final Clients clients, final long compiled) {
        final var text = new StringBuilder(4096);
        all.forEach(series -> series.write(text));
        gauge(text, "ingot_model_memory_bytes", "Memory set aside for each loaded model.", models,
                LoadedModel::bytes);
        gauge(text, "ingot_model_requests", "Requests that use or wait for each loaded model.", models,
                LoadedModel::users);
        gauge(text, "ingot_models_loaded", "Models in memory.", models.size());
        gauge(text, "ingot_http_connections", "Open connections.", clients.connections());
        counter(text, "ingot_stream_stall_seconds_total",
                "Time for which the making of answers has waited for clients that read slowly.",
                clients.stalledSeconds());
        counter(text, "ingot_streams_cut_off_total", "Answers whose clients read too slowly.",
                (double) clients.cutOff());
        counter(text, "ingot_constraints_compiled_total",
                "Schemas, grammars and sets of tools that were compiled, as they were not known.",
                (double) compiled);
        final var now = process();
        final double heap = now.heap();
        gauge(text, "ingot_uptime_seconds", "Time since the service began.", seconds(now.at()));
        gauge(text, "ingot_heap_bytes", "Java's heap in use.", heap);
        now.resident().stream().asDoubleStream().forEach(bytes -> gauge(text,
                "process_resident_memory_bytes", "Resident memory of the process.", bytes));
        counter(text, "process_cpu_seconds_total", "Time for which the process has computed.",
                seconds(now.processor()));
        return text.toString();
    }

    private static void gauge(final StringBuilder text, final String name, final String help,
            final List<LoadedModel> models, final ToDoubleFunction<LoadedModel> value) {
        Series.head(text, name, help, "gauge");
        models.forEach(model -> Series.line(text, name, Labels.of(MODEL, model.model().id().text()),
                value.applyAsDouble(model)));
    }

    private static void gauge(final StringBuilder text, final String name, final String help,
            final double value) {
        Series.head(text, name, help, "gauge");
        Series.line(text, name, Labels.NONE, value);
    }

    private static void counter(final StringBuilder text, final String name, final String help,
            final double value) {
        Series.head(text, name, help, "counter");
        Series.line(text, name, Labels.NONE, value);
    }

    private static double seconds(final Duration time) {
        return time.toNanos() / 1e9;
    }
}
