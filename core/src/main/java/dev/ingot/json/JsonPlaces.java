package dev.ingot.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.ingot.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** On which lines of a file its keys stand, for messages to people who have it open in an editor. Immutable. */
public final class JsonPlaces {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int MOST = 10_000;

    private final Map<String, Integer> lines;

    private JsonPlaces(final Map<String, Integer> lines) {
        this.lines = Map.copyOf(lines);
    }

    /**
     * Finds the keys of a file's objects, as far as it is JSON.
     *
     * @param file the file
     * @return their lines
     * @throws StorageException if it cannot be read
     */
    public static JsonPlaces of(final Path file) {
        final var lines = new HashMap<String, Integer>();
        try (var input = Files.newInputStream(file); var parser = FACTORY.createParser(input)) {
            for (JsonToken token = parser.nextToken(); token != null
                    && lines.size() < MOST; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    lines.putIfAbsent(parser.getParsingContext().pathAsPointer().toString(),
                            parser.currentTokenLocation().getLineNr());
                }
            }
        } catch (JsonProcessingException e) {
            System.getLogger(JsonPlaces.class.getName()).log(System.Logger.Level.DEBUG,
                    "lines are known up to the fault", e);
        } catch (IOException e) {
            throw new StorageException("read", file, e);
        }
        return new JsonPlaces(lines);
    }

    /**
     * Returns the line of a key.
     *
     * @param path keys from the top, for example {@code model.eos_token_id}; keys that hold a dot cannot be named
     * @return counted from 1; empty where there is no such key
     */
    public OptionalInt line(final String path) {
        final Integer line = lines.get("/" + path.replace('.', '/'));
        return line == null ? OptionalInt.empty() : OptionalInt.of(line);
    }

    /**
     * Returns the line of a byte.
     *
     * @param file   the file
     * @param offset of the byte
     * @return counted from 1; the last line for an offset beyond the end
     * @throws StorageException if it cannot be read
     */
    public static int lineAt(final Path file, final long offset) {
        try (var input = Files.newInputStream(file)) {
            int line = 1;
            for (final byte value : input.readNBytes(Math.toIntExact(Math.min(offset, 1 << 26)))) {
                line += value == '\n' ? 1 : 0;
            }
            return line;
        } catch (IOException e) {
            throw new StorageException("read", file, e);
        }
    }
}
