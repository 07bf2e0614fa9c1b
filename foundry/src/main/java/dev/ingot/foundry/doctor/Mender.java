package dev.ingot.foundry.doctor;

import dev.ingot.error.IngotException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Mends what is found, and what that uncovers, until nothing is left that can be mended. Not thread-safe. */
final class Mender {

    /** A bound only: what one repair uncovers the next one mends, one per file and round, none twice. */
    private static final int ROUNDS = 1000;

    private final OldFiles keeper = new OldFiles();
    private final List<Mending> done = new ArrayList<>();
    private final Set<String> tried = new HashSet<>();

    Treatment mend(final Supplier<Report> examination) {
        Report report = examination.get();
        for (int round = 0; round < ROUNDS && mend(report); round++) {
            report = examination.get();
        }
        final Map<Path, Path> kept = keeper.kept();
        MendedFiles.renew(kept);
        return new Treatment(done, kept, report);
    }

    /** Makes one repair per file, since each begins with what the file holds; nothing is tried twice. */
    private boolean mend(final Report report) {
        final var touched = new HashSet<Path>();
        boolean changed = false;
        for (final Finding finding : report.findings()) {
            final Optional<Repair> repair = finding.repair();
            if (repair.isPresent() && !tried.contains(key(repair.get()))
                    && touched.add(repair.get().subject())) {
                tried.add(key(repair.get()));
                done.add(outcome(finding, repair.get()));
                changed = true;
            }
        }
        return changed;
    }

    private static String key(final Repair repair) {
        return repair.subject() + " " + repair.text();
    }

    private Mending outcome(final Finding finding, final Repair repair) {
        try {
            repair.apply(keeper);
            return new Mending(finding.fault(), finding.path(), repair.text(), Optional.empty(),
                    Optional.ofNullable(keeper.kept().get(repair.subject())));
        } catch (IngotException e) {
            return new Mending(finding.fault(), finding.path(), repair.text(),
                    Optional.of(String.valueOf(e.getMessage())), Optional.empty());
        }
    }
}
