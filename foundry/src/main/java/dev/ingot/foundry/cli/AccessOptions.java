package dev.ingot.foundry.cli;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.StorageException;
import dev.ingot.foundry.service.ServiceAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a service listens and who may use it. */
final class AccessOptions {

    private static final String VARIABLE = "INGOT_API_KEY";

    @Option(names = "--host", paramLabel = "HOST", description = "Address to listen at; default: ${DEFAULT-VALUE}, which only this machine can reach.")
    String host = ServiceAccess.DEFAULT.host();

    @Option(names = "--port", paramLabel = "N", description = "Port to listen at, 0 for any that is free; default: ${DEFAULT-VALUE}.")
    int port = ServiceAccess.PORT;

    @Option(names = "--api-key", paramLabel = "KEY", description = "What clients have to send. Other users of this machine see the command line: better"
            + " --api-key-file, or environment " + VARIABLE + ".")
    @Nullable
    String key;

    @Option(names = "--api-key-file", paramLabel = "FILE", description = "A file whose first line is the key.")
    @Nullable
    Path keyFile;

    @Option(names = "--no-api-key", description = "Let other machines use the service without a key.")
    boolean withoutKey;

    @Option(names = "--allow-host", paramLabel = "NAME", description = "A name of this machine by which clients may call it; may be given several times.")
    List<String> hosts = List.of();

    @Option(names = "--allow-origin", paramLabel = "ORIGIN", description = "A site whose pages may use the service from a browser, for example"
            + " https://example.org, or * for all; may be given several times.")
    List<String> origins = List.of();

    ServiceAccess access(final Terminal terminal) {
        if (key != null && keyFile != null) {
            throw new InvalidOptionException(
                    "--api-key and --api-key-file: expected one of them, found both");
        }
        final Optional<String> given = Optional.ofNullable(key)
                .or(() -> Optional.ofNullable(keyFile).map(AccessOptions::firstLine))
                .or(() -> terminal.environment().variable(VARIABLE));
        return new ServiceAccess(host, port, given, withoutKey, Set.copyOf(hosts), Set.copyOf(origins));
    }

    private static String firstLine(final Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().map(String::strip).filter(line -> !line.isEmpty())
                    .orElseThrow(() -> new InvalidOptionException(
                            "--api-key-file: expected a key in the first line of " + file
                                    + ", found nothing"));
        } catch (IOException e) {
            throw new StorageException("read", file, e);
        }
    }
}
