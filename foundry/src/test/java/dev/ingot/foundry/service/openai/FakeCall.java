package dev.ingot.foundry.service.openai;

import dev.ingot.error.CancelledException;
import dev.ingot.foundry.service.http.Call;
import dev.ingot.foundry.service.http.EventStream;
import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import dev.ingot.runtime.Cancellation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call without a socket. */
final class FakeCall implements Call {

    /** An event as a client would read it; the name is empty where it has none. */
    record Event(String name, JsonObject data) {}

    private final String body;
    private final Map<String, String> segments;
    private final Map<String, String> queries;
    private final Cancellation cancellation = new Cancellation();
    private final List<Event> events = new ArrayList<>();
    private int status;
    private @Nullable JsonObject answer;
    private boolean streaming;
    private boolean done;
    private Runnable atWork = () -> {};
    private int asked; // what could end the work
    private int cancelled; // as soon as there are so many events
    private int gone = Integer.MAX_VALUE; // events after which the client goes away

    FakeCall(final String body) {
        this(body, Map.of(), Map.of());
    }

    FakeCall(final String body, final Map<String, String> segments, final Map<String, String> queries) {
        this.body = body;
        this.segments = segments;
        this.queries = queries;
    }

    FakeCall cancelledAfter(final int count) {
        cancelled = count;
        return this;
    }

    /** Ends the work for this call. */
    void cancel() {
        cancellation.cancel();
    }

    FakeCall goneAfter(final int count) {
        gone = count;
        return this;
    }

    /**
     * Does something as soon as the endpoint has its model: it asks what could end its work when it waits for the model, and
     * again when it has it.
     */
    FakeCall atWork(final Runnable action) {
        atWork = action;
        return this;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public Optional<String> header(final String name) {
        return Optional.empty();
    }

    @Override
    public Optional<String> query(final String name) {
        return Optional.ofNullable(queries.get(name));
    }

    @Override
    public String segment(final String variable) {
        return Objects.requireNonNull(segments.get(variable));
    }

    @Override
    public JsonObject body() {
        return JsonFiles.parse(BODY, body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void replyHeader(final String name, final String value) {
        throw new AssertionError("headers");
    }

    @Override
    public void reply(final int code, final Object json) {
        status = code;
        answer = written(json);
    }

    @Override
    public void reply(final int code, final String contentType, final byte[] content) {
        throw new AssertionError("bytes");
    }

    private static JsonObject written(final Object json) {
        return JsonFiles.parse(BODY, JsonFiles.compact(json).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public EventStream events() {
        streaming = true;
        return new EventStream() {

            @Override
            public void send(final Object json) throws IOException {
                send("", json);
            }

            @Override
            public synchronized void send(final String event, final Object json) throws IOException {
                if (events.size() >= gone) {
                    cancellation.cancel();
                    throw new IOException("gone");
                }
                events.add(new Event(event, written(json)));
                if (events.size() == cancelled) {
                    cancellation.cancel();
                }
            }

            @Override
            public void done() {
                done = true;
            }
        };
    }

    @Override
    public Cancellation cancellation() {
        asked++;
        if (asked == 2) {
            atWork.run();
        }
        return cancellation;
    }

    @Override
    public HttpFailure interruption() {
        return HttpFailure.of(503, "interrupted");
    }

    @Override
    public HttpFailure failure(final Throwable thrown) {
        return thrown instanceof CancelledException ? interruption() : HttpFailure.of(thrown);
    }

    /** Tells whether an answer of events was begun. */
    boolean isStreaming() {
        return streaming;
    }

    /** Tells whether the stream came to its mark. */
    boolean isDone() {
        return done;
    }

    int status() {
        return status;
    }

    /** The whole answer. */
    JsonObject answer() {
        return Objects.requireNonNull(answer, "no answer");
    }

    List<Event> sent() {
        return List.copyOf(events);
    }

    /** The data of all events. */
    List<JsonObject> chunks() {
        return events.stream().map(Event::data).toList();
    }
}
