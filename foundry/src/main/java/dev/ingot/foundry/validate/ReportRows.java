package dev.ingot.foundry.validate;

import java.util.List;
import java.util.Locale;

/** The rows of tables that a terminal and a page show alike. */
final class ReportRows {

    static final List<String> LENGTHS = List.of("prompt tokens", "requests", "first token p50", "p95",
            "answer mean", "p50", "p95", "p99", "max", "tokens/s", "all users");

    private ReportRows() {}

    static List<List<String>> lengths(final List<LengthResult> lengths) {
        return lengths.stream().map(it -> List.of(String.valueOf(it.promptTokens()), requests(it),
                Figures.millis(it.firstToken().p50()), Figures.millis(it.firstToken().p95()),
                Figures.millis(it.response().mean()), Figures.millis(it.response().p50()),
                Figures.millis(it.response().p95()), Figures.millis(it.response().p99()),
                Figures.millis(it.response().most()), Figures.number(it.tokensPerSecond().p50()),
                Figures.number(it.throughput()))).toList();
    }

    private static String requests(final LengthResult length) {
        return length.requests()
                + (length.failures().isEmpty() ? "" : ", " + length.failures().size() + " failed");
    }

    /** Says why a percentile is missing from the table, where one is. */
    static String percentileNote(final List<LengthResult> lengths) {
        final int least = lengths.stream().mapToInt(it -> it.response().count()).min().orElse(0);
        final String missing = least < 20 ? "p95 needs 20 values and p99 100" : "p99 needs 100 values";
        return least < 100 ? missing + "; there are " + least + " for each length." : "";
    }

    static String word(final CheckResult check) {
        return check.status().name().toLowerCase(Locale.ROOT);
    }

    static List<List<String>> quality(final AnswerQuality quality) {
        final int all = quality.answers().size();
        return List.of(List.of("answers that are all that is demanded", quality.right() + " of " + all),
                List.of("words in common with the expected answer (F1), mean", Figures.number(quality.f1())),
                List.of("cosine with the expected answer, mean", Figures.number(quality.cosine())),
                List.of("repeated runs of four tokens, mean", Figures.percent(quality.repetition())),
                List.of("answers that go round in circles", quality.looping() + " of " + all),
                List.of("answers cut off by the limit of tokens", quality.cutOff() + " of " + all),
                List.of("answers of the demanded format", quality.formatted().isPresent()
                        ? Figures.percent(quality.formatted().getAsDouble())
                        : "none demanded"));
    }
}
