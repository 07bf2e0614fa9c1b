package dev.ingot.foundry.service;

import dev.ingot.constrain.ConstraintCache;
import dev.ingot.error.IngotException;
import dev.ingot.error.InsufficientMemoryException;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.RegistryException;
import dev.ingot.foundry.CachedModel;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.service.guard.Access;
import dev.ingot.foundry.service.guard.Guard;
import dev.ingot.foundry.service.http.Dispatcher;
import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.foundry.service.http.Routes;
import dev.ingot.foundry.service.metrics.ServiceMetrics;
import dev.ingot.foundry.service.models.LoadedModel;
import dev.ingot.foundry.service.models.ModelPool;
import dev.ingot.foundry.service.models.PoolOptions;
import dev.ingot.foundry.service.openai.OpenAiRoutes;
import dev.ingot.foundry.service.page.PageRoutes;
import dev.ingot.foundry.service.paths.FoundryRoutes;
import dev.ingot.foundry.service.paths.ModelRoutes;
import dev.ingot.foundry.service.paths.Site;
import dev.ingot.foundry.service.paths.StatusRoutes;
import dev.ingot.foundry.service.wire.Limits;
import dev.ingot.foundry.service.wire.WireServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves the models of a cache over HTTP, as OpenAI's interface and as Foundry Local's: a model named in a request
 * is loaded from the cache, requests to one model are computed together, and models that nobody uses go when memory
 * or their time is over.
 *
 * <pre>{@code
 * try (var service = FoundryService.start(FoundryCache.open(), ServiceOptions.DEFAULT.port(0))) {
 *     System.out.println(service.uri());
 *     service.awaitStop();
 * }
 * }</pre>
 *
 * <p>Safe to use from several threads. Owns its threads, one of which keeps the JVM alive, and the memory of the
 * models, until it is closed.
 */
public final class FoundryService implements AutoCloseable {

    private static final long CONSTRAINT_BYTES = 64L << 20;

    private final ServiceOptions options;
    private final ModelPool models;
    private final WireServer server;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicInteger loading = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    private FoundryService(final ServiceOptions options, final ModelPool models, final WireServer server) {
        this.options = options;
        this.models = models;
        this.server = server;
    }

    /**
     * Begins to serve.
     *
     * @param cache   whose models are served; those that are registered later, too
     * @param options how
     * @return the service, to be closed by the caller
     * @throws InvalidOptionException if it cannot listen there, or other machines could use it without a key and
     *                                nobody has said that they may
     */
    public static FoundryService start(final FoundryCache cache, final ServiceOptions options) {
        final var access = options.access();
        final InetAddress address = address(access);
        final WireServer server = bind(access, new InetSocketAddress(address, access.port()),
                options.limits());
        final var metrics = new ServiceMetrics();
        final var models = new ModelPool(cache, poolOptions(options.models()), metrics::listener);
        final var service = new FoundryService(options, models, server);
        final var site = new Site(models, cache.location(), constraints(), metrics, service.uri(),
                server::clients,
                service::ready, service.stop::countDown);
        server.serve(new Dispatcher(guard(access, address), routes(site, options), metrics));
        return service;
    }

    private static InetAddress address(final ServiceAccess access) {
        final InetAddress address;
        try {
            address = InetAddress.getByName(access.host());
        } catch (UnknownHostException e) {
            throw new InvalidOptionException("host: expected a name or address of this machine, found \""
                    + access.host() + "\"", e);
        }
        if (!address.isLoopbackAddress() && access.apiKey().isEmpty() && !access.withoutKey()) {
            throw new InvalidOptionException("host: other machines can reach " + access.host()
                    + ", so clients need a key (--api-key-file, INGOT_API_KEY); or let all use it (--no-api-key)");
        }
        return address;
    }

    private static WireServer bind(final ServiceAccess access, final InetSocketAddress address,
            final ServiceLimits limits) {
        final var usual = Limits.DEFAULT;
        try {
            return WireServer.bind(address, new Limits(limits.connections(), usual.headBytes(),
                    usual.headTime(), limits.bodyBytes(), usual.bodyTime(),
                    Math.max(usual.allBodies(), limits.bodyBytes()), usual.idleTime(), usual.writeTime(),
                    limits.requestTime()));
        } catch (IOException e) {
            throw new InvalidOptionException(
                    "port: cannot listen on " + access.host() + " port " + access.port()
                            + " (" + e.getMessage() + "); choose another port, or 0 for any that is free",
                    e);
        }
    }

