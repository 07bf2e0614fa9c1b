package dev.ingot.foundry.service.openai.responses;

import dev.ingot.foundry.service.http.EventStream;
import dev.ingot.foundry.service.openai.answer.Json;
import java.io.IOException;
import java.util.Optional;

/** Sends the events of a response in order, if anybody wants them. For one thread. */
final class Events {

    private final Optional<EventStream> stream;
    private int sent;

    Events(final Optional<EventStream> stream) {
        this.stream = stream;
    }

    /** Sends an event; {@code fields} are what it says beside its type and number. */
    void send(final String type, final Json fields) throws IOException {
        if (stream.isPresent()) {
            stream.get().send(type,
                    Json.of("type", type).and("sequence_number", sent++).andAll(fields.map()).map());
        }
    }
}
