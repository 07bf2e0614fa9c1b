package dev.ingot.foundry;

import dev.ingot.InferenceModel;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.RegistryException;
import dev.ingot.foundry.archive.TarWriter;
import dev.ingot.foundry.settings.CacheLocation;
import dev.ingot.foundry.settings.CommandText;
import dev.ingot.io.Checksums;
import dev.ingot.io.Digests;
import dev.ingot.io.SafeName;
import dev.ingot.json.JsonFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes a model as one archive. Its first file lists size and SHA-256 of all others, the second is the registration; so
 * whoever reads it knows from the beginning what must come. Unpacked by any tar, it is a registered model with its
 * checksums.
 */
final class ModelExport {

    /** In this order. */
    static final List<String> FIRST = List.of(Checksums.FILE, InferenceModel.FILE);

    private final CachedModel model;
    private final Path directory;
    private final String top;

    ModelExport(final CachedModel model) {
        this.model = model;
        this.directory = model.directory();
        this.top = (model.id().isRegular() ? model.id().segment() : "model") + "/";
    }

    /** Writes the archive; what was changed since it was registered is not passed on. */
    void write(final OutputStream output) throws IOException {
        final byte[] registration = registration();
        final var contents = contents(registration);
        final var writer = new TarWriter(output);
        text(writer, Checksums.FILE, contents.toJson().getBytes(StandardCharsets.UTF_8));
        text(writer, InferenceModel.FILE, registration);
        for (final var entry : contents.files().entrySet()) {
            if (!entry.getKey().equals(InferenceModel.FILE)) {
                file(writer, entry.getKey(), entry.getValue());
            }
        }
        writer.end();
    }

    /** An indexed model need not have the file, and one with keys that come twice is no JSON for others. */
    private byte[] registration() throws IOException {
        final Path file = directory.resolve(InferenceModel.FILE);
        if (!Files.exists(file)) {
            return model.details().toJson().getBytes(StandardCharsets.UTF_8);
        }
        JsonFiles.read(file);
        return Files.readAllBytes(file);
    }

    private Checksums contents(final byte[] registration) {
        final Set<String> present = new TreeSet<>(Checksums.names(directory));
        present.removeIf(name -> !ModelChecksums.covers(name));
        present.forEach(this::checkName);
        final var files = new TreeMap<>(ModelChecksums.of(directory).map(Checksums::files)
                .orElseGet(TreeMap::new));
        files.keySet().stream().filter(name -> !present.contains(name)).findFirst().ifPresent(name -> {
            throw changed(name, "a file", "no such file");
        });
        files.putAll(Checksums.of(directory, name -> present.contains(name) && !files.containsKey(name))
                .files());
        files.put(InferenceModel.FILE,
                new Checksums.Content(registration.length, Digests.sha256(registration)));
        return new Checksums(files);
    }

    private void checkName(final String name) {
        for (final String segment : name.split("/", -1)) {
            SafeName.fault(segment).ifPresent(fault -> {
                throw new RegistryException(directory.resolve(name)
                        + " cannot be put into an archive: " + fault + "; rename or remove it");
            });
        }
    }

    private void text(final TarWriter writer, final String name, final byte[] content) throws IOException {
        writer.file(top + name, content.length, new ByteArrayInputStream(content));
    }

    private void file(final TarWriter writer, final String name, final Checksums.Content expected)
            throws IOException {
        try (var input = new DigestInputStream(Files.newInputStream(directory.resolve(name)),
                Digests.digest())) {
            final long written = writer.file(top + name, expected.size(), input);
            final String sha256 = HexFormat.of().formatHex(input.getMessageDigest().digest());
            if (written != expected.size()) {
                throw changed(name, expected.size() + " bytes",
                        Files.size(directory.resolve(name)) + " bytes");
            }
            if (!sha256.equals(expected.sha256())) {
                throw changed(name, "SHA-256 " + expected.sha256(), "SHA-256 " + sha256);
            }
        }
    }

    private ModelFormatException changed(final String name, final String expected, final String found) {
        return ModelFormatException.of(directory.resolve(name), expected + " as it was registered",
                found + "; if it was changed on purpose: "
                        + CommandText.update(model.id().toString(), CacheLocation.around(directory)));
    }
}
