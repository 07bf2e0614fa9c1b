package dev.ingot.foundry.validate;

import java.util.List;

/** What came out of a measurement, in every form in which people and programs read it. Immutable. */
public sealed interface RunReport permits BenchmarkReport, ValidationReport {

    /**
     * Returns the model.
     *
     * @return its name
     */
    String model();

    /**
     * Returns where it ran.
     *
     * @return the machine
     */
    Machine machine();

    /**
     * Returns what was checked.
     *
     * @return the checks, in their order
     */
    List<CheckResult> checks();

    /**
     * Tells whether no check failed.
     *
     * @return true if so; a check that could not tell counts as not failed
     */
    default boolean passed() {
        return checks().stream().noneMatch(CheckResult::failed);
    }

    /**
     * Shows the report in a terminal.
     *
     * @return lines, each ending with a line break
     */
    String toText();

    /**
     * Writes the report as JSON.
     *
     * @return an object, indented by two, ending with a line break
     */
    String toJson();

    /**
     * Writes the checks as continuous integration reads them.
     *
     * @return XML in UTF-8
     */
    String toJUnit();

    /**
     * Shows the report as a page that needs no other file, no network and no script.
     *
     * @return HTML in UTF-8
     */
    String toHtml();
}
