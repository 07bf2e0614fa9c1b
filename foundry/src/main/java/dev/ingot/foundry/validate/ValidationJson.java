package dev.ingot.foundry.validate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A validation as JSON. */
final class ValidationJson {

    private ValidationJson() {}

    static Map<String, @Nullable Object> of(final ValidationReport report) {
        final var json = ReportJson.begin(RunKind.VALIDATION, report);
        json.put("suite", report.suite().orElse(null));
        json.put("load_ms", ReportJson.millis(report.load()));
        json.put("answers", report.quality().answers().stream().map(ReportJson::answer).toList());
        json.put("lengths", report.lengths().stream().map(ReportJson::length).toList());
        json.put("memory", report.memory().stream().map(ValidationJson::memory).toList());
        json.put("resources", ReportJson.resources(report.resources()));
        return json;
    }

    private static Map<String, @Nullable Object> memory(final MemoryTrend memory) {
        final var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("what", memory.what());
        json.put("rounds", memory.trend().rounds());
        json.put("requests_per_round", memory.requests());
        json.put("slope_bytes_per_round", ReportJson.finite(memory.trend().slope()));
        json.put("low_bytes_per_round", ReportJson.finite(memory.trend().low()));
        json.put("high_bytes_per_round", ReportJson.finite(memory.trend().high()));
        json.put("allowed_bytes_per_round", ReportJson.finite(memory.allowed()));
        json.put("bytes", memory.bytes());
        return json;
    }
}
