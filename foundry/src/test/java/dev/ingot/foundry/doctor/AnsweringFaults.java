package dev.ingot.foundry.doctor;

import static dev.ingot.foundry.doctor.FaultCase.mended;
import static dev.ingot.foundry.doctor.FaultCase.told;
import static dev.ingot.foundry.doctor.Patient.GENAI;
import static dev.ingot.foundry.doctor.Patient.INFERENCE;
import static dev.ingot.foundry.doctor.Patient.TOKENIZER;
import static dev.ingot.foundry.doctor.Patient.TOKENIZER_CONFIG;

import dev.ingot.chat.ChatTemplate;
import dev.ingot.chat.PromptTemplate;
import dev.ingot.chat.PromptTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

/** Why a model that runs gives wrong answers, or never ends one. */
final class AnsweringFaults {

    private static final String TEMPLATE = "PromptTemplate";

    private static final PromptTemplate TUTORIAL = new PromptTemplate(
            "<|im_start|>system\n{Content}<|im_end|>", "<|im_start|>user\n{Content}<|im_end|>",
            "<|im_start|>assistant\n{Content}<|im_end|>",
            "<|im_start|>user\n{Content}<|im_end|>\n<|im_start|>assistant");

    private static final PromptTemplate ALPACA = new PromptTemplate("{Content}\n\n",
            "### Instruction:\n{Content}\n\n", "### Response:\n{Content}\n\n",
            "### Instruction:\n{Content}\n\n### Response:\n");

    private AnsweringFaults() {}

