package dev.ingot.foundry;

import dev.ingot.InferenceModel;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.foundry.archive.TarReader;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.io.Checksums;
import dev.ingot.io.Digests;
import dev.ingot.io.DiskSpace;
import dev.ingot.io.SafeName;
import dev.ingot.io.StagedDirectory;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonOutline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Takes a model out of an archive. Nothing of it is trusted: it must hold exactly the files that its list names, in
 * their order, with their sizes and hashes, and together they must be a model; before that nobody sees anything.
 *
 * <p>The cache is locked for two moments: when its place is begun and when it is shown. In between the bytes may come as
 * slowly as they like, and keep nobody who changes the cache waiting.
 */
final class ModelImport {

    private static final String ARCHIVE = "an archive that \"ingot cache export\" wrote";
    private static final int MAX_TEXT = 16 << 20;
    private static final int BUFFER = 1 << 18;

    private final FoundryCache cache;
    private final ImportOptions options;
    private final Path archive;
    private final OptionalLong length;
    private final TarReader reader;
    private String top = "";

    /** Takes the archive's bytes, and how many there are where that is known. */
    ModelImport(final FoundryCache cache, final ImportOptions options, final Path archive,
            final OptionalLong length, final InputStream input) {
        this.cache = cache;
        this.options = options;
        this.archive = archive;
        this.length = length;
        this.reader = new TarReader(archive, input);
    }

    CachedModel run() throws IOException {
        final var list = ArchiveList.parse(archive, text(beginning()));
        if (length.isPresent() && list.bytes() > length.getAsLong()) {
            throw fault(list.bytes() + " bytes of files", "an archive of " + length.getAsLong() + " bytes");
        }
        final byte[] registration = text(
                entry(InferenceModel.FILE, expected(list, InferenceModel.FILE).size()));
        check(InferenceModel.FILE, Digests.sha256(registration), expected(list, InferenceModel.FILE));
        final var declared = name(registration);
        final var id = options.name().map(declared::renamed)
                .orElseGet(() -> ModelId.forNewModel(declared.text(), Optional.empty()));
        try (var staged = begin(id)) {
            final Path place = staged.path();
            unpack(list, place);
            ModelCheck.whole(place, GenaiConfig.read(place.resolve(GenaiConfig.FILE_NAME)));
            ModelChecksums.covered(list.contents()).writeIn(place);
            write(place.resolve(InferenceModel.FILE), registration);
            if (!declared.equals(id)) {
                Relocation.declare(place, id);
            }
            staged.sync();
            return publish(id, staged);
        }
    }

    /** Refuses before anything is unpacked what would be refused afterwards. */
    private StagedDirectory begin(final ModelId id) {
        try (var _ = cache.lock()) {
            final var admission = new Admission(cache, id, options.replace());
            return admission.stage(admission.slot(admission.usualPlace(), false));
        }
    }

    /** Asks again: the cache may have changed meanwhile. */
    private CachedModel publish(final ModelId id, final StagedDirectory staged) {
        try (var _ = cache.lock()) {
            final var admission = new Admission(cache, id, options.replace());
            final var slot = admission.slot(admission.usualPlace(), false);
            staged.publish(Admission.isReplaced(slot));
            admission.settle(slot);
            return new CachedModel(id, slot.place());
        }
    }

    /** The first file's directory is the one that all others must lie in. */
    private TarReader.Entry beginning() throws IOException {
        final var first = first();
        final int slash = first.name().indexOf('/');
        if (slash <= 0 || !first.name().substring(slash + 1).equals(Checksums.FILE)
                || SafeName.fault(first.name().substring(0, slash)).isPresent()) {
            throw fault(ARCHIVE + ", with its list of files in front", "another file in front");
        }
        top = first.name().substring(0, slash + 1);
        return first;
    }

    /** What does not even begin as an archive is something else, and not a damaged one. */
    private TarReader.Entry first() throws IOException {
        try {
            return reader.next().orElseThrow(() -> fault(ARCHIVE, "an empty one"));
        } catch (ModelFormatException e) {
            throw ModelFormatException.at(archive, null, -1, ARCHIVE, e.found() + " at its beginning", e);
        }
    }

    private TarReader.Entry entry(final String name, final long size) throws IOException {
        final var entry = reader.next().orElseThrow(() -> fault(name, "the end of the archive"));
        if (!entry.name().equals(top + name) || entry.size() != size) {
            throw ModelFormatException.at(archive, null, entry.offset(),
                    top + name + " of " + size + " bytes", "a file with another name or size", null);
        }
        return entry;
    }

    private byte[] text(final TarReader.Entry entry) throws IOException {
        if (entry.size() > MAX_TEXT) {
            throw fault("a text of at most " + MAX_TEXT + " bytes at the beginning", entry.size() + " bytes");
        }
        final var bytes = new ByteArrayOutputStream();
        copy(bytes, Digests.digest());
        return bytes.toByteArray();
    }

    /** Takes the name of a registration with which every reader would list the model, and which Ingot can load. */
    private ModelId name(final byte[] registration) {
        JsonOutline.parse(archive, registration);
        final var json = JsonFiles.parse(archive, registration);
        return ModelId.declared(json.string(InferenceModel.NAME).filter(name -> !name.isEmpty())
                .orElseThrow(() -> json.missing(InferenceModel.NAME, "a name")));
    }

    private void unpack(final ArchiveList list, final Path staged) {
        DiskSpace.require(staged, list.bytes());
        try {
            for (final var file : list.contents().files().entrySet()) {
                if (!file.getKey().equals(InferenceModel.FILE)) {
                    unpack(file.getKey(), file.getValue(), staged.resolve(file.getKey()));
                }
            }
            if (reader.next().isPresent()) {
                throw fault("the end of the archive", "a file that its list does not name");
            }
        } catch (IOException e) {
            throw new StorageException("unpack " + archive + " to", staged, e);
        }
    }

    private void unpack(final String name, final Checksums.Content expected, final Path target)
            throws IOException {
        entry(name, expected.size());
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        final var digest = Digests.digest();
        // Names that are one file here and two in the list would leave one of two files.
        try (var output = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE)) {
            copy(output, digest);
        }
        check(name, HexFormat.of().formatHex(digest.digest()), expected);
    }

    private void copy(final OutputStream output, final MessageDigest digest) throws IOException {
        final var buffer = new byte[BUFFER];
        for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
            digest.update(buffer, 0, read);
            output.write(buffer, 0, read);
        }
    }

    private void check(final String name, final String sha256, final Checksums.Content expected) {
        if (!sha256.equals(expected.sha256())) {
            throw ModelFormatException.of(archive, top + name, "SHA-256 " + expected.sha256(),
                    "SHA-256 " + sha256);
        }
    }

    private static Checksums.Content expected(final ArchiveList list, final String name) {
        return Objects.requireNonNull(list.contents().files().get(name));
    }

    private static void write(final Path file, final byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new StorageException("write", file, e);
        }
    }

    private ModelFormatException fault(final String expected, final String found) {
        return ModelFormatException.of(archive, expected, found);
    }
}
