package dev.ingot.foundry.cli;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.foundry.CachedModel;
import dev.ingot.foundry.CachedModel.Origin;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.Verification;
import dev.ingot.foundry.settings.CacheLocation;
import dev.ingot.foundry.settings.CommandText;
import dev.ingot.json.JsonFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares models with their checksums. */
@Command(name = "verify", description = "Compare the files of models with the checksums that were kept when they were"
        + " registered. Ends with 3 when a file is missing, changed or new, or a model that is named has no checksums.")
final class CacheVerify implements Callable<Integer> {

    private static final int SHOWN = 4;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Aliases or name:version; default: all models.")
    List<String> names = List.of();

    @Option(names = "--update", description = "Take what the files of the named models hold now for the right content.")
    boolean update;

    @Option(names = "--json", description = "The result as a JSON list.")
    boolean json;

    @Mixin
    private final CacheOption cache = new CacheOption();
    private final Terminal terminal;

    CacheVerify(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        final var opened = cache.open(terminal);
        if (update && names.isEmpty()) {
            throw new InvalidOptionException("--update: name the models whose files are right as they are");
        }
        if (update) {
            names.forEach(opened::renewChecksums);
        }
        final var results = new ArrayList<Map<String, Object>>();
        boolean passed = true;
        for (final CachedModel model : CacheSize.models(opened, names)) {
            final var result = model.verify();
            passed &= result.passed() || (!result.recorded() && names.isEmpty());
            results.add(json(model, result));
            if (!json) {
                print(model, result, opened);
            }
        }
        if (json) {
            terminal.out().print(JsonFiles.pretty(results, 2));
        }
        return passed ? 0 : Failures.NOT_GOOD_ENOUGH;
    }

    private void print(final CachedModel model, final Verification result, final FoundryCache opened) {
        if (!result.recorded()) {
            terminal.out().println(model.id() + ": no checksums; " + (model.origin() == Origin.INDEX
                    ? "an application registered it, not Ingot"
                    : "to keep those of its files as they are: " + update(model, opened)));
            return;
        }
        terminal.out().println(model.id() + ": " + (result.faults().isEmpty()
                ? result.files() + " files, " + Sizes.text(result.bytes()) + ", as registered"
                        + others(result)
                : result.faults().size() + " of " + result.files() + " files differ"));
        result.faults().forEach(fault -> terminal.note(fault.toString()));
    }

    /** Says why other commands count more files. */
    private static String others(final Verification result) {
        final var names = result.others();
        final String more = names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "";
        return names.isEmpty()
                ? ""
                : " (not compared: " + String.join(", ", names.stream().limit(SHOWN).toList()) + more + ")";
    }

    /** A model of a shared cache is another cache's. */
    private static String update(final CachedModel model, final FoundryCache opened) {
        return CommandText.update(model.id().toString(), model.origin() == Origin.CACHE
                ? Optional.of(opened.location())
                : CacheLocation.around(model.directory()));
    }

    private static Map<String, Object> json(final CachedModel model, final Verification result) {
        final var values = new LinkedHashMap<String, Object>();
        values.put("id", model.id().text());
        values.put("recorded", result.recorded());
        values.put("passed", result.passed());
        values.put("files", result.files());
        values.put("bytes", result.bytes());
        values.put("not_compared", result.others());
        values.put("faults", result.faults().stream().map(fault -> Map.of("file", fault.file().toString(),
                "expected", fault.expected(), "found", fault.found())).toList());
        return values;
    }
}
