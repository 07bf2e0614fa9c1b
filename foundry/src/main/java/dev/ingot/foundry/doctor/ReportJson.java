package dev.ingot.foundry.doctor;

import dev.ingot.foundry.CachedModel;
import dev.ingot.json.JsonFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report as one JSON object. */
final class ReportJson {

    private ReportJson() {}

    /** With what could be mended. */
    static String of(final Report report) {
        return of(report, report.findings().stream()
                .flatMap(finding -> finding.repair().stream().map(
                        repair -> repair("possible", finding.fault(), finding.path(), repair.text(), null,
                                null)))
                .toList());
    }

    /** With what was. */
    static String of(final Treatment treatment) {
        return of(treatment.after(), treatment.done().stream()
                .map(mending -> repair(mending.failure().isPresent() ? "failed" : "done", mending.fault(),
                        mending.path(), mending.text(), mending.failure().orElse(null),
                        mending.kept().map(Path::toString).orElse(null)))
                .toList());
    }

    private static String of(final Report report, final List<Map<String, @Nullable Object>> repairs) {
        final var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("path", report.path().toString());
        json.put("subject", name(report.subject()));
        json.put("healthy", report.isHealthy());
        json.put("listed", report.listed().stream().map(ReportJson::model).toList());
        json.put("findings", report.findings().stream().map(ReportJson::finding).toList());
        json.put("repairs", repairs);
        return JsonFiles.compact(json);
    }

    private static Map<String, @Nullable Object> repair(final String outcome, final Fault fault,
            final Path path,
            final String text, final @Nullable String failure, final @Nullable String kept) {
        final var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("outcome", outcome);
        json.put("code", fault.code());
        json.put("path", path.toString());
        json.put("repair", text);
        json.put("failure", failure);
        json.put("kept", kept);
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
