package dev.ingot.foundry.service.http;

import dev.ingot.error.CancelledException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.foundry.service.wire.Exchange;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import dev.ingot.runtime.Cancellation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call on an exchange. */
final class ExchangeCall implements Call {

    private static final System.Logger LOG = System.getLogger(ExchangeCall.class.getName());
    private static final String JSON = "application/json";

    private final Exchange exchange;
    private final Map<String, String> variables;
    private @Nullable JsonObject body;
    private @Nullable ExchangeEvents events;

    ExchangeCall(final Exchange exchange, final Map<String, String> variables) {
        this.exchange = exchange;
        this.variables = variables;
    }

    @Override
    public String method() {
        return exchange.head().method();
    }

    @Override
    public String path() {
        return exchange.head().path();
    }

    @Override
    public Optional<String> header(final String name) {
        return exchange.head().header(name);
    }

    @Override
    public Optional<String> query(final String name) {
        return Optional.ofNullable(exchange.head().query().get(name));
    }

    @Override
    public String segment(final String variable) {
        return Objects.requireNonNull(variables.get(variable), variable);
    }

    @Override
    public JsonObject body() {
        final var known = body;
        if (known != null) {
            return known;
        }
        requireJson();
        try {
            final var read = JsonFiles.parse(BODY, exchange.body());
            body = read;
            return read;
        } catch (ModelFormatException | StorageException e) {
            throw HttpFailure.of(400, String.valueOf(e.getMessage()), null, "invalid_json");
        }
    }

    /** What a form of a foreign page can send is not JSON to the browser. */
    private void requireJson() {
        final String type = header("content-type").orElse("nothing");
        final int parameters = type.indexOf(';');
        final String plain = (parameters < 0 ? type : type.substring(0, parameters)).strip();
        if (!plain.equalsIgnoreCase(JSON)) {
            throw HttpFailure.of(415, "expected Content-Type: application/json, found " + type, null,
                    "unsupported_media_type");
        }
    }

    @Override
    public void replyHeader(final String name, final String value) {
        exchange.header(name, value);
    }

    @Override
    public void reply(final int status, final Object json) throws IOException {
        reply(status, JSON, JsonFiles.compact(json).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void reply(final int status, final String contentType, final byte[] content) throws IOException {
        exchange.reply(status, contentType, content);
    }

    @Override
    public EventStream events() throws IOException {
        final var begun = ExchangeEvents.begin(exchange);
        events = begun;
        return begun;
    }

    @Override
    public Cancellation cancellation() {
        return exchange.cancellation();
    }

    @Override
    public HttpFailure interruption() {
        return switch (exchange.interruption()) {
            case GONE -> HttpFailure.of(Dispatcher.GONE, "the client is gone");
            case TIME ->
                HttpFailure.of(504, "the request took longer than the service allows", null, "timeout");
            case CLOSING ->
                HttpFailure.of(503, "the service is closing", null, "shutting_down").retryAfter(5);
            case NONE -> HttpFailure.of(503, "the work was cancelled: the model is being unloaded", null,
                    "model_unloaded").retryAfter(1);
        };
    }

    @Override
    public HttpFailure failure(final Throwable thrown) {
        if (thrown instanceof CancelledException) {
            return interruption();
        }
        final var failure = HttpFailure.of(thrown);
        if (failure.status() == 500) {
            LOG.log(System.Logger.Level.ERROR, method() + " " + path(), thrown);
        }
        return failure;
    }

    /** Answers with a failure, by an event where those have begun; nothing if the answer is complete. */
    void fail(final HttpFailure failure) throws IOException {
        if (exchange.status() == 0) {
            failure.headers().forEach(exchange::header);
            reply(failure.status(), failure.json());
        } else if (events != null) {
            events.send(failure.json());
        }
    }
}
