package dev.ingot.foundry.service.http;

import dev.ingot.foundry.service.wire.Exchange;
import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Events on an exchange. */
final class ExchangeEvents implements EventStream {

    private static final byte[] COMMENT = ": still at work\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Exchange exchange;

    private ExchangeEvents(final Exchange exchange) {
        this.exchange = exchange;
    }

    static ExchangeEvents begin(final Exchange exchange) throws IOException {
        exchange.header("X-Accel-Buffering", "no");
        exchange.stream(200, "text/event-stream", COMMENT);
        return new ExchangeEvents(exchange);
    }

    @Override
    public void send(final Object json) throws IOException {
        write("data: " + JsonFiles.compact(json) + "\n\n");
    }

    @Override
    public void send(final String event, final Object json) throws IOException {
        write("event: " + event + "\ndata: " + JsonFiles.compact(json) + "\n\n");
    }

    @Override
    public void done() throws IOException {
        write("data: [DONE]\n\n");
    }

    private void write(final String text) throws IOException {
        exchange.send(text.getBytes(StandardCharsets.UTF_8));
    }
}
