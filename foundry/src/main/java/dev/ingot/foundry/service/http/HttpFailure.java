package dev.ingot.foundry.service.http;

import dev.ingot.error.ConstraintException;
import dev.ingot.error.IngotException;
import dev.ingot.error.InsufficientMemoryException;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.TemplateException;
import dev.ingot.error.UnsupportedModelException;
import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call that ends with an error, as OpenAI's interface writes it. */
public final class HttpFailure extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int INTERNAL = 500;

    private final int status;
    private final @Nullable String param;
    private final @Nullable String code;
    private final transient Map<String, String> headers;

    private HttpFailure(final int status, final String message, final @Nullable String param,
            final @Nullable String code, final Map<String, String> headers, final @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
        this.param = param;
        this.code = code;
        this.headers = Map.copyOf(headers);
    }

    /**
     * Makes a failure.
     *
     * @param status  of HTTP, 400 or more
     * @param message what is wrong and what would be right
     * @return the failure, to be thrown
     */
    public static HttpFailure of(final int status, final String message) {
        return new HttpFailure(status, message, null, null, Map.of(), null);
    }

    /**
     * Makes a failure that programs can tell from others.
     *
     * @param status  of HTTP, 400 or more
     * @param message what is wrong and what would be right
     * @param param   the parameter of the request that is wrong, or null
     * @param code    short word for the kind, or null
     * @return the failure, to be thrown
     */
    public static HttpFailure of(final int status, final String message, final @Nullable String param,
            final @Nullable String code) {
        return new HttpFailure(status, message, param, code, Map.of(), null);
    }

    /**
     * Makes a failure of what an endpoint threw. What the client can mend gets a status below 500.
     *
     * @param thrown whatever was thrown
     * @return the failure itself if it is one
     */
    public static HttpFailure of(final Throwable thrown) {
        final String message = String.valueOf(thrown.getMessage());
        return switch (thrown) {
            case HttpFailure failure -> failure;
            case ModelFormatException e when e.file().equals(Call.BODY) -> new HttpFailure(400, message,
                    e.subject().orElse(null), "invalid_value", Map.of(), e);
            case InvalidOptionException e ->
                new HttpFailure(400, message, null, "invalid_value", Map.of(), e);
            case ConstraintException e -> new HttpFailure(400, message, null, "invalid_value", Map.of(), e);
            case TemplateException e ->
                new HttpFailure(400, message, "messages", "invalid_value", Map.of(), e);
            case UnsupportedModelException e ->
                new HttpFailure(400, message, "model", "unsupported_model", Map.of(), e);
            case InsufficientMemoryException e ->
                new HttpFailure(503, message, null, "insufficient_memory", Map.of(), e);
            case IngotException e -> new HttpFailure(INTERNAL, message, null, null, Map.of(), e);
            default -> new HttpFailure(INTERNAL, "the service failed; its log says more", null, null,
                    Map.of(), thrown);
        };
    }

    /**
     * Says the same in other words.
     *
     * @param message what is wrong and what would be right
     * @return a new failure
     */
    public HttpFailure message(final String message) {
        return new HttpFailure(status, message, param, code, headers, getCause());
    }

    /**
     * Makes a failure of the service's own that programs can tell from others.
     *
     * @param message what is wrong and what would be right
     * @param code    short word for the kind
     * @param cause   what goes to the log
     * @return the failure, to be thrown
     */
    public static HttpFailure internal(final String message, final String code, final Throwable cause) {
        return new HttpFailure(INTERNAL, message, "model", code, Map.of(), cause);
    }

    /**
     * Adds a header to the answer.
     *
     * @param name  of the header
     * @param value of the header
     * @return a new failure
     */
    public HttpFailure header(final String name, final String value) {
        final var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpFailure(status, String.valueOf(getMessage()), param, code, more, getCause());
    }

    /**
     * Says when it is worth while to ask again.
     *
     * @param seconds from now
     * @return a new failure
     */
    public HttpFailure retryAfter(final int seconds) {
        return header("Retry-After", String.valueOf(seconds));
    }

    /**
     * Returns the status.
     *
     * @return of HTTP
     */
    public int status() {
        return status;
    }

    /**
     * Returns the headers that belong to the answer.
     *
     * @return values by name
     */
    public Map<String, String> headers() {
        return headers;
    }

    /**
     * Returns the answer's body.
     *
     * @return {@code {"error": {"message", "type", "param", "code"}}}
     */
    public Map<String, Object> json() {
        final var error = new LinkedHashMap<String, @Nullable Object>();
        error.put("message", getMessage());
        error.put("type", status < INTERNAL ? "invalid_request_error" : "server_error");
        error.put("param", param);
        error.put("code", code);
        return Map.of("error", error);
    }
}
