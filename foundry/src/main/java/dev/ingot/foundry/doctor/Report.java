package dev.ingot.foundry.doctor;

import dev.ingot.foundry.CachedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What was found at a path. Immutable.
 *
 * @param path     what was looked at, absolute
 * @param subject  what it is
 * @param listed   the models that readers list: of a cache, or the one that is looked at
 * @param findings in the order of the files
 */
public record Report(Path path, Subject subject, List<CachedModel> listed, List<Finding> findings) {

    /** Copies the lists. */
    public Report {
        listed = List.copyOf(listed);
        findings = List.copyOf(findings);
    }

    /**
     * Tells whether nothing has to be done.
     *
     * @return true if there is nothing, or nothing but notes
     */
    public boolean isHealthy() {
        return findings.stream().allMatch(finding -> finding.fault().severity() == Severity.NOTE);
    }

    /**
     * Returns what can be mended without a decision of the owner.
     *
     * @return the repairs of the findings
     */
    public List<Repair> repairs() {
        return findings.stream().map(Finding::repair).flatMap(Optional::stream).toList();
    }

    /**
     * Returns the report for people.
     *
     * @return lines with a final line break
     */
    public String toText() {
        return new ReportText(this).text();
    }

    /**
     * Returns the report for programs: {@code path}, {@code subject}, {@code healthy}, the models {@code listed}, the {@code
     * findings}, and as {@code repairs} what {@link Doctor#fix} would do. docs/troubleshooting.md explains each key.
     *
     * @return one JSON object on one line
     */
    public String toJson() {
        return ReportJson.of(this);
    }
}
