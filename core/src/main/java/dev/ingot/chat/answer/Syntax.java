package dev.ingot.chat.answer;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a format is written down.
 *
 * @param marks texts that may be special tokens
 * @param rules what opens something
 */
record Syntax(Set<String> marks, List<Rule> rules) {

    static final String TOOL_CALL = "<tool_call>";
    static final String THINK = "<think>";
    static final String THINK_END = "</think>";
    static final String TOOL_CALL_END = "</tool_call>";
    private static final String BRACKET_THINK = "[THINK]";
    private static final String BRACKET_THINK_END = "[/THINK]";
    private static final String MARKED_CALL = "<|tool_call|>";
    private static final String MARKED_CALL_END = "<|/tool_call|>";
    private static final String RESPONSE = "<response>";
    private static final String RESPONSE_END = "</response>";
    private static final String[] SPOKEN_ENDS = {"Here is my response:", "Here's my response:"};
    private static final String PYTHON = "<|python_tag|>";
    private static final String FUNCTOOLS = "functools";
    private static final String CODE = "<code>";
    private static final String CODE_END = "</code>";
    private static final String FENCE = "```";
    private static final String JSON_FENCE = "```json";
    private static final String TOOL_FENCE = "```tool_code";

    private static final Rule TAGGED = Rule.call(TOOL_CALL, new JsonCalls(TOOL_CALL, TOOL_CALL_END, false));
    private static final Rule PYTHON_LIST = Rule.firstCall("[", PythonCalls.list("[", "]"));

    /** Returns the syntax of a format; reasoning tags are part of every one. */
    static Syntax of(final AnswerFormat format, final ToolParameters parameters) {
        final Syntax own = switch (format) {
            case PLAIN -> new Syntax(Set.of(), List.of());
            case HERMES -> new Syntax(Set.of(TOOL_CALL, TOOL_CALL_END), List.of(TAGGED));
            case QWEN_XML -> new Syntax(Set.of(TOOL_CALL, TOOL_CALL_END), xml(new XmlCalls(parameters)));
            case LLAMA3 -> new Syntax(Set.of(PYTHON), List.of(Rule.call(PYTHON, new ChainedCalls(PYTHON)),
                    Rule.firstCall("{", new ChainedCalls("")), PYTHON_LIST));
            case MISTRAL -> new Syntax(
                    Set.of(MistralCalls.OPENING, MistralCalls.ARGUMENTS, MistralCalls.ID),
                    List.of(Rule.call(MistralCalls.OPENING, new MistralCalls())));
            case PHI4 -> new Syntax(Set.of(MARKED_CALL, MARKED_CALL_END),
                    List.of(marked(MARKED_CALL_END),
                            Rule.call(FUNCTOOLS, new JsonCalls(FUNCTOOLS, "", false))));
            case GRANITE -> new Syntax(
                    Set.of(MARKED_CALL, TOOL_CALL, TOOL_CALL_END, RESPONSE, RESPONSE_END),
                    List.of(marked(""), TAGGED, Rule.envelope(RESPONSE, RESPONSE_END),
                            Rule.thought("Here is my thought process:", SPOKEN_ENDS),
                            Rule.thought("Here's my thought process:", SPOKEN_ENDS)));
            case DEEPSEEK -> new Syntax(Set.copyOf(DeepSeekCalls.MARKS),
                    List.of(Rule.call(DeepSeekCalls.OPENING, new DeepSeekCalls())));
            case GEMMA -> new Syntax(Set.of(),
                    List.of(Rule.call(TOOL_FENCE, PythonCalls.list(TOOL_FENCE, FENCE)),
                            Rule.call(JSON_FENCE, new JsonCalls(JSON_FENCE, FENCE, true)),
                            Rule.firstCall("{", new JsonCalls("", "", true)), PYTHON_LIST));
            case SMOLLM3 -> new Syntax(Set.of(TOOL_CALL, TOOL_CALL_END, CODE, CODE_END),
                    List.of(TAGGED, Rule.call(CODE, PythonCalls.list(CODE, CODE_END))));
            case HARMONY -> new Syntax(Set.copyOf(Harmony.MARKS), Harmony.rules());
        };
        return own.withReasoning();
    }

    /** Models that should write tags write JSON between them now and then. */
    private static List<Rule> xml(final XmlCalls calls) {
        return List.of(Rule.call(TOOL_CALL, calls), Rule.call(XmlCalls.FUNCTION, calls), TAGGED);
    }

    private static Rule marked(final String closing) {
        return Rule.call(MARKED_CALL, new JsonCalls(MARKED_CALL, closing, false));
    }

    private Syntax withReasoning() {
        final var tags = Stream.of(THINK, THINK_END, BRACKET_THINK, BRACKET_THINK_END);
        final var thoughts = Stream.of(Rule.thought(THINK, THINK_END),
                Rule.thought(BRACKET_THINK, BRACKET_THINK_END));
        return new Syntax(Stream.concat(tags, marks.stream()).collect(Collectors.toUnmodifiableSet()),
                Stream.concat(thoughts, rules.stream()).toList());
    }
}
