package dev.ingot.foundry.service.openai;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives all test classes the same service, so that its models are converted and loaded once; closed after the last of them. */
final class ServiceResolver implements ParameterResolver {

    /** The service and where its models lie. */
    private record Shared(Path work, Service service) implements AutoCloseable {

        static Shared begin() {
            try {
                final Path work = Files.createTempDirectory("ingot-openai");
                return new Shared(work, new Service(work));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            service.close();
            try (var files = Files.walk(work)) {
                for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public boolean supportsParameter(final ParameterContext parameter, final ExtensionContext context) {
        return parameter.getParameter().getType() == Service.class;
    }

    @Override
    public Object resolveParameter(final ParameterContext parameter, final ExtensionContext context) {
        return context.getRoot().getStore(Namespace.create(ServiceResolver.class))
                .computeIfAbsent(Shared.class, key -> Shared.begin(), Shared.class).service();
    }
}