    static Stream<FaultCase> answers() {
        return Stream.of(
                mended(Fault.LENGTH_ABOVE_CONTEXT, "65 of 64", p -> p.set(GENAI, "search.max_length", 65)),
                told(Fault.LENGTH_ALLOCATES, "all of a long context", p -> {
                    p.set(GENAI, "model.context_length", 20_000_000);
                    p.set(GENAI, "search.max_length", 20_000_000);
                    p.set(GENAI, "search.past_present_share_buffer", true);
                }),
                mended(Fault.END_TOKENS_DISAGREE, "one of two",
                        p -> p.set(GENAI, "model.eos_token_id", 4)),
                mended(Fault.TURN_END_IS_NO_END, "as base models have it",
                        p -> p.set(GENAI, "model.eos_token_id", 2)),
                told(Fault.TURN_END_UNKNOWN, "no such token",
                        p -> p.put(TOKENIZER,
                                Files.readString(p.file(TOKENIZER)).replace("im_end", "imend"))),
                told(Fault.TURN_WITHOUT_END, "a dialogue in plain words", p -> {
                    p.template("{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}"
                            + "{% if add_generation_prompt %}assistant:{% endif %}");
                    p.set(TOKENIZER_CONFIG, "eos_token", "<|endoftext|>");
                    p.remove(INFERENCE, TEMPLATE);
                }),
                mended(Fault.END_TOKEN_ORDINARY, "a token of texts",
                        p -> p.set(GENAI, "model.eos_token_id", List.of(4, 2, 0))),
                mended(Fault.END_TOKEN_ORDINARY, "an added token of texts", p -> {
                    p.put(TOKENIZER, Files.readString(p.file(TOKENIZER)).replace("\"id\": 3,",
                            "\"id\": 3, \"special\": false,"));
                    p.set(GENAI, "model.eos_token_id", List.of(4, 3, 2));
                }),
                mended(Fault.END_TOKEN_RANGE, "99 of 10",
                        p -> p.set(GENAI, "model.eos_token_id", List.of(4, 2, 99))),
                told(Fault.NO_TEMPLATE, "neither template nor strings", p -> {
                    p.remove(TOKENIZER_CONFIG, "chat_template");
                    p.remove(INFERENCE, TEMPLATE);
                }),
                told(Fault.TEMPLATE_TWICE, "two files", p -> p.put("chat_template.jinja", "{{ messages }}")),
                told(Fault.TEMPLATE_FAILS, "not to be parsed", p -> p.template("{% if %}")),
                told(Fault.TEMPLATE_FAILS, "at the first message", p -> {
                    p.template("{{ raise_exception('never') }}");
                    p.remove(INFERENCE, TEMPLATE);
                }),
                told(Fault.TEMPLATE_BEYOND_ENGINE, "a method",
                        p -> p.template(p.source() + "{{ 'a'.replace('a', '') }}")),
                mended(Fault.PROMPT_LACKS_STRINGS, "two of four", p -> {
                    p.remove(INFERENCE, TEMPLATE + ".system");
                    p.remove(INFERENCE, TEMPLATE + ".user");
                }),
                mended(Fault.PROMPT_WITHOUT_CONTENT, "no place",
                        p -> p.set(INFERENCE, TEMPLATE + ".user", "hi")),
                mended(Fault.PROMPT_TYPE, "a number", p -> p.set(INFERENCE, TEMPLATE, 5)),
                mended(Fault.PROMPT_TYPE, "a number inside", p -> p.set(INFERENCE, TEMPLATE + ".user", 5)),
                mended(Fault.PROMPT_CONTRADICTS, "Phi on Qwen",
                        p -> strings(p, PromptTemplates.preset("phi3"))),
                told(Fault.PROMPT_CONTRADICTS, "marks where there are none", p -> p.template(
                        "{% for m in messages %}{{ m.role }}: {{ m.content }}{{ eos_token }}\n{% endfor %}"
                                + "{% if add_generation_prompt %}assistant: {% endif %}")),
                mended(Fault.PROMPT_CONTRADICTS, "roles exchanged", p -> strings(p, exchanged())),
                mended(Fault.PROMPT_CONTRADICTS, "no opening of the answer", p -> p.set(INFERENCE,
                        TEMPLATE + ".prompt", "<|im_start|>user\n{Content}<|im_end|>\n")),
                told(Fault.PROMPT_CONTRADICTS, "Alpaca's words on ChatML", p -> strings(p, ALPACA)),
                told(Fault.PROMPT_CONTRADICTS, "strings of the tokenizer, a template of others",
                        p -> p.template(
                                "{% for m in messages %}<|{{ m.role }}|>\n{{ m.content }}{{ eos_token }}\n{% endfor %}"
                                        + "{% if add_generation_prompt %}<|assistant|>\n{% endif %}")),
                mended(Fault.PROMPT_WHITE_SPACE, "the tutorial's", p -> strings(p, TUTORIAL)),
                told(Fault.PROMPT_TOKENS_UNKNOWN, "without a template of the model's own", p -> {
                    p.remove(TOKENIZER_CONFIG, "chat_template");
                    strings(p, PromptTemplates.preset("phi3"));
                }),
                told(Fault.PROMPT_DIFFERS, "more words", p -> p.set(INFERENCE, TEMPLATE + ".system",
                        "<|im_start|>system\nYou are Bob. {Content}<|im_end|>\n")),
                mended(Fault.PROMPT_CONTRADICTS, "a role that was left plain",
                        p -> p.set(INFERENCE, TEMPLATE + ".system", "{Content}")),
                told(Fault.ROLE_WITHOUT_STRING, "no system messages", p -> {
                    p.template("{% if messages[0].role == 'system' %}{{ raise_exception('no') }}{% endif %}"
                            + p.source());
                    derived(p);
                }),
                told(Fault.STRINGS_SAY_LESS, "a system message of its own", p -> {
                    p.template("{% if messages[0].role != 'system' %}<|im_start|>system\nBe kind.<|im_end|>\n"
                            + "{% endif %}" + p.source());
                    derived(p);
                }),
                mended(Fault.DEFAULT_VALUE, "in quotes", p -> config(p, "temperature", "0.7")),
                mended(Fault.DEFAULT_VALUE, "out of range", p -> config(p, "top_p", 2)),
                mended(Fault.DEFAULT_VALUE, "not whole", p -> config(p, "max_length", 10.5)),
                mended(Fault.DEFAULT_VALUE, "no object", p -> p.set(INFERENCE, "ModelConfig", 7)),
                mended(Fault.DEFAULT_VALUE, "a list", p -> p.set(INFERENCE, "ModelConfig", List.of(1))),
                told(Fault.DEFAULT_UNKNOWN, "top_k", p -> config(p, "top_k", 5)),
                mended(Fault.DEFAULT_LENGTH, "above the context", p -> config(p, "max_length", 2048)));
    }

    private static PromptTemplate exchanged() {
        final PromptTemplate right = PromptTemplates.preset("chatml");
        return new PromptTemplate(right.system(), right.assistant(), right.user(), right.prompt());
    }

    private static void strings(final Patient patient, final PromptTemplate strings) throws IOException {
        patient.set(INFERENCE, TEMPLATE, PromptStrings.values(strings));
    }

    private static void derived(final Patient patient) throws IOException {
        strings(patient, PromptTemplates.derive(ChatTemplate.load(patient.directory()).orElseThrow()));
    }

    private static void config(final Patient patient, final String key, final Object value)
            throws IOException {
        patient.set(INFERENCE, "ModelConfig." + key, value);
    }
}
