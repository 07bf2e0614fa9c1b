package dev.ingot.foundry.validate;

import dev.ingot.foundry.validate.CheckResult.Status;
import dev.ingot.report.Markup;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks in the form that JUnit gave to reports of tests, and that continuous integration reads: a suite for each group. */
final class JUnitXml {

    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    private static final String RUN = "run";
    private static final String NO_TIME = "0.000";

    private JUnitXml() {}

    static String of(final String name, final List<CheckResult> checks) {
        final Map<String, List<CheckResult>> groups = checks.stream()
                .collect(Collectors.groupingBy(CheckResult::group, LinkedHashMap::new, Collectors.toList()));
        final var xml = new Markup().raw(HEAD);
        xml.open("testsuites", counts(name, checks));
        groups.forEach((group, members) -> {
            xml.open("testsuite", with(counts(group, members), "skipped", count(members, Status.UNDECIDED)));
            members.forEach(check -> write(xml, name, check));
            xml.close("testsuite");
        });
        return xml.close("testsuites").toString();
    }

    /** A run that did not come to its checks: one case, with an error. */
    static String failed(final String name, final String reason, final String type) {
        final var xml = new Markup().raw(HEAD);
        xml.open("testsuites", "name", name, "tests", 1, "failures", 0, "errors", 1, "time", NO_TIME);
        xml.open("testsuite", "name", RUN, "tests", 1, "failures", 0, "errors", 1, "time", NO_TIME, "skipped",
                0);
        xml.open("testcase", "classname", name + "." + RUN, "name", RUN, "time", NO_TIME)
                .element("error", reason, "message", reason, "type", type).close("testcase");
        return xml.close("testsuite").close("testsuites").toString();
    }

    private static Object[] counts(final String name, final List<CheckResult> checks) {
        final Duration time = checks.stream().map(CheckResult::time).reduce(Duration.ZERO, Duration::plus);
        return new Object[]{"name", name, "tests", checks.size(), "failures", count(checks, Status.FAILED),
                "errors", 0, "time", seconds(time)};
    }

    private static Object[] with(final Object[] attributes, final Object... more) {
        return Stream.of(attributes, more).flatMap(Arrays::stream).toArray();
    }

    private static long count(final List<CheckResult> checks, final Status status) {
        return checks.stream().filter(check -> check.status() == status).count();
    }

    private static String seconds(final Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e9);
    }

    private static void write(final Markup xml, final String name, final CheckResult check) {
        xml.open("testcase", "classname", name + "." + check.group(), "name", check.id(), "time",
                seconds(check.time()));
        switch (check.status()) {
            case PASSED -> {
            }
            case FAILED -> xml.element("failure", String.join("\n", check.reasons()), "message",
                    check.reasons().getFirst(), "type", "expectation");
            case UNDECIDED -> xml.empty("skipped", "message", String.join("; ", check.reasons()));
        }
        xml.element("system-out", check.summary()).close("testcase");
    }
}
