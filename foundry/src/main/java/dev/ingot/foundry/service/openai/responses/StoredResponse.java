package dev.ingot.foundry.service.openai.responses;

import dev.ingot.chat.Message;
import dev.ingot.foundry.service.http.Call;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A response that is kept: as the bytes of its JSON, so that it is known what it takes. Immutable. */
final class StoredResponse {

    private static final String ITEMS = "items";
    private static final int OVERHEAD = 500; // of objects around the bytes
    private static final int CHARACTER = 2; // bytes

    private final String id;
    private final byte[] json;
    private final byte[] input;
    private final List<Message> messages;

    /**
     * Takes what is to be kept.
     *
     * @param id       of the response
     * @param json     the response
     * @param input    items that it answers
     * @param messages all that was said, the answer included, without instructions
     */
    StoredResponse(final String id, final Map<String, @Nullable Object> json,
            final List<Map<String, @Nullable Object>> input, final List<Message> messages) {
        this.id = id;
        this.json = written(json);
        this.input = written(Map.of(ITEMS, input));
        this.messages = List.copyOf(messages);
    }

    private static byte[] written(final Object json) {
        return JsonFiles.compact(json).getBytes(StandardCharsets.UTF_8);
    }

    String id() {
        return id;
    }

    Map<String, @Nullable Object> json() {
        return JsonFiles.parse(Call.BODY, json).asMap();
    }

    List<Map<String, @Nullable Object>> input() {
        return JsonFiles.parse(Call.BODY, input).objects(ITEMS).orElseThrow().stream().map(JsonObject::asMap)
                .toList();
    }

    List<Message> messages() {
        return messages;
    }

    /** Returns the bytes that it takes at most: earlier messages are shared with earlier responses, and counted again. */
    long bytes() {
        return json.length + input.length + messages.stream().mapToLong(StoredResponse::bytes).sum()
                + OVERHEAD;
    }

    private static long bytes(final Message message) {
        final long characters = (long) message.content().length() + String.valueOf(message.extra()).length();
        return OVERHEAD + CHARACTER * characters;
    }
}
