package dev.ingot.runtime;

import dev.ingot.adapter.AdapterExport;
import dev.ingot.adapter.AdapterFile;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.hf.LoraAdapter;
import dev.ingot.runtime.engine.Deadline;
import dev.ingot.runtime.engine.Engine;
import dev.ingot.runtime.engine.LoadedAdapter;
import dev.ingot.runtime.engine.RunControl;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The adapters of a loaded model, by name: those that were loaded, and those whose files lie beside the model, which are
 * loaded when they are first asked for. Thread-safe.
 */
final class Adapters implements AutoCloseable {

    private final Path directory;
    private final Engine engine;
    private final Map<String, LoadedAdapter> loaded = new TreeMap<>();

    Adapters(final Path directory, final Engine engine) {
        this.directory = directory;
        this.engine = engine;
    }

    synchronized List<String> names() {
        final var names = new TreeSet<>(loaded.keySet());
        try (var files = Files.newDirectoryStream(directory, "*" + AdapterFile.SUFFIX)) {
            for (final Path file : files) {
                final String entry = String.valueOf(file.getFileName());
                final String name = entry.substring(0, entry.length() - AdapterFile.SUFFIX.length());
                if (AdapterFile.isName(name)) {
                    names.add(name);
                }
            }
        } catch (IOException e) {
            throw new StorageException("list", directory, e);
        }
        return List.copyOf(names);
    }

    synchronized void load(final String name, final Path source) {
        if (!AdapterFile.isName(name) || names().contains(name)) {
            throw new InvalidOptionException(
                    "adapter name: expected letters, digits, '.', '-' and '_', and none of "
                            + names() + ", found \"" + name + "\"");
        }
        loaded.put(name, read(source));
    }

    synchronized void unload(final String name) {
        final LoadedAdapter adapter = loaded.remove(name);
        if (adapter == null) {
            throw new InvalidOptionException(
                    "adapter \"" + name + "\" is not loaded; loaded are " + loaded.keySet());
        }
        adapter.release();
    }

    /** Makes the means to stop one generation, which computes with an adapter if one is named. */
    RunControl control(final Optional<String> name, final Deadline deadline) {
        if (name.isEmpty()) {
            return engine.control(Optional.empty(), deadline);
        }
        final LoadedAdapter adapter = hold(name.get());
        boolean done = false;
        try {
            final RunControl control = engine.control(Optional.of(adapter), deadline);
            done = true;
            return control;
        } finally {
            if (!done) {
                adapter.release();
            }
        }
    }

    /** Returns the name of the adapter by this number, if it is loaded. */
    synchronized Optional<String> find(final long id) {
        return loaded.entrySet().stream().filter(entry -> entry.getValue().id() == id).findFirst()
                .map(Map.Entry::getKey);
    }

    /** Returns the name of the adapter of this content: this one if it has it, else any that has. */
    synchronized Optional<String> find(final String name, final String digest) {
        return Stream.concat(Stream.of(name), names().stream()).filter(it -> has(it, digest)).findFirst();
    }

    /** Keeps nothing loaded that was only looked at. */
    private boolean has(final String name, final String digest) {
        final boolean known = loaded.containsKey(name);
        final Optional<String> found = digest(name);
        final boolean same = found.filter(digest::equals).isPresent();
        if (found.isPresent() && !known && !same) {
            unload(name);
        }
        return same;
    }

    /** Returns the digest of an adapter, if there is one of this name. */
    synchronized Optional<String> digest(final String name) {
        if (!names().contains(name)) {
            return Optional.empty();
        }
        final LoadedAdapter adapter = hold(name);
        adapter.release();
        return Optional.of(adapter.digest());
    }

    private synchronized LoadedAdapter hold(final String name) {
        LoadedAdapter adapter = loaded.get(name);
        if (adapter == null) {
            final Path beside = directory.resolve(name + AdapterFile.SUFFIX);
            if (!AdapterFile.isName(name) || !Files.isRegularFile(beside)) {
                throw new InvalidOptionException(
                        "adapter: expected one of " + names() + ", found \"" + name + "\"");
            }
            adapter = read(beside);
            loaded.put(name, adapter);
        }
        adapter.retain();
        return adapter;
    }

    private LoadedAdapter read(final Path source) {
        if (!engine.enter()) {
            throw new IllegalStateException("the generator is closed");
        }
        try (var arena = Arena.ofConfined()) {
            return engine.load(source, Files.isDirectory(source)
                    ? convert(source, arena)
                    : AdapterFile.read(requireFile(source), arena));
        } finally {
            engine.leave();
        }
    }

    private static Path requireFile(final Path source) {
        if (!Files.isRegularFile(source)) {
            throw ModelFormatException.of(source,
                    "the directory of a PEFT adapter or an " + AdapterFile.SUFFIX + " file", "neither");
        }
        return source;
    }

    private AdapterFile convert(final Path source, final Arena arena) {
        if (engine.adapterInputs().products().isEmpty()) {
            throw new UnsupportedModelException(
                    directory + ": has no inputs for PEFT adapters; convert the model with"
                            + " those adapters that shall be switched");
        }
        try (var adapter = LoraAdapter.open(source)) {
            return AdapterFile
                    .of(new AdapterExport(source, adapter, engine.adapterInputs()).parameters(arena), arena);
        }
    }

    /** Lets go of all; generations that still run keep theirs. */
    @Override
    public synchronized void close() {
        loaded.values().forEach(LoadedAdapter::release);
        loaded.clear();
    }
}
