package dev.ingot.foundry.doctor;

import dev.ingot.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Whether onnxruntime-extensions, which reads the tokenizer for onnxruntime-genai and Foundry Local, knows its class
 * (operators/tokenizer/tokenizer_jsconfig.hpp). Ingot does not look at it.
 */
final class TokenizerClassCheck implements ModelCheck {

    private static final String KEY = "tokenizer_class";
    private static final String GENERAL = "PreTrainedTokenizerFast";
    private static final String FAST = "Fast";
    private static final Set<String> KNOWN = Set.of("PreTrainedTokenizer", "CLIPTokenizer",
            "WhisperTokenizer",
            "GemmaTokenizer", "LlamaTokenizer", "Phi3Tokenizer", "CodeLlamaTokenizer", "CodeGenTokenizer",
            "GPT2Tokenizer", "Qwen2Tokenizer", "BaichuanTokenizer", "GPTNeoXTokenizer", "T5Tokenizer",
            "ChatGLMTokenizer", "XLMRobertaTokenizer", "");

    @Override
    public void look(final ModelFolder model, final Consumer<Finding> findings) {
        model.json(ModelFolder.TOKENIZER_CONFIG).ifPresent(json -> name(json)
                .filter(name -> !KNOWN.contains(plain(name)))
                .ifPresent(name -> findings.accept(found(model, name))));
    }

    private static Optional<String> name(final JsonObject json) {
        return json.raw(KEY) instanceof String name ? Optional.of(name) : Optional.empty();
    }

    private static String plain(final String name) {
        return name.endsWith(FAST) ? name.substring(0, name.length() - FAST.length()) : name;
    }

    private static Finding found(final ModelFolder model, final String name) {
        final Finding finding = Finding.of(Fault.TOKENIZER_CLASS, model.file(ModelFolder.TOKENIZER_CONFIG))
                .line(model.line(ModelFolder.TOKENIZER_CONFIG, KEY))
                .expected("one that it knows, such as " + GENERAL + " or LlamaTokenizer")
                .found("\"" + name + "\"")
                .fix("update the reader, or write the class of the model's family (docs/troubleshooting.md has"
                        + " those that every release knows)");
        return isBytePairs(model)
                ? finding.repair(Repair.json(model.file(ModelFolder.TOKENIZER_CONFIG),
                        "write " + GENERAL + ", which reads tokenizer.json as it is",
                        edit -> edit.set(KEY, GENERAL)))
                : finding;
    }

    /** The general class stands for byte pairs there. */
    private static boolean isBytePairs(final ModelFolder model) {
        return model.tokenizer().filter(tokens -> tokens.kind().equals("BPE")).isPresent();
    }
}
