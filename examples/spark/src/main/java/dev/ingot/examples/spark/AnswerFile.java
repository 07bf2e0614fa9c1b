package dev.ingot.examples.spark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;

/**
 * The answers of one partition: written to a file of this attempt alone, which takes the partition's name in one step once it
 * is whole. A second attempt of the same task writes the same rows and takes the same name.
 */
final class AnswerFile implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path temporary;
    private final Path target;
    private final BufferedWriter writer;
    private long rows;

    AnswerFile(final Path directory, final int run, final int partition, final long attempt)
            throws IOException {
        final String name = AnswerFiles.name(run, partition);
        temporary = directory.resolve("." + name + "." + attempt + ".tmp");
        target = directory.resolve(name);
        writer = Files.newBufferedWriter(temporary);
    }

    /** Writes a line: the row, and what became of it. */
    void write(final long row, final String key, final String text) throws IOException {
        final var line = new LinkedHashMap<String, Object>();
        line.put("row", row);
        line.put(key, text);
        writer.write(JSON.writeValueAsString(line));
        writer.write('\n');
        rows++;
    }

    /** Makes the file visible, unless there is nothing in it; returns how many rows it has. */
    long publish() throws IOException {
        writer.close();
        if (rows > 0) {
            try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        }
        return rows;
    }

    /** Removes what was not published. */
    @Override
    public void close() throws IOException {
        writer.close();
        Files.deleteIfExists(temporary);
    }
}
