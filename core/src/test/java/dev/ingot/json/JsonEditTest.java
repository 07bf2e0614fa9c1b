package dev.ingot.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JsonEditTest {

    private static JsonObject parse(final String text) {
        return JsonFiles.parse(Path.of("f.json"), text.getBytes(StandardCharsets.UTF_8));
    }

    private static String compact(final JsonEdit edit) {
        return JsonFiles.compact(parse(edit.text(2)).asMap());
    }

    @Test
    void changesWhatIsNamedAndNothingElse() {
        final var original = parse(
                "{\"a\": {\"b\": 1, \"c\": [1.50, null]}, \"d\": \"\u00e9\", \"e\": 12345678901234567890}");
        final var edit = new JsonEdit(original);
        edit.set("a.b", List.of(2, 3));
        edit.set("a.x.y", true);
        edit.remove("nothing");
        edit.remove("no.thing");
        assertThat(compact(edit)).isEqualTo("{\"a\":{\"b\":[2,3],\"c\":[1.5,null],\"x\":{\"y\":true}},"
                + "\"d\":\"\u00e9\",\"e\":12345678901234567890}");
        assertThat(JsonFiles.compact(original.asMap())).contains("\"b\":1").doesNotContain("\"x\"");
    }

    @Test
    void aRenamedKeyKeepsItsPlace() {
        final var edit = new JsonEdit(parse("{\"a\": 1, \"b\": 2, \"c\": 3}"));
        edit.rename("b", "B");
        edit.rename("nothing", "x");
        assertThat(compact(edit)).isEqualTo("{\"a\":1,\"B\":2,\"c\":3}");
    }
}
