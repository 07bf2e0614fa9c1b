package dev.ingot.foundry.service.openai.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.chat.Message;
import dev.ingot.foundry.service.http.HttpFailure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ResponseStoreTest {

    private static final int MEGABYTE = 1 << 20;

    private final ResponseStore store = new ResponseStore();

    /** Where a client can put much. */
    enum Place {
        RESPONSE, INPUT, MESSAGES
    }

    private static StoredResponse response(final int number, final Place place, final int bytes) {
        final String much = "x".repeat(bytes);
        final String id = "resp_" + number;
        return new StoredResponse(id,
                Map.of("id", id, "metadata", Map.of("k", place == Place.RESPONSE ? much : "")),
                List.of(Map.of("id", "msg_1", "content", place == Place.INPUT ? much : "")),
                List.of(Message.user(place == Place.MESSAGES ? much : "")));
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void theOldestGoWhenAllTakeTooManyBytesWhereverTheyAre(final Place place) {
        for (int i = 0; i < 12; i++) {
            store.add(response(i, place, 7 * MEGABYTE));
        }
        assertThat(store.all()).extracting(StoredResponse::id).hasSizeBetween(4, 9).endsWith("resp_11");
        assertThat(store.all().stream().mapToLong(StoredResponse::bytes).sum())
                .isLessThanOrEqualTo(64L * MEGABYTE);
    }

    @Test
    void oneThatTakesVeryMuchDoesNotDriveOthersOut() {
        store.add(response(1, Place.RESPONSE, 10));
        store.add(response(2, Place.RESPONSE, 17 * MEGABYTE));
        assertThat(store.all()).extracting(StoredResponse::id).containsExactly("resp_1");
        assertThatThrownBy(() -> store.get("resp_2")).isInstanceOf(HttpFailure.class)
                .hasMessageContaining("resp_2");
    }

    @Test
    void whatIsRemovedMakesRoom() {
        for (int i = 0; i < 10; i++) {
            store.add(response(i, Place.INPUT, 10 * MEGABYTE));
            if (i > 0) {
                store.remove("resp_" + i);
            }
        }
        assertThat(store.get("resp_0").input()).singleElement()
                .satisfies(it -> assertThat(it.get("id")).isEqualTo("msg_1"));
    }
}
