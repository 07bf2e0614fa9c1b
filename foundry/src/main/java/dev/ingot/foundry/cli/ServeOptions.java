package dev.ingot.foundry.cli;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.foundry.service.ServiceLimits;
import dev.ingot.foundry.service.ServiceModels;
import dev.ingot.foundry.service.ServiceOptions;
import dev.ingot.runtime.GeneratorOptions;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a service keeps models, and what its clients may take. */
final class ServeOptions {

    private static final long MOST_SECONDS = Duration.ofDays(365).toSeconds();

    @Option(names = "--memory", paramLabel = "SIZE", description = "Most that all loaded models together may take by estimate, for example 4GB; the one"
            + " whose last use is longest ago goes first. Default: what the machine has.")
    @Nullable
    String memory;

    @Option(names = "--ttl", paramLabel = "SECONDS", description = "How long a model stays loaded after its last use, 0 for as long as there is room;"
            + " default: ${DEFAULT-VALUE}.")
    long ttl = ServiceModels.DEFAULT.keep().toSeconds();

    @Option(names = "--parallel", paramLabel = "N", description = "Requests to one model that are computed together; default: ${DEFAULT-VALUE}.")
    int parallel = GeneratorOptions.DEFAULT.sequences();

    @Option(names = "--queue", paramLabel = "N", description = "Requests that may wait for a model beyond those; more are told to come back."
            + " Default: ${DEFAULT-VALUE}.")
    int queue = ServiceModels.DEFAULT.queue();

    @Option(names = "--connections", paramLabel = "N", description = "Most connections at once; default: ${DEFAULT-VALUE}.")
    int connections = ServiceLimits.DEFAULT.connections();

    @Option(names = "--max-body", paramLabel = "SIZE", description = "Most bytes of a request; default: 4MiB.")
    String body = "4MiB";

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "Longest time for a request; default: ${DEFAULT-VALUE}.")
    long timeout = ServiceLimits.DEFAULT.requestTime().toSeconds();

    @Option(names = "--drain", paramLabel = "SECONDS", description = "How long requests may go on when the service ends; default: ${DEFAULT-VALUE}.")
    long drain = ServiceLimits.DEFAULT.drain().toSeconds();

    ServiceOptions options(final GeneratorOptions loading) {
        final var models = new ServiceModels(loading.sequences(parallel),
                memory == null ? OptionalLong.empty() : OptionalLong.of(Amounts.bytes("--memory", memory)),
                seconds("--ttl", ttl), queue, ServiceModels.DEFAULT.patience());
        final long bytes = Amounts.bytes("--max-body", body);
        if (bytes > Integer.MAX_VALUE / 2) {
            throw new InvalidOptionException("--max-body: expected at most 1GB, found " + body);
        }
        return ServiceOptions.DEFAULT.models(models).limits(new ServiceLimits(connections, (int) bytes,
                seconds("--timeout", timeout), seconds("--drain", drain)));
    }

    private static Duration seconds(final String option, final long value) {
        if (value < 0 || value > MOST_SECONDS) {
            throw new InvalidOptionException(
                    option + ": expected 0 to " + MOST_SECONDS + " seconds, found " + value);
        }
        return Duration.ofSeconds(value);
    }
}
