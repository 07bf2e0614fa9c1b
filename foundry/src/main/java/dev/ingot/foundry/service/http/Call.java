package dev.ingot.foundry.service.http;

import dev.ingot.json.JsonObject;
import dev.ingot.runtime.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** One request and its answer, which is given once: by one of the {@code reply} methods or as {@link #events}. */
public interface Call {

    /** Stands for the body of the request in messages about wrong values. */
    Path BODY = Path.of("request body");

    /**
     * Returns the method.
     *
     * @return for example GET
     */
    String method();

    /**
     * Returns the path, decoded, without the query.
     *
     * @return begins with a slash
     */
    String path();

    /**
     * Returns a header of the request.
     *
     * @param name in any case
     * @return its value, or empty when absent
     */
    Optional<String> header(String name);

    /**
     * Returns a parameter of the query, decoded.
     *
     * @param name of the parameter
     * @return its first value, or empty when absent
     */
    Optional<String> query(String name);

    /**
     * Returns what stands in the path in the place of a variable, decoded.
     *
     * @param variable as the route names it: {@code id} in {@code /v1/models/{id}}
     * @return the text, not empty
     */
    String segment(String variable);

    /**
     * Reads the body as JSON; the second call returns the same object. Wrong values that are asked of it are
     * reported as {@link dev.ingot.error.ModelFormatException}s of the file {@link #BODY}, which become answers with
     * status 400.
     *
     * @return the object
     * @throws HttpFailure if it is not a JSON object, too large, too slow, or not said to be JSON
     * @throws IOException if the client is gone
     */
    JsonObject body() throws IOException;

    /**
     * Adds a header to the answer, before it begins, or replaces one.
     *
     * @param name  of the header
     * @param value of the header
     */
    void replyHeader(String name, String value);

    /**
     * Answers with JSON.
     *
     * @param status of HTTP
     * @param json   maps, lists, strings, numbers, booleans, null
     * @throws IOException if the client is gone
     */
    void reply(int status, Object json) throws IOException;

    /**
     * Answers with bytes.
     *
     * @param status      of HTTP
     * @param contentType with the character set, if it is text
     * @param content     the whole body
     * @throws IOException if the client is gone
     */
    void reply(int status, String contentType, byte[] content) throws IOException;

    /**
     * Begins an answer of server-sent events, with status 200.
     *
     * @return where they are sent
     * @throws IOException if the client is gone
     */
    EventStream events() throws IOException;

    /**
     * Returns what ends the work for this call: used when the client goes away, when the request has taken its time,
     * and when the service has waited long enough while it closes.
     *
     * @return to be handed to generations
     */
    Cancellation cancellation();

    /**
     * Says why {@link #cancellation} was used, when a generation has ended by it.
     *
     * @return the answer to give, to be thrown
     */
    HttpFailure interruption();

    /**
     * Says what the client is told of a failure. What is a fault of the service is logged.
     *
     * @param thrown by an endpoint
     * @return the interruption where the work was cancelled, else as {@link HttpFailure#of}
     */
    HttpFailure failure(Throwable thrown);
}
