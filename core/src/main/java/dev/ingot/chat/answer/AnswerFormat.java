package dev.ingot.chat.answer;

import dev.ingot.chat.ChatTemplate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a family of models writes reasoning and calls of tools. In all of them, {@code <think>...</think>} and {@code
 * [THINK]...[/THINK]} at the beginning of an answer are reasoning; and so is an answer up to {@code </think>} whose prompt
 * ends with {@code <think>}.
 */
public enum AnswerFormat {

    /** No calls. */
    PLAIN,

    /** Qwen 2.5, Qwen 3, Hermes: {@code <tool_call>{"name": ..., "arguments": {...}}</tool_call>}. */
    HERMES,

    /**
     * Qwen3-Coder, Qwen 3.5, Nemotron 3: {@code <tool_call><function=name><parameter=key>value</parameter></function></tool_call>},
     * whose values are bare text, read as the tools' schemas say.
     */
    QWEN_XML,

    /**
     * Llama 3.1 and later: an answer that is {@code {"name": ..., "parameters": {...}}}, also behind {@code
     * <|python_tag|>}; several with semicolons between; {@code <|python_tag|>search.call(query="...")} for built-in tools;
     * and Llama 3.2's {@code [name(key=value), ...]}.
     */
    LLAMA3,

    /** Mistral: {@code [TOOL_CALLS][{...}]}, and {@code [TOOL_CALLS]name[ARGS]{...}} with or without {@code [CALL_ID]}. */
    MISTRAL,

    /** Phi-4-mini: {@code <|tool_call|>[{...}]<|/tool_call|>}, or {@code functools[{...}]}. */
    PHI4,

    /**
     * Granite: {@code <|tool_call|>[{...}]} of Granite 3, {@code <tool_call>...</tool_call>} of Granite 4. Content between {@code
     * <response>} and {@code </response>} of Granite 3.3, and the sentences before thoughts and response of Granite 3.2.
     */
    GRANITE,

    /** DeepSeek V3 and R1, and Qwen and Llama distilled from it: calls between {@code <｜tool▁calls▁begin｜>} and its end. */
    DEEPSEEK,

    /**
     * Gemma 3, which has no format of its own and is told one in the prompt: what Google's documentation proposes, {@code
     * [name(key=value)]} or JSON with a name and parameters, bare or in a fenced block of {@code tool_code} or {@code json}.
     */
    GEMMA,

    /** SmolLM3: as Hermes, and {@code <code>name(key=value)</code>} for tools that were given as Python. */
    SMOLLM3,

    /** gpt-oss: messages with a channel each, calls addressed to their tool. */
    HARMONY;

    /**
     * Finds the format of a model by what its chat template is made of.
     *
     * @param template the model's template
     * @return the format; {@link #PLAIN} for one that shows none
     */
    public static AnswerFormat of(final ChatTemplate template) {
        return template.source().map(AnswerFormat::of).orElse(PLAIN);
    }

    private static AnswerFormat of(final String source) {
        record Sign(String text, AnswerFormat format) {}
        return Stream.of(new Sign("<|channel|>", HARMONY), new Sign("<｜Assistant｜>", DEEPSEEK),
                new Sign("<｜tool▁call", DEEPSEEK), new Sign("[TOOL_CALLS]", MISTRAL),
                new Sign("<|start_of_role|>", GRANITE), new Sign("<|tool|>", PHI4),
                new Sign("python_tools", SMOLLM3), new Sign(XmlCalls.FUNCTION, QWEN_XML),
                new Sign(Syntax.TOOL_CALL, HERMES),
                new Sign("<|start_header_id|>", LLAMA3), new Sign("<start_of_turn>", GEMMA))
                .filter(sign -> source.contains(sign.text())).map(Sign::format).findFirst().orElse(PLAIN);
    }

    /**
     * Returns the texts that a parser must see even where the tokenizer has them as special tokens, which are left out of
     * text otherwise.
     *
     * @return for example {@code [TOOL_CALLS]}
     */
    public Set<String> marks() {
        return Syntax.of(this, new ToolParameters(List.of())).marks();
    }

    /**
     * Begins to take an answer apart.
     *
     * @param prompt what the answer follows: the rendered conversation, or at least its end
     * @param tools  whether there are tools to call; else what looks like a call is content
     * @param calls  how many ids were made for earlier calls of the conversation
     * @return the parser
     */
    public AnswerParser parser(final String prompt, final boolean tools, final int calls) {
        return parser(prompt, tools, List.of(), calls);
    }

    /**
     * Begins to take an answer apart, knowing what the tools are.
     *
     * @param prompt       what the answer follows: the rendered conversation, or at least its end
     * @param tools        whether there are tools to call; else what looks like a call is content
     * @param descriptions of tools as templates see them, {@code {type, function: {name, parameters}}}: they tell the types of
     *                     arguments where a format writes them as bare text; of a tool that has none, such arguments are strings
     * @param calls        how many ids were made for earlier calls of the conversation
     * @return the parser
     */
    public AnswerParser parser(final String prompt, final boolean tools, final List<?> descriptions,
            final int calls) {
        final boolean thinking = prompt.stripTrailing().endsWith(Syntax.THINK);
        final List<Rule> known = Syntax.of(this, new ToolParameters(descriptions)).rules().stream()
                .filter(rule -> tools || !rule.call()).toList();
        return new AnswerParser(known,
                thinking ? new Block.Thought(List.of(Syntax.THINK_END), List.of()) : null,
                new CallIds(calls));
    }
}
