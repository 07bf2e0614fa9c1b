package dev.ingot.foundry.doctor;

import dev.ingot.chat.ChatOptions;
import dev.ingot.chat.ChatTemplate;
import dev.ingot.chat.Message;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.error.TemplateException;
import dev.ingot.io.TextFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whether the model has one chat template, and one that works. */
final class TemplateCheck implements ModelCheck {

    private static final String KEY = "chat_template";
    private static final String FILE = "chat_template.jinja";

    /** What minja was reported to lack: string methods, a test, a slice. */
    private static final Pattern GAPS = Pattern
            .compile("\\.(?:replace|rstrip|lstrip|startswith|endswith)\\(|is (?:not )?undefined|\\[::-1\\]");

    @Override
    public void look(final ModelFolder model, final Consumer<Finding> findings) {
        twice(model, findings);
        try {
            ChatTemplate.load(model.directory()).ifPresentOrElse(template -> use(model, template, findings),
                    () -> none(model, findings));
        } catch (TemplateException e) {
            findings.accept(failure(model, e));
        } catch (ModelFormatException e) {
            if (model.json(ModelFolder.TOKENIZER_CONFIG).isPresent()) {
                findings.accept(Finding.of(Fault.TEMPLATE_FAILS, e.file()).expected(e.expected())
                        .found(e.found()).fix("correct " + KEY));
            }
        } catch (StorageException e) {
            findings.accept(Finding.of(Fault.UNREADABLE, model.directory())
                    .found(String.valueOf(e.getMessage())).fix("check who may read the file"));
        }
    }

    private static void none(final ModelFolder model, final Consumer<Finding> findings) {
        final boolean hasStrings = model.json(ModelFolder.INFERENCE)
                .filter(json -> json.has(PromptStrings.PATH)).isPresent();
        if (!hasStrings && model.has(ModelFolder.TOKENIZER)) {
            findings.accept(Finding.of(Fault.NO_TEMPLATE, model.file(ModelFolder.TOKENIZER_CONFIG))
                    .expected(KEY + " there, or a file " + FILE).found("neither")
                    .fix("take the template of the model that this one was trained from, or register it with the name"
                            + " of its family: " + Suggestion.again(model, "--prompt-template FAMILY")));
        }
    }

    private static void use(final ModelFolder model, final ChatTemplate template,
            final Consumer<Finding> findings) {
        try {
            template.render(List.of(Message.user("Hello.")), ChatOptions.forGeneration());
        } catch (TemplateException e) {
            findings.accept(failure(model, e));
        }
        final String gaps = template.source().map(GAPS::matcher).stream().flatMap(it -> it.results())
                .map(MatchResult::group).distinct().collect(Collectors.joining(" "));
        if (!gaps.isEmpty()) {
            findings.accept(Finding.of(Fault.TEMPLATE_BEYOND_ENGINE, place(model)).found(gaps)
                    .fix("if a reader fails at the first message, update it, or write the template without these;"
                            + " Ingot knows them"));
        }
    }

    private static Finding failure(final ModelFolder model, final TemplateException e) {
        final Path file = place(model);
        return Finding.of(Fault.TEMPLATE_FAILS, file)
                .line(file.endsWith(FILE) ? OptionalInt.of(e.line()) : OptionalInt.empty())
                .found(e.reason() + " (line " + e.line() + ", column " + e.column() + " of the template)")
                .fix("correct the template, or take that of the model that this one was trained from");
    }

    private static Path place(final ModelFolder model) {
        return inConfig(model).isPresent() || !model.has(FILE)
                ? model.file(ModelFolder.TOKENIZER_CONFIG)
                : model.file(FILE);
    }

    private static Optional<String> inConfig(final ModelFolder model) {
        return model.json(ModelFolder.TOKENIZER_CONFIG).map(json -> json.raw(KEY))
                .filter(String.class::isInstance).map(String.class::cast);
    }

    private static void twice(final ModelFolder model, final Consumer<Finding> findings) {
        if (isTwice(model)) {
            findings.accept(Finding.of(Fault.TEMPLATE_TWICE, model.file(FILE))
                    .expected("one template, since readers disagree on which of two wins")
                    .found("one in " + ModelFolder.TOKENIZER_CONFIG + " and another one here")
                    .fix("delete the one that is wrong: " + KEY + " in "
                            + ModelFolder.TOKENIZER_CONFIG + ", or this file"));
        }
    }

    /** Tells whether the model has two different templates, of which only one can be right. */
    static boolean isTwice(final ModelFolder model) {
        final Optional<String> inConfig = inConfig(model);
        return inConfig.isPresent() && model.has(FILE) && !text(model).equals(inConfig);
    }

    private static Optional<String> text(final ModelFolder model) {
        try {
            return Optional.of(TextFiles.read(model.file(FILE)));
        } catch (StorageException e) {
            System.getLogger(TemplateCheck.class.getName()).log(System.Logger.Level.DEBUG,
                    "cannot be compared", e);
            return Optional.empty();
        }
    }
}
