package dev.ingot.foundry.cli;

import dev.ingot.InferenceModel;
import dev.ingot.OnnxModel;
import dev.ingot.Registration;
import dev.ingot.Registration.Placement;
import dev.ingot.RequestDefaults;
import dev.ingot.foundry.doctor.Doctor;
import dev.ingot.foundry.doctor.Finding;
import dev.ingot.foundry.doctor.Severity;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Registers a model. */
@Command(name = "register", sortOptions = false, sortSynopsis = false, description = "Register an ONNX model directory. A model that lies in"
        + " the cache already stays where it is.")
final class CacheRegister implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "The model's directory; genai_config.json is written when it has none.")
    Path directory = Path.of("");

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "What the model is called: NAME or NAME:VERSION.")
    String name = "";

    @Option(names = "--description", paramLabel = "TEXT", description = "Free text.")
    @Nullable
    String description;

    @Option(names = "--version", paramLabel = "V", description = "Free text; a whole number becomes part of the model's id.")
    @Nullable
    String version;

    @Option(names = "--prompt-template", paramLabel = "PRESET", description = "qwen (chatml), llama3, phi3, gemma, mistral,"
            + " or a JSON file with system, user, assistant and prompt; default: the model's own chat template.")
    @Nullable
    String promptTemplate;

    @Option(names = "--max-length", paramLabel = "N", description = "Most tokens of prompt and answer together.")
    @Nullable
    Integer maxLength;

    @Option(names = "--temperature", paramLabel = "T", description = "Default temperature of requests.")
    @Nullable
    Double temperature;

    @Option(names = "--top-p", paramLabel = "P", description = "Default top-p of requests.")
    @Nullable
    Double topP;

    @Option(names = "--repetition-penalty", paramLabel = "R", description = "Default repetition penalty of requests.")
    @Nullable
    Double repetitionPenalty;

    @Option(names = "--replace", description = "Let a model of the same name give way.")
    boolean replace;

    @Option(names = "--overwrite", hidden = true) // as export and convert call it
    boolean overwrite;

    @Option(names = "--no-checksums", description = "Do not read all files once to keep their checksums; \"cache verify\" has"
            + " nothing to compare then.")
    boolean unread;

    @Option(names = "--placement", paramLabel = "HOW", defaultValue = "LINK", description = "link (hard links where"
            + " possible), copy, or move; default: link.")
    Placement placement = Placement.LINK;

    @Mixin
    private final CacheOption cache = new CacheOption();
    private final Terminal terminal;

    CacheRegister(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        final var model = OnnxModel.open(directory).register(cache.open(terminal), registration());
        terminal.out().println("Registered " + model.name() + " at " + model.directory());
        Doctor.of(model.directory()).examine().findings().stream().filter(CacheRegister::isOfRegistration)
                .forEach(finding -> terminal.note(finding.toString()));
        return 0;
    }

    /** What the model had before it was registered is no news; {@code ingot doctor} tells of it. */
    private static boolean isOfRegistration(final Finding finding) {
        return finding.path().endsWith(InferenceModel.FILE) && finding.fault().severity() != Severity.NOTE;
    }

    private Registration registration() {
        Registration wanted = Registration.DEFAULT.name(name).defaults(defaults()).placement(placement);
        wanted = description == null ? wanted : wanted.description(description);
        wanted = version == null ? wanted : wanted.version(version);
        wanted = promptTemplate == null
                ? wanted
                : wanted.promptTemplate(PromptTemplateOption.parse(promptTemplate));
        wanted = unread ? wanted.withoutChecksums() : wanted;
        return replace || overwrite ? wanted.replacing() : wanted;
    }

    private RequestDefaults defaults() {
        RequestDefaults wanted = RequestDefaults.NONE;
        wanted = maxLength == null ? wanted : wanted.maxLength(maxLength);
        wanted = temperature == null ? wanted : wanted.temperature(temperature);
        wanted = topP == null ? wanted : wanted.topP(topP);
        return repetitionPenalty == null ? wanted : wanted.repetitionPenalty(repetitionPenalty);
    }
}
