package dev.ingot.foundry.doctor;

import dev.ingot.error.IngotException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.hf.TokenizerFile;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Whether there is a tokenizer that can be read, and whose ids the model knows. */
final class TokenizerCheck implements ModelCheck {

    @Override
    public void look(final ModelFolder model, final Consumer<Finding> findings) {
        final Path file = model.file(ModelFolder.TOKENIZER);
        if (!model.has(ModelFolder.TOKENIZER)) {
            findings.accept(
                    Finding.of(Fault.TOKENIZER_MISSING, file).expected("tokenizer.json").found("no such file")
                            .fix("copy the tokenizer's files from the model that was converted"));
            return;
        }
        try {
            TokenizerFile.check(model.directory());
        } catch (ModelFormatException e) {
            findings.accept(Finding.of(Fault.TOKENIZER_DAMAGED, file).line(OptionalInt.empty())
                    .expected(e.subject().map(key -> key + " to be ").orElse("") + e.expected())
                    .found(e.found())
                    .fix("copy the file again from the model that was converted"));
            return;
        } catch (IngotException e) {
            findings.accept(Finding.of(Fault.UNREADABLE, file).found(String.valueOf(e.getMessage()))
                    .fix("check who may read the file"));
            return;
        }
        if (!model.has(ModelFolder.TOKENIZER_CONFIG)) {
            findings.accept(Finding.of(Fault.TOKENIZER_MISSING, model.file(ModelFolder.TOKENIZER_CONFIG))
                    .expected("tokenizer_config.json, which onnxruntime-genai reads").found("no such file")
                    .fix("copy the file from the model that was converted"));
        }
        size(model, findings);
    }

    private static void size(final ModelFolder model, final Consumer<Finding> findings) {
        model.genai().ifPresent(config -> model.tokenizer()
                .filter(tokens -> tokens.largestId() >= config.vocabSize())
                .ifPresent(tokens -> findings.accept(Finding
                        .of(Fault.VOCABULARY_LARGER, model.file(ModelFolder.TOKENIZER))
                        .expected("ids below " + config.vocabSize() + ", the model's vocabulary")
                        .found(tokens.largestId() + " (" + tokens.largest() + ")")
                        .fix("tokens were added after training: resize the model's embeddings and convert it again,"
                                + " or take the tokenizer that it was trained with"))));
    }
}
