package dev.ingot.foundry.cli;

import dev.ingot.foundry.CachedModel;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.ModelSize;
import dev.ingot.json.JsonFiles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says how much room models take. */
@Command(name = "du", aliases = "size", description = "Show how much room models take on disk. \"Own\" is what removing one"
        + " would free: large files may be links to those that were registered. \"Files\" are all that lie there, also those that"
        + " \"verify\" does not compare.")
final class CacheSize implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Aliases or name:version; default: all models.")
    List<String> names = List.of();

    @Option(names = "--json", description = "Bytes as a JSON list.")
    boolean json;

    @Mixin
    private final CacheOption cache = new CacheOption();
    private final Terminal terminal;

    CacheSize(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        final var models = models(cache.open(terminal), names);
        if (json) {
            terminal.out().print(JsonFiles.pretty(models.stream().map(CacheSize::json).toList(), 2));
            return 0;
        }
        final var table = new Table("Size", "Own", "Files", "Model ID");
        for (final CachedModel model : models) {
            row(table, model.size(), model.id().text());
        }
        // Files that several models share count once.
        row(table, ModelSize.of(models), "together");
        table.print(terminal.out());
        return 0;
    }

    /** Those that are named, or all of them. */
    static List<CachedModel> models(final FoundryCache cache, final List<String> names) {
        return names.isEmpty() ? cache.list() : names.stream().map(cache::find).toList();
    }

    private static void row(final Table table, final ModelSize size, final String name) {
        table.row(List.of(Sizes.text(size.bytes()), Sizes.text(size.own()), Integer.toString(size.files()),
                name));
    }

    private static Map<String, Object> json(final CachedModel model) {
        final var size = model.size();
        final var values = new LinkedHashMap<String, Object>();
        values.put("id", model.id().text());
        values.put("files", size.files());
        values.put("bytes", size.bytes());
        values.put("own_bytes", size.own());
        return values;
    }
}