    private static ConstraintCache constraints() {
        return new ConstraintCache(Math.min(CONSTRAINT_BYTES, Runtime.getRuntime().maxMemory() / 16), 2);
    }

    private static PoolOptions poolOptions(final ServiceModels models) {
        return new PoolOptions(models.loading(), models.memory(), models.keep(), models.queue(),
                models.patience());
    }

    private static Guard guard(final ServiceAccess access, final InetAddress address) {
        final Set<String> names = new HashSet<>();
        access.allowHosts().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        if (!address.isAnyLocalAddress()) {
            names.add(access.host().toLowerCase(Locale.ROOT));
        }
        final Set<String> origins = new HashSet<>();
        access.allowOrigins().forEach(origin -> origins.add(origin.toLowerCase(Locale.ROOT)));
        return new Guard(names, address.isLoopbackAddress(), origins, access.apiKey());
    }

    private static Routes routes(final Site site, final ServiceOptions options) {
        final var routes = new Routes();
        ModelRoutes.add(routes, site.models());
        OpenAiRoutes.of(site.models(), site.constraints())
                .forEach((route, endpoint) -> routes.add(route, Access.USE, endpoint));
        FoundryRoutes.add(routes, site, options.mayBeStopped());
        StatusRoutes.add(routes, site);
        PageRoutes.add(routes);
        return routes;
    }

    ModelPool models() {
        return models;
    }

    private boolean ready() {
        return loading.get() == 0 && !closed.get();
    }

    /**
     * Returns where the service is to be asked.
     *
     * @return for example {@code http://127.0.0.1:5273}; with the name or address that the options have, or {@code
     *         localhost} where that stands for all addresses of this machine
     */
    public URI uri() {
        final String host = server.address().getAddress().isAnyLocalAddress()
                ? "localhost"
                : options.access().host();
        return URI.create("http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":"
                + server.address().getPort());
    }

    /**
     * Loads a model, so that the first request to it need not wait. Meanwhile {@code /ready} says that the service
     * is starting.
     *
     * @param name of a model of the cache
     * @throws RegistryException           if the cache has no such model
     * @throws InsufficientMemoryException if there is no room for it
     * @throws IngotException              otherwise as loading fails
     */
    public void load(final String name) {
        loading.incrementAndGet();
        try (var _ = models.lease(name)) {
            System.getLogger(FoundryService.class.getName()).log(System.Logger.Level.DEBUG, "{0} is loaded",
                    name);
        } catch (HttpFailure e) {
            throw typed(e);
        } finally {
            loading.decrementAndGet();
        }
    }

    /**
     * Unloads a model.
     *
     * @param name  of a loaded model
     * @param force whether requests that use it are cancelled
     * @return false if it was not loaded
     * @throws RegistryException if the cache has no such model, or it is in use and shall not be taken from there
     */
    public boolean unload(final String name, final boolean force) {
        try {
            return models.unload(name, force);
        } catch (HttpFailure e) {
            throw typed(e);
        }
    }

    /** What is a status to clients is an exception of its kind to Java. */
    private static IngotException typed(final HttpFailure failure) {
        final String message = String.valueOf(failure.getMessage());
        return switch (failure.getCause()) {
            case IngotException cause -> cause;
            case null, default -> failure.status() == 503
                    ? new InsufficientMemoryException(message, failure)
                    : new RegistryException(message, failure);
        };
    }

    /**
     * Returns the models in memory.
     *
     * @return as the cache lists them
     */
    public List<CachedModel> loaded() {
        return models.loaded().stream().map(LoadedModel::model).toList();
    }

    /**
     * Waits until somebody asks the service to stop: by closing it, or by {@code POST /shutdown} where that is allowed.
     *
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public void awaitStop() throws InterruptedException {
        stop.await();
    }

    /**
     * Takes no more requests, waits for those that are being answered as long as {@link ServiceLimits#drain} says,
     * cancels the rest and frees the models. Does nothing the second time.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            stop.countDown();
            server.close(options.limits().drain());
            models.close();
        }
    }
}
