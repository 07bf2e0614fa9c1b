package dev.ingot.foundry.validate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A benchmark as JSON. */
final class BenchmarkJson {

    private BenchmarkJson() {}

    static Map<String, @Nullable Object> of(final BenchmarkReport report) {
        final var json = ReportJson.begin(RunKind.BENCHMARK, report);
        json.put("concurrency", report.concurrency());
        json.put("new_tokens", report.newTokens());
        json.put("load_ms", ReportJson.millis(report.load()));
        json.put("lengths", report.lengths().stream().map(ReportJson::length).toList());
        json.put("quality", report.quality().map(BenchmarkJson::quality).orElse(null));
        json.put("resources", ReportJson.resources(report.resources()));
        return json;
    }

    private static Map<String, @Nullable Object> quality(final AnswerQuality quality) {
        final var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("answers", quality.answers().size());
        json.put("right", quality.right());
        json.put("f1", ReportJson.figure(quality.f1()));
        json.put("cosine", ReportJson.figure(quality.cosine()));
        json.put("repetition", ReportJson.finite(quality.repetition()));
        json.put("looping", quality.looping());
        json.put("cut_off", quality.cutOff());
        json.put("formatted", ReportJson.figure(quality.formatted()));
        json.put("items", quality.answers().stream().map(ReportJson::answer).toList());
        return json;
    }
}
