package dev.ingot.foundry.service.http;

import dev.ingot.foundry.service.guard.Access;
import dev.ingot.foundry.service.guard.Guard;
import dev.ingot.foundry.service.wire.Exchange;
import dev.ingot.foundry.service.wire.Handler;
import dev.ingot.foundry.service.wire.RequestHead;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Lets requests in, leads each to its endpoint, and turns what that throws into answers. Thread-safe. */
public final class Dispatcher implements Handler {

    /** What servers note for a client that went away before it had its answer. */
    static final int GONE = 499;

    private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());
    private static final Set<String> BODILESS = Set.of("GET", "HEAD");
    private static final String OTHER = "other";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE",
            "OPTIONS");

    /** For every answer: no guessing of types, no copies, no frames, no embedding by other sites. */
    private static final Map<String, String> CAUTION = Map.of("X-Content-Type-Options", "nosniff",
            "Cache-Control", "no-store", "X-Frame-Options", "DENY", "Cross-Origin-Resource-Policy",
            "same-origin");

    private final Guard guard;
    private final Routes routes;
    private final Traffic traffic;

    /**
     * Creates a dispatcher.
     *
     * @param guard   decides who may ask
     * @param routes  not to be changed any more
     * @param traffic is told of answers
     */
    public Dispatcher(final Guard guard, final Routes routes, final Traffic traffic) {
        this.guard = guard;
        this.routes = routes;
        this.traffic = traffic;
    }

    @Override
    public Admission admit(final RequestHead head) {
        try {
            guard.checkHost(head);
            if (head.method().equals("OPTIONS")) {
                final var headers = guard.preflight(head, routes.methods(head));
                return new Admission(false, answer(OTHER, Map.of(), call -> options(call, headers)));
            }
            final var match = routes.find(head);
            guard.check(head, match.map(found -> found.route().access()).orElse(Access.USE));
            final var found = match.orElseThrow(() -> routes.missing(head));
            return new Admission(takesBody(head, found.route().access()),
                    answer(found.route().template(), found.variables(), found.route().endpoint()));
        } catch (HttpFailure e) {
            return new Admission(false, failing(e));
        }
    }

    /** Whoever has no key, or nothing to say, cannot take memory from those who have. */
    private static boolean takesBody(final RequestHead head, final Access access) {
        return access != Access.OPEN && access != Access.PAGE && !BODILESS.contains(head.method());
    }

    @Override
    public Action refuse(final int status, final String message) {
        final var failure = HttpFailure.of(status, message, null, code(status));
        return failing(status == 503 ? failure.retryAfter(1) : failure);
    }

    private static String code(final int status) {
        return switch (status) {
            case 408 -> "timeout";
            case 413 -> "request_too_large";
            case 431 -> "headers_too_large";
            case 501, 505 -> "not_supported";
            case 503 -> "overloaded";
            default -> "bad_request";
        };
    }

    private Action failing(final HttpFailure failure) {
        return answer(OTHER, Map.of(), call -> {
            throw failure;
        });
    }

    private static void options(final Call call, final Map<String, String> headers) throws IOException {
        headers.forEach(call::replyHeader);
        call.reply(204, "", new byte[0]);
    }

    private Action answer(final String route, final Map<String, String> variables, final Endpoint endpoint) {
        final long start = System.nanoTime();
        return exchange -> {
            CAUTION.forEach(exchange::header);
            guard.sharing(exchange.head()).forEach(exchange::header);
            try {
                handle(endpoint, exchange, variables);
                exchange.end();
            } finally {
                note(exchange, route, Duration.ofNanos(System.nanoTime() - start));
            }
        };
    }

    private void note(final Exchange exchange, final String route, final Duration time) {
        final String method = exchange.head().method();
        final int status = status(exchange);
        traffic.answered(METHODS.contains(method) ? method : OTHER, route, status, time);
        LOG.log(System.Logger.Level.DEBUG, () -> method + " " + exchange.head().path() + " " + status + " "
                + time.toMillis() + " ms");
    }

    private static int status(final Exchange exchange) {
        return exchange.given() ? exchange.status() : GONE;
    }

    private static void handle(final Endpoint endpoint, final Exchange exchange,
            final Map<String, String> variables) throws IOException {
        final var call = new ExchangeCall(exchange, variables);
        try {
            endpoint.handle(call);
            if (exchange.status() == 0) {
                throw new IllegalStateException("no answer to " + call.method() + " " + call.path());
            }
        } catch (RuntimeException | Error e) {
            call.fail(call.failure(e));
        }
    }
}
