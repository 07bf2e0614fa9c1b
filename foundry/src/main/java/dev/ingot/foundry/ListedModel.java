package dev.ingot.foundry;

import dev.ingot.InferenceModel;
import dev.ingot.chat.ChatTemplate;
import dev.ingot.chat.PromptTemplate;
import dev.ingot.chat.PromptTemplates;
import dev.ingot.error.IngotException;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Looks for what will make trouble with a model that is listed. */
final class ListedModel {

    private static final Pattern MARK = Pattern.compile("<[^<>\\s]{1,40}>|\\[/?[A-Z_]{2,20}]");
    private static final String REGISTER_AGAIN = "register the model again with --replace";

    private final Path directory;
    private final Path file;
    private final List<Finding> findings;

    ListedModel(final Path directory, final List<Finding> findings) {
        this.directory = directory;
        this.file = directory.resolve(InferenceModel.FILE);
        this.findings = findings;
    }

    void check() {
        CacheScan.walk(directory, nested -> findings.add(Finding.hidden(nested,
                "it lies inside the model " + directory, "move it beside that model")));
        try {
            final boolean whole = checkKeys(JsonFiles.read(file));
            InferenceModel.read(file).promptTemplate().filter(template -> whole)
                    .ifPresent(this::checkTemplate);
        } catch (IngotException e) {
            warn(String.valueOf(e.getMessage()), REGISTER_AGAIN);
        }
        try {
            checkGraph(JsonFiles.read(directory.resolve(CacheScan.GENAI)));
        } catch (IngotException e) {
            warn("it cannot be loaded: " + e.getMessage(), "convert or download the model again");
        }
    }

    private void warn(final String reason, final String fix) {
        findings.add(Finding.warning(file, reason, fix));
    }

    /** Tells whether the template, if there is one, has all its strings. */
    private boolean checkKeys(final JsonObject json) {
        if (json.has("ComponentManifest")) {
            warn("ComponentManifest makes newer readers treat the model as a bundle of components",
                    "delete that key");
        }
        final Set<String> missing = new TreeSet<>(Set.of("system", "user", "assistant", "prompt"));
        json.object(InferenceModel.TEMPLATE).ifPresentOrElse(template -> missing.removeIf(template::has),
                missing::clear);
        if (!missing.isEmpty()) {
            warn("PromptTemplate lacks " + String.join(", ", missing), REGISTER_AGAIN);
        }
        return missing.isEmpty();
    }

    private void checkTemplate(final PromptTemplate declared) {
        ChatTemplate.load(directory).map(PromptTemplates::derive).filter(own -> !own.equals(declared))
                .ifPresent(own -> {
                    final var strange = new TreeSet<>(marks(declared));
                    strange.removeAll(marks(own));
                    if (strange.isEmpty()) {
                        warn("PromptTemplate differs from the model's own chat template: its prompt is \""
                                + visible(declared.prompt()) + "\", the model's \"" + visible(own.prompt())
                                + "\"", REGISTER_AGAIN + " to derive it from the model");
                    } else {
                        warn("PromptTemplate contradicts the model's own chat template, which never has "
                                + String.join(" ", strange), REGISTER_AGAIN + " to derive it from the model");
                    }
                });
    }

    private static Set<String> marks(final PromptTemplate strings) {
        return MARK.matcher(strings.system() + strings.user() + strings.assistant() + strings.prompt())
                .results()
                .map(MatchResult::group).collect(Collectors.toSet());
    }

    private static String visible(final String text) {
        return text.replace("\n", "\\n");
    }

    private void checkGraph(final JsonObject genai) {
        final String graph = genai.object("model").flatMap(model -> model.object("decoder"))
                .flatMap(decoder -> decoder.string("filename")).orElse("model.onnx");
        if (!isFile(graph)) {
            findings.add(Finding.warning(directory,
                    graph.replace('\0', '?') + " is missing, the model cannot be loaded",
                    "convert or download the model again"));
        }
    }

    private boolean isFile(final String name) {
        try {
            return Files.isRegularFile(directory.resolve(name));
        } catch (InvalidPathException e) {
            System.getLogger(ListedModel.class.getName()).log(System.Logger.Level.DEBUG,
                    "no file has this name", e);
            return false;
        }
    }
}
