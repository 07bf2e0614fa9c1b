package dev.ingot.foundry;

import dev.ingot.InferenceModel;
import dev.ingot.io.StagedDirectory;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Looks at every directory of a scan and says what keeps it from being listed. */
final class Diagnosis implements CacheScan.Visitor {

    private final Path root;
    private final Map<ModelId, Path> listed;
    private final List<Finding> findings;

    Diagnosis(final Path root, final Map<ModelId, Path> listed, final List<Finding> findings) {
        this.root = root;
        this.listed = listed;
        this.findings = findings;
    }

    @Override
    public void model(final Path directory) {
        final var name = DeclaredName.of(directory);
        if (name.id().isEmpty()) {
            findings.add(Finding.hidden(directory.resolve(InferenceModel.FILE), name.fault(),
                    "register the model again, or write Name as a string"));
            return;
        }
        name.id().ifPresent(id -> listed(directory, id));
        new ListedModel(directory, findings).check();
    }

    private void listed(final Path directory, final ModelId id) {
        final Path winner = listed.getOrDefault(id, directory);
        if (!winner.equals(directory)) {
            findings.add(Finding.hidden(directory, "model " + id + " is also declared by " + winner
                    + ", and readers take the last one they visit", "remove one of the two or rename it"));
        }
        if (!id.isRegular()) {
            findings.add(Finding.warning(directory,
                    "the name \"" + id.name() + "\" is outside the grammar that every"
                            + " reader takes",
                    "register the model again with letters, digits, dot, dash and underscore"));
        }
        if (ModelId.namesOtherDevice(id.name())) {
            findings.add(Finding.warning(directory, "the name \"" + id.name() + "\" asks for a GPU or NPU",
                    "choose a neutral name for a model that runs on the CPU"));
        }
    }

    @Override
    public void unreadable(final Path directory, final IOException cause) {
        findings.add(Finding.hidden(directory, "cannot be listed: " + cause, "check its permissions"));
    }

    @Override
    public void other(final Path directory) {
        final var names = fileNames(directory);
        final boolean genai = names.contains(CacheScan.GENAI);
        final boolean inference = names.contains(InferenceModel.FILE);
        final boolean onnx = names.stream().anyMatch(name -> name.endsWith(".onnx"));
        if (directory.equals(root)) {
            if (genai || inference || onnx) {
                findings.add(Finding.hidden(root, "a model lies directly in the root, where no reader looks",
                        "move its files into a directory below, for example custom/NAME"));
            }
        } else if (names.contains(StagedDirectory.MARK)) {
            findings.add(Finding.hidden(directory,
                    "it is not finished: " + StagedDirectory.MARK + " is there",
                    "wait for whoever writes it; what a dead ingot left goes with the next change of the cache;"
                            + " else finish the download or delete the directory"));
        } else if (genai || inference || onnx) {
            incomplete(directory, genai, inference, names);
        } else if (names.contains("config.json")
                && names.stream().anyMatch(n -> n.endsWith(".safetensors"))) {
            findings.add(Finding.hidden(directory, "it is a Hugging Face model, not an ONNX model",
                    "convert it: ingot convert --model " + directory + " --output DIR --register"));
        }
    }

    private void incomplete(final Path directory, final boolean genai, final boolean inference,
            final Set<String> names) {
        if (!genai) {
            findings.add(Finding.hidden(directory,
                    CacheScan.GENAI + " is missing" + otherCase(names, CacheScan.GENAI),
                    names.contains("config.json")
                            ? "register it, which writes that file: ingot cache register " + directory
                                    + " --name NAME"
                            : "convert or download the model again"));
        }
        if (!inference) {
            findings.add(Finding.hidden(directory,
                    InferenceModel.FILE + " is missing" + otherCase(names, InferenceModel.FILE),
                    "register it: ingot cache register " + directory + " --name NAME"));
        }
    }

    private static String otherCase(final Set<String> names, final String wanted) {
        return names.stream().filter(wanted::equalsIgnoreCase).findFirst()
                .map(name -> " (there is " + name + ", but case counts)").orElse("");
    }

    private Set<String> fileNames(final Path directory) {
        final var names = new TreeSet<String>();
        try (var entries = Files.newDirectoryStream(directory, entry -> !Files.isDirectory(entry))) {
            entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
        } catch (IOException | DirectoryIteratorException e) {
            findings.add(Finding.hidden(directory, "cannot be listed: " + e.getMessage(),
                    "check its permissions"));
        }
        return names;
    }
}
