package dev.ingot.hf;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.WeightValueException;
import dev.ingot.quantize.WeightMatrix;
import dev.ingot.quantize.WeightType;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint of one or more safetensors files, memory-mapped. Opening reads and checks the headers alone; what is
 * handed out is valid until {@link #close}. Thread-safe.
 */
public final class Safetensors implements Weights, Checkpoint {

    private static final Set<TensorType> INTEGERS = Set.of(TensorType.I32, TensorType.U32);
    private static final String BLOCKS = "_blocks";
    private static final String SCALES = "_scales";

    private static final String SINGLE = "model.safetensors";

    private record Place(SafetensorsFile file, TensorEntry entry) {}

    private final Path source;
    private final List<SafetensorsFile> files;
    private final SequencedMap<String, Place> places;
    private final SequencedSet<String> names;

    private Safetensors(final Path source, final List<SafetensorsFile> files) {
        this.source = source;
        this.files = List.copyOf(files);
        this.places = new LinkedHashMap<>();
        for (final SafetensorsFile file : files) {
            file.entries().forEach(entry -> places.put(entry.name(), new Place(file, entry)));
        }
        final var own = new LinkedHashSet<>(places.keySet());
        own.removeIf(name -> name.endsWith(SCALES) && places.containsKey(blocksOf(name)));
        this.names = Collections.unmodifiableSequencedSet(own);
    }

    /**
     * Opens one file.
     *
     * @param file the file
     * @return the checkpoint
     * @throws ModelFormatException                if the header is malformed or the file has another size than it says
     * @throws dev.ingot.error.StorageException if the file cannot be read
     */
    public static Safetensors open(final Path file) {
        return new Safetensors(file, List.of(SafetensorsFile.open(file)));
    }

    /**
     * Opens the files that an index names; index and headers must agree.
     *
     * @param index {@code model.safetensors.index.json}
     * @return the checkpoint
     * @throws ModelFormatException                if a file is missing or malformed, or contradicts the index
     * @throws dev.ingot.error.StorageException if a file cannot be read
     */
    public static Safetensors openIndexed(final Path index) {
        final var shardIndex = ShardIndex.read(index);
        final var opened = new ArrayList<SafetensorsFile>();
        boolean done = false;
        try {
            for (final Path file : shardIndex.files()) {
                opened.add(SafetensorsFile.open(file));
            }
            shardIndex.check(opened);
            final var result = new Safetensors(index, opened);
            done = true;
            return result;
        } finally {
            if (!done) {
                opened.forEach(SafetensorsFile::close);
            }
        }
    }

    /** Whether a directory has what {@link #openDirectory} opens. */
    static boolean isIn(final Path directory) {
        return Files.isRegularFile(directory.resolve(SINGLE))
                || Files.isRegularFile(directory.resolve(ShardIndex.NAME));
    }

    @Override
    public void addTo(final SourceHash hash) {
        hash.addHeaders(this);
    }

    /** Opens {@code model.safetensors}, else what {@code model.safetensors.index.json} names, as transformers does. */
    static Safetensors openDirectory(final Path directory) {
        final Path single = directory.resolve(SINGLE);
        final Path index = directory.resolve(ShardIndex.NAME);
        if (Files.isRegularFile(single)) {
            return open(single);
        }
        if (Files.isRegularFile(index)) {
            return openIndexed(index);
        }
        throw ModelFormatException.of(directory, "model.safetensors or " + ShardIndex.NAME,
                Files.exists(directory.resolve("pytorch_model.bin"))
                        || Files.exists(directory.resolve("pytorch_model.bin.index.json"))
                                ? "pytorch_model.bin; convert it with save_pretrained(..., safe_serialization=True)"
                                : SideFiles.insteadOf(directory, "neither"));
    }

    /** The mapped files. */
    List<SafetensorsFile> files() {
        return files;
    }

    /** Where the tensors come from, for messages: the file, or the index of several. */
    Path source() {
        return source;
    }

    @Override
    public SequencedSet<String> names() {
        return names;
    }

    @Override
    public boolean has(final String name) {
        return places.containsKey(name);
    }

    @Override
    public WeightMatrix matrix(final String name, final int rows, final int columns) {
        return isMicroscaled(name) ? microscaled(name, rows, columns) : stored(name, rows, columns);
    }

    private boolean isMicroscaled(final String name) {
        return name.endsWith(BLOCKS) && places.containsKey(scalesOf(name));
    }

    private static String blocksOf(final String scales) {
        return scales.substring(0, scales.length() - SCALES.length()) + BLOCKS;
    }

    private static String scalesOf(final String blocks) {
        return blocks.substring(0, blocks.length() - BLOCKS.length()) + SCALES;
    }

    private MicroscaledMatrix microscaled(final String name, final int rows, final int columns) {
        if (columns % MicroscaledMatrix.GROUP != 0) {
            throw wrong(place(name), columns + " columns in groups of " + MicroscaledMatrix.GROUP);
        }
        final long groups = columns / MicroscaledMatrix.GROUP;
        return new MicroscaledMatrix(name, rows, columns,
                bytes(name, rows * groups, MicroscaledMatrix.GROUP_BYTES),
                bytes(scalesOf(name), rows, groups));
    }

    private MemorySegment bytes(final String name, final long rows, final long columns) {
        final Place place = place(name);
        if (!place.entry().dtype().equals(TensorType.U8.name()) || !isMatrix(place, rows, columns)) {
            throw wrong(place, "bytes of shape [" + rows + ", " + columns + "]");
        }
        return data(place);
    }

    /** Whether a tensor is so many rows, which may be divided among several leading dimensions. */
    private static boolean isMatrix(final Place place, final long rows, final long columns) {
        final List<Long> shape = place.entry().shape();
        return shape.size() > 1 && shape.getLast() == columns
                && shape.subList(0, shape.size() - 1).stream().reduce(1L, Math::multiplyExact) == rows;
    }

    @Override
    public float[] vector(final String name, final int length) {
        final Place place = place(name, List.of((long) length));
        final var values = new float[length];
        Floats.decode(data(place), type(place), 0, values);
        for (int i = 0; i < length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new WeightValueException(name, i, values[i]);
            }
        }
        return values;
    }

    @Override
    public long bytes(final String name) {
        return place(name).entry().bytes();
    }

    @Override
    public int rows(final String name) {
        final Place place = place(name);
        final List<Long> shape = place.entry().shape();
        if (shape.isEmpty() || shape.getFirst() > Integer.MAX_VALUE) {
            throw wrong(place, "a first dimension of at most " + Integer.MAX_VALUE);
        }
        return shape.getFirst().intValue();
    }

    /** A matrix that is stored as it is. */
    StoredMatrix stored(final String name, final int rows, final int columns) {
        final @Nullable Place found = places.get(name);
        final Place place = found != null && isMatrix(found, rows, columns)
                ? found
                : place(name, List.of((long) rows, (long) columns));
        return new StoredMatrix(name, rows, columns, type(place), data(place));
    }

    /** Elements of 32 bits, such as packed integers, as they are stored. */
    MemorySegment integers(final String name, final int... shape) {
        final Place place = place(name, IntStream.of(shape).mapToObj(size -> (long) size).toList());
        if (TensorType.of(place.entry().dtype()).filter(INTEGERS::contains).isEmpty()) {
            throw wrong(place, "a tensor of type I32");
        }
        return data(place);
    }

    /** The dimensions of a tensor. */
    List<Long> shape(final String name) {
        return place(name).entry().shape();
    }

    /**
     * Returns the size of all tensors.
     *
     * @return bytes, headers not included
     */
    @Override
    public long weightBytes() {
        return places.values().stream().mapToLong(place -> place.entry().bytes()).sum();
    }

    /**
     * Returns the file in which a tensor lies, for messages.
     *
     * @param name of the tensor
     * @return its file; for a tensor that is not there the file or index that should name it
     */
    public Path fileOf(final String name) {
        final @Nullable Place place = places.get(name);
        return place == null ? source : place.file().path();
    }

    private Place place(final String name) {
        final @Nullable Place place = places.get(name);
        if (place == null) {
            throw ModelFormatException.of(source, name, "a tensor of this name", "nothing");
        }
        return place;
    }

    private Place place(final String name, final List<Long> shape) {
        final @Nullable Place place = places.get(name);
        if (place == null) {
            throw ModelFormatException.of(source, name, "a tensor of shape " + shape, "nothing");
        }
        if (!place.entry().shape().equals(shape)) {
            throw wrong(place, "shape " + shape);
        }
        return place;
    }

    private static WeightType type(final Place place) {
        return TensorType.of(place.entry().dtype()).flatMap(TensorType::weightType)
                .orElseThrow(() -> wrong(place, "a tensor of type BF16, F16 or F32"));
    }

    private static MemorySegment data(final Place place) {
        return place.file().data(place.entry());
    }

    private static ModelFormatException wrong(final Place place, final String expected) {
        return ModelFormatException.at(place.file().path(), place.entry().name(), place.entry().begin(),
                expected,
                place.entry().describe(), null);
    }

    /** Unmaps the files; a second call does nothing. */
    @Override
    public void close() {
        files.forEach(SafetensorsFile::close);
    }
}
