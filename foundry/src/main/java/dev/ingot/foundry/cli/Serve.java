package dev.ingot.foundry.cli;

import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.service.FoundryService;
import dev.ingot.json.JsonFiles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves the cache until it is told to stop. */
@Command(sortOptions = false, description = "Serve the models of the cache over HTTP, as OpenAI and Foundry Local do; a model named"
        + " in a request is loaded. Ends by a signal, for example Ctrl-C, once the requests that run are answered.")
final class Serve implements Callable<Integer> {

    @Mixin
    private final AccessOptions access = new AccessOptions();

    @Mixin
    private final CacheOption cache = new CacheOption();

    @Option(names = "--load", paramLabel = "NAME", description = "Load this model before the address is printed; may be given several times.")
    List<String> load = List.of();

    @Mixin
    private final ServeOptions options = new ServeOptions();

    @Mixin
    private final LoadingOptions loading = new LoadingOptions();

    @Option(names = "--json", description = "Print the address as a JSON object with the process's number.")
    boolean json;

    private final Terminal terminal;

    Serve(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        final FoundryCache models = cache.open(terminal);
        final var settings = options.options(loading.options(terminal)).access(access.access(terminal))
                .mayBeStopped(true);
        try (var service = FoundryService.start(models, settings)) {
            load.forEach(service::load);
            announce(service, models);
            service.awaitStop();
            return 0;
        } catch (InterruptedException e) {
            return 0; // A signal, as it should be: the service has been closed by now, and the process is about to end.
        }
    }

    private void announce(final FoundryService service, final FoundryCache models) {
        if (json) {
            final var line = new LinkedHashMap<String, Object>();
            line.put("url", service.uri().toString());
            line.put("pid", ProcessHandle.current().pid());
            line.put("cache", models.location().toString());
            terminal.out().println(JsonFiles.compact(line));
        } else {
            terminal.out().println("Listening on " + service.uri());
        }
        terminal.out().flush();
    }
}
