package dev.ingot.foundry.cli;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.RegistryException;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.doctor.Doctor;
import dev.ingot.foundry.doctor.Fault;
import dev.ingot.foundry.doctor.Report;
import dev.ingot.foundry.settings.CommandText;
import dev.ingot.report.PlainLine;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what is wrong with a cache or a model, and mends it. */
@Command(name = "doctor", sortOptions = false, sortSynopsis = false, description = "Say what of a cache or directory is listed, what is not and why,"
        + " and what will make trouble when a model runs; each with its fix. Exit code 0: nothing wrong, 3: something, 2:"
        + " nothing is there.")
final class DoctorCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "DIR|NAME", description = "A cache, a model's directory, a Hugging Face directory, a file in one of"
            + " these, or a model of the cache, listed or not; default: the cache.")
    @Nullable
    String subject;

    @Option(names = "--fix", description = "Mend what takes no decision; what files held before is kept beside them.")
    boolean fix;

    @Option(names = "--dry-run", description = "Change nothing: only say what --fix would do.")
    boolean dryRun;

    @Option(names = "--json", description = "Print one JSON object: what is found, and what --fix would do or has done.")
    boolean json;

    @Mixin
    private final CacheOption cache = new CacheOption();
    private final Terminal terminal;

    DoctorCommand(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        final Doctor doctor = doctor();
        if (fix && !dryRun) {
            final var treatment = doctor.fix();
            print(json ? treatment.toJson() + "\n" : treatment.toText());
            return code(treatment.after());
        }
        final Report report = doctor.examine();
        if (dryRun && !json) {
            plan(report);
        } else {
            print(json ? report.toJson() + "\n" : report.toText());
        }
        return code(report);
    }

    private Doctor doctor() {
        final FoundryCache models = cache.open(terminal);
        final Doctor doctor = subject == null ? Doctor.of(models) : doctor(subject, models);
        return cache.isNamed() ? doctor.suggesting(models) : doctor;
    }

    private Doctor doctor(final String text, final FoundryCache models) {
        final Path path = path(text);
        final boolean isPath = text.contains("/") || text.contains("\\");
        if (isPath || (Files.exists(path) && !isListed(text, models))) {
            return atRoot(path) ? Doctor.of(models) : Doctor.of(path).within(models);
        }
        if (Files.exists(path)) {
            terminal.note("this is the model of the cache; ./" + text + " means what lies here");
        }
        return named(text, models, path);
    }

    private static boolean isListed(final String name, final FoundryCache models) {
        return models.list().stream()
                .anyMatch(model -> model.alias().equals(name) || model.id().text().equals(name));
    }

    private static Path path(final String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new InvalidOptionException("expected a directory or the name of a model, found \"" + text
                    + "\"", e);
        }
    }

    /** Files that lie in the root of a cache are to be told of as such. */
    private boolean atRoot(final Path path) {
        return path.toAbsolutePath().normalize().equals(terminal.cache(cache.directory).path());
    }

    private Doctor named(final String name, final FoundryCache models, final Path path) {
        try {
            return Doctor.of(models, name);
        } catch (RegistryException e) {
            final String why = String.valueOf(e.getMessage());
            terminal.note(why.contains("ingot doctor")
                    ? why
                    : why + " Everything in the cache: ingot doctor"
                            + CommandText.cache(Optional.of(models.location())));
            return Doctor.of(path);
        }
    }

    private void plan(final Report report) {
        report.findings().forEach(finding -> finding.repair().ifPresent(repair -> terminal.out()
                .println(PlainLine.of("would mend: " + finding.path() + ": " + finding.fault().code() + ": "
                        + repair.text()))));
        if (report.repairs().isEmpty()) {
            terminal.out().println("--fix would do nothing");
        }
    }

    private void print(final String text) {
        terminal.out().print(text);
    }

    private static int code(final Report report) {
        if (report.findings().stream().anyMatch(finding -> finding.fault() == Fault.NO_SUCH_PATH)) {
            return Failures.BAD_INPUT;
        }
        return report.isHealthy() ? 0 : Failures.NOT_GOOD_ENOUGH;
    }
}
