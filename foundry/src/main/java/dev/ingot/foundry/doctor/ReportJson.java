package dev.ingot.foundry.doctor;

import dev.ingot.foundry.CachedModel;
import dev.ingot.json.JsonFiles;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report as one JSON object. */
final class ReportJson {

    private ReportJson() {}

    static String of(final Report report) {
        return JsonFiles.compact(values(report));
    }

    static Map<String, @Nullable Object> values(final Report report) {
        final var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("path", report.path().toString());
        json.put("subject", name(report.subject()));
        json.put("healthy", report.isHealthy());
        json.put("listed", report.listed().stream().map(ReportJson::model).toList());
        json.put("findings", report.findings().stream().map(ReportJson::finding).toList());
        return json;
    }

    private static Map<String, Object> model(final CachedModel model) {
        final var json = new LinkedHashMap<String, Object>();
        json.put("id", model.id().text());
        json.put("path", model.directory().toString());
        return json;
    }

    private static Map<String, @Nullable Object> finding(final Finding finding) {
        final var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("code", finding.fault().code());
        json.put("fault", name(finding.fault()));
        json.put("severity", name(finding.fault().severity()));
        json.put("path", finding.path().toString());
        json.put("line", finding.line().isPresent() ? finding.line().getAsInt() : null);
        json.put("title", finding.fault().title());
        json.put("expected", finding.expected());
        json.put("found", finding.found());
        json.put("fix", finding.fix());
        json.put("repairable", finding.repair().isPresent());
        return json;
    }

    private static String name(final Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
