package dev.ingot.foundry.validate;

import dev.ingot.report.Markup;
import dev.ingot.report.Verdict;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Tables of what passed and what did not: that comes first, and where much passed it is folded away. */
final class CheckTable {

    private static final List<String> CHECKS = List.of("check", "result", "what was found");
    private static final List<String> ANSWERS = List.of("item", "result", "asked", "answered");
    private static final int FEW = 6;

    private CheckTable() {}

    static void checks(final Markup target, final List<CheckResult> checks) {
        write(target, CHECKS, checks, check -> check.status() == CheckResult.Status.PASSED, CheckTable::row);
    }

    static void answers(final Markup target, final List<Answer> answers) {
        write(target, ANSWERS, answers, Answer::right, CheckTable::row);
    }

    private static <T> void write(final Markup target, final List<String> heads, final List<T> all,
            final Predicate<T> passed, final BiConsumer<Markup, T> row) {
        final List<T> good = all.stream().filter(passed).toList();
        final List<T> bad = all.stream().filter(passed.negate()).toList();
        if (!bad.isEmpty()) {
            table(target, heads, bad, row);
        }
        if (good.size() > FEW) {
            target.open("details").element("summary", good.size() + " that passed");
            table(target, heads, good, row);
            target.close("details");
        } else if (!good.isEmpty()) {
            table(target, heads, good, row);
        }
    }

    private static <T> void table(final Markup target, final List<String> heads, final List<T> rows,
            final BiConsumer<Markup, T> row) {
        target.open("div", "class", "card").open("table").open("thead").open("tr");
        heads.forEach(head -> target.element("th", head, "class", "left"));
        target.close("tr").close("thead").open("tbody");
        rows.forEach(it -> row.accept(target, it));
        target.close("tbody").close("table").close("div");
    }

    private static void row(final Markup target, final CheckResult check) {
        target.open("tr").element("td", check.id(), "class", "text").open("td", "class", "left");
        verdict(check).chip(target, ReportRows.word(check));
        target.close("td").open("td", "class", "text");
        check.reasons().forEach(reason -> target.element("div", reason));
        target.element("div", check.summary(), "class", check.reasons().isEmpty() ? "plain" : "soft small")
                .close("td").close("tr");
    }

    private static Verdict verdict(final CheckResult check) {
        return switch (check.status()) {
            case PASSED -> Verdict.GOOD;
            case FAILED -> Verdict.BAD;
            case UNDECIDED -> Verdict.OPEN;
        };
    }

    private static void row(final Markup target, final Answer answer) {
        target.open("tr").open("td", "class", "text").element("div", answer.item().id())
                .element("div", answer.item().category(), "class", "soft small").close("td")
                .open("td", "class", "left");
        (answer.right() ? Verdict.GOOD : Verdict.BAD).chip(target, answer.right() ? "passed" : "failed");
        target.element("div", Figures.time(answer.time()), "class", "soft small").close("td").open("td",
                "class",
                "text");
        asked(target, answer.item().prompt());
        target.close("td").open("td", "class", "text").element("code", answer.text());
        answer.wrong().forEach(reason -> target.element("div", reason));
        target.close("td").close("tr");
    }

    private static void asked(final Markup target, final Prompt prompt) {
        switch (prompt) {
            case Prompt.Text plain -> target.element("div", plain.text());
            case Prompt.Chat chat -> {
                chat.messages().subList(0, chat.messages().size() - 1)
                        .forEach(message -> target.element("div",
                                message.role() + ": " + message.content(), "class", "soft small"));
                target.element("div", chat.words());
            }
        }
    }
}
