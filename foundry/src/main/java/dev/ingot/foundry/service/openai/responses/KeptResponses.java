package dev.ingot.foundry.service.openai.responses;

import dev.ingot.foundry.service.http.Call;
import dev.ingot.foundry.service.http.Endpoint;
import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.foundry.service.models.ModelPool;
import dev.ingot.foundry.service.openai.answer.Ids;
import dev.ingot.foundry.service.openai.answer.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The paths below {@code /v1/responses}. */
public final class KeptResponses {

    private static final String ID = "id";
    private static final int MOST = 100;
    private static final String USUAL = "20";
    private static final long PAGE_BYTES = 4L << 20;

    private final ResponseStore store = new ResponseStore();

    private KeptResponses() {}

    /**
     * Makes the endpoints.
     *
     * @param models that answer
     * @param ids    of responses and their items
     * @return by method and path
     */
    public static Map<String, Endpoint> routes(final ModelPool models, final Ids ids) {
        final var kept = new KeptResponses();
        return Map.of("POST /v1/responses", new CreateResponse(models, ids, kept.store),
                "GET /v1/responses", kept::list,
                "GET /v1/responses/{id}", kept::get,
                "DELETE /v1/responses/{id}", kept::delete,
                "GET /v1/responses/{id}/input_items", kept::input);
    }

    private void get(final Call call) throws IOException {
        call.reply(200, store.get(call.segment(ID)).json());
    }

    private void delete(final Call call) throws IOException {
        store.remove(call.segment(ID));
        call.reply(200, Json.of(ID, call.segment(ID)).and("object", "response").and("deleted", true).map());
    }

    private void list(final Call call) throws IOException {
        call.reply(200,
                page(call, store.all().stream().map(it -> new Item(it.id(), it.bytes(), it::json)).toList()));
    }

    private void input(final Call call) throws IOException {
        call.reply(200, page(call, store.get(call.segment(ID)).input().stream()
                .map(it -> new Item(String.valueOf(it.get(ID)), 0, () -> it)).toList()));
    }

    /** What stands in a list; what is not on the page asked for is never read. The bytes are what it takes there at most. */
    private record Item(String id, long bytes, Supplier<Map<String, @Nullable Object>> json) {}

    /** A part of a list, newest first unless asked otherwise. */
    private static Map<String, @Nullable Object> page(final Call call,
            final List<Item> oldestFirst) {
        final int limit = limit(call.query("limit").orElse(USUAL));
        final String order = call.query("order").orElse("desc");
        if (!order.equals("asc") && !order.equals("desc")) {
            throw wrong("order", "asc or desc", order);
        }
        final var all = order.equals("asc") ? oldestFirst : oldestFirst.reversed();
        final int from = call.query("after").map(id -> 1 + IntStream.range(0, all.size())
                .filter(i -> id.equals(all.get(i).id())).findFirst()
                .orElseThrow(() -> wrong("after", "an id of the list", id))).orElse(0);
        final var data = all.subList(from, end(all, from, limit));
        return Json.of("object", "list").and("data", data.stream().map(it -> it.json().get()).toList())
                .and("first_id", data.isEmpty() ? null : data.getFirst().id())
                .and("last_id", data.isEmpty() ? null : data.getLast().id())
                .and("has_more", from + data.size() < all.size()).map();
    }

    /** A page is no longer than asked for, and ends earlier where its answers are large. */
    private static int end(final List<Item> all, final int from, final int limit) {
        final int most = Math.min(all.size(), from + limit);
        int end = from;
        long bytes = 0;
        while (end < most && (end == from || bytes + all.get(end).bytes() <= PAGE_BYTES)) {
            bytes += all.get(end).bytes();
            end++;
        }
        return end;
    }

    private static int limit(final String text) {
        final int limit = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MOST) {
            throw wrong("limit", "an integer from 1 to " + MOST, text);
        }
        return limit;
    }

    private static HttpFailure wrong(final String param, final String expected, final String found) {
        return HttpFailure.of(400, param + ": expected " + expected + ", found " + found, param,
                "invalid_value");
    }
}
