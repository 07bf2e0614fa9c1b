package dev.ingot.foundry.cli;

import dev.ingot.foundry.CachedModel;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.doctor.Doctor;
import dev.ingot.json.JsonFiles;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the cache. */
@Command(name = "ls", aliases = "list", description = "List the models of the cache. What lies there and is not listed, or will make"
        + " trouble, is explained on the error stream.")
final class CacheList implements Callable<Integer> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm",
            Locale.ROOT);

    @Option(names = {"-l",
            "--long"}, description = "Size on disk, time of the last use by this user, and directory, too.")
    boolean details;

    @Option(names = "--json", description = "Everything as a JSON list.")
    boolean json;

    @Mixin
    private final CacheOption cache = new CacheOption();
    private final Terminal terminal;

    CacheList(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        final var opened = cache.open(terminal);
        final var models = opened.list();
        if (json) {
            terminal.out().print(
                    JsonFiles.pretty(models.stream().map(model -> json(model, opened)).toList(), 2));
        } else if (models.isEmpty()) {
            terminal.out().println("No models are cached in " + opened.location());
        } else {
            print(models, opened);
        }
        Doctor.of(opened).listing().findings().forEach(finding -> terminal.note(finding.toString()));
        return 0;
    }

    private void print(final List<CachedModel> models, final FoundryCache opened) {
        final var table = new Table("Alias", "Model ID");
        if (details) {
            table.heads("Size", "Last used", "Directory");
        }
        for (final CachedModel model : models) {
            final var row = new ArrayList<>(List.of(model.alias(), model.id().text()));
            if (details) {
                row.add(Sizes.text(model.size().bytes()));
                row.add(opened.lastUsed(model).map(CacheList::local).orElse("-"));
                row.add(model.directory() + origin(model));
            }
            table.row(row);
        }
        table.print(terminal.out());
    }

    private static String local(final Instant time) {
        return TIME.format(time.atZone(ZoneId.systemDefault()));
    }

    private static String origin(final CachedModel model) {
        return switch (model.origin()) {
            case CACHE -> "";
            case INDEX -> " (registered by an application)";
            case SHARED -> " (shared)";
        };
    }

    private static Map<String, @Nullable Object> json(final CachedModel model, final FoundryCache opened) {
        final var size = model.size();
        final var values = new LinkedHashMap<String, @Nullable Object>();
        values.put("id", model.id().text());
        values.put("alias", model.alias());
        values.put("name", model.id().name());
        values.put("version", model.id().version());
        values.put("directory", model.directory().toString());
        values.put("origin", model.origin().name().toLowerCase(Locale.ROOT));
        values.put("files", size.files());
        values.put("bytes", size.bytes());
        values.put("own_bytes", size.own());
        values.put("last_used", opened.lastUsed(model).map(Instant::toString).orElse(null));
        return values;
    }
}
