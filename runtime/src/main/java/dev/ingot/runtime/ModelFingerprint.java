package dev.ingot.runtime;

import dev.ingot.error.StorageException;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.io.Digests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * Tells models apart whose keys and values must not be mixed: by genai_config.json, and by the sizes and samples of graph
 * and weights. Fine-tunes of one model have equal graphs, and hashing gigabytes takes seconds; 512
 * samples of 4 KB find a change of 1 % of the weights with a probability of 99.4 %, and files up to 2 MB are read whole.
 */
final class ModelFingerprint {

    private static final int SAMPLES = 512;
    private static final int SAMPLE_BYTES = 4096;

    private ModelFingerprint() {}

    /** Returns the fingerprint of a model, 64 hexadecimal digits. */
    static String of(final LoadedModel model) {
        final MessageDigest digest = Digests.digest();
        final String graph = model.config().decoder().filename();
        add(digest, model.directory().resolve(GenaiConfig.FILE_NAME));
        files(model.directory(), graph).forEach(file -> add(digest, file));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<Path> files(final Path directory, final String graph) {
        try (var files = Files.list(directory)) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith(graph)).sorted()
                    .toList();
        } catch (IOException e) {
            throw new StorageException("list", directory, e);
        }
    }

    private static void add(final MessageDigest digest, final Path file) {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            final long size = channel.size();
            digest.update((file.getFileName() + " " + size + "\n").getBytes(StandardCharsets.UTF_8));
            final var buffer = ByteBuffer.allocate(SAMPLE_BYTES);
            final long blocks = (size + SAMPLE_BYTES - 1) / SAMPLE_BYTES;
            final long samples = Math.min(SAMPLES, blocks);
            for (long i = 0; i < samples; i++) {
                channel.read(buffer.clear(), i * blocks / samples * SAMPLE_BYTES);
                digest.update(buffer.flip());
            }
        } catch (IOException e) {
            throw new StorageException("read", file, e);
        }
    }
}
