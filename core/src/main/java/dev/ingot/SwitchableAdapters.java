package dev.ingot;

import dev.ingot.adapter.AdapterExport;
import dev.ingot.adapter.AdapterFile;
import dev.ingot.adapter.AdapterInputs;
import dev.ingot.hf.LoraAdapter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adapters that are written beside a model, each into a file of its own. */
final class SwitchableAdapters implements AutoCloseable {

    private record Opened(String name, Path source, LoraAdapter adapter) {}

    private final Map<String, Path> sources;
    private final List<Opened> adapters = new ArrayList<>();
    private final List<OutputFile> files = new ArrayList<>();

    /**
     * Begins; nothing is read yet.
     *
     * @param sources PEFT directories, by name
     */
    SwitchableAdapters(final Map<String, Path> sources) {
        this.sources = sources;
    }

    /** Opens them and returns all modules that they change, in canonical spelling. */
    Set<String> open() {
        final var modules = new LinkedHashSet<String>();
        sources.forEach((name, source) -> {
            final var adapter = LoraAdapter.open(source);
            adapters.add(new Opened(name, source, adapter));
            adapter.requireSwitchable();
            adapter.modules().stream().map(AdapterInputs::canonical).forEach(modules::add);
        });
        return modules;
    }

    /** Checks that the graph has inputs for all of them. */
    void fit(final AdapterInputs inputs) {
        for (final Opened opened : adapters) {
            files.add(new OutputFile.Adapter(opened.name() + AdapterFile.SUFFIX,
                    new AdapterExport(opened.source(), opened.adapter(), inputs)));
        }
    }

    /** Returns what is to be written; to be done before these are closed. */
    List<OutputFile> files() {
        return List.copyOf(files);
    }

    @Override
    public void close() {
        adapters.forEach(opened -> opened.adapter().close());
    }
}
