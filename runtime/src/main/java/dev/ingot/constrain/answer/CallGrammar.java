package dev.ingot.constrain.answer;

import static dev.ingot.constrain.grammar.Expr.choice;
import static dev.ingot.constrain.grammar.Expr.literal;
import static dev.ingot.constrain.grammar.Expr.optional;
import static dev.ingot.constrain.grammar.Expr.repeat;
import static dev.ingot.constrain.grammar.Expr.sequence;

import dev.ingot.chat.answer.AnswerFormat;
import dev.ingot.constrain.grammar.CodePoints;
import dev.ingot.constrain.grammar.Expr;
import dev.ingot.constrain.grammar.Grammar;
import dev.ingot.constrain.schema.SchemaCompiler;
import dev.ingot.constrain.text.TextWithout;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Calls as the models of a family write them: one of the ways that {@link AnswerFormat}'s parsers read, and where a family has
 * had two, both.
 *
 * @param format  of the family
 * @param several whether there may be more than one call
 */
public record CallGrammar(AnswerFormat format, boolean several) {

    private static final String ARGUMENTS = "arguments";
    private static final String PARAMETERS = "parameters";
    private static final String TAG = "<tool_call>";
    private static final String TAG_END = "</tool_call>";
    private static final String FUNCTION = "<function=";
    private static final String MARK = "<|tool_call|>";
    private static final String MISTRAL = "[TOOL_CALLS]";
    private static final String DEEPSEEK = "<｜tool▁calls▁begin｜>";

    /**
     * Returns the arguments of a tool as the family writes them, for {@link Tool}.
     *
     * @param schema of the arguments, a JSON schema
     * @return JSON, or where the family writes none its own form
     * @throws dev.ingot.error.ConstraintException if the schema asks for what is not supported
     */
    public Grammar arguments(final String schema) {
        return format == AnswerFormat.QWEN_XML
                ? SchemaCompiler.parameters(schema)
                : SchemaCompiler.grammar(schema);
    }

    /**
     * Returns the calls.
     *
     * @param tools that can be called
     * @return one call, or one or more; empty for a format without calls
     */
    public Optional<Expr> calls(final List<Tool> tools) {
        return switch (format) {
            case PLAIN -> Optional.empty();
            case HERMES, SMOLLM3 -> Optional.of(tagged(tools));
            case QWEN_XML -> Optional.of(xml(tools));
            case GRANITE -> Optional.of(choice(marked(tools, ""), tagged(tools)));
            case PHI4 -> Optional.of(marked(tools, "<|/tool_call|>"));
            case LLAMA3 -> Optional.of(list(any(tools, it -> it.json(PARAMETERS)), "; "));
            case GEMMA -> Optional.of(gemma(tools));
            case MISTRAL -> Optional.of(mistral(tools));
            case DEEPSEEK -> Optional.of(deepSeek(tools));
            case HARMONY -> Optional.of(harmony(tools));
        };
    }

    /**
     * Returns an answer with or without calls.
     *
     * @param calls of this format
     * @return text in which nothing looks like the beginning of a call but one
     */
    public Expr contentOr(final Expr calls) {
        return switch (format) {
            case PLAIN -> TextWithout.tags(List.of());
            case HERMES, SMOLLM3 -> before(calls, TAG);
            case QWEN_XML -> before(calls, TAG, FUNCTION);
            case GRANITE -> before(calls, MARK, TAG);
            case PHI4 -> before(calls, MARK);
            case MISTRAL -> before(calls, MISTRAL);
            case DEEPSEEK -> before(calls, DEEPSEEK);
            case HARMONY -> choice(framed(TextWithout.tags(List.of("<|"))), calls);
            case LLAMA3, GEMMA -> choice(notBeginningWith("{[<`"), calls);
        };
    }

    private static Expr before(final Expr calls, final String... tags) {
        return sequence(TextWithout.tags(List.of(tags)), optional(calls));
    }

    private static Expr notBeginningWith(final String characters) {
        final CodePoints blank = CodePoints.of(" \n\t\r");
        final Expr first = CodePoints.ALL.minus(CodePoints.of(characters)).minus(blank).utf8();
        return sequence(repeat(blank.utf8(), 0, Expr.UNBOUNDED),
                optional(sequence(first, TextWithout.tags(List.of("<|python_tag|>")))));
    }

    private static Expr any(final List<Tool> tools, final Function<Tool, Expr> written) {
        return choice(tools.stream().map(written).toList());
    }

    private Expr list(final Expr item, final String separator) {
        return several
                ? sequence(item, repeat(sequence(literal(separator), item), 0, Expr.UNBOUNDED))
                : item;
    }

    private Expr jsonList(final List<Tool> tools, final String key) {
        return sequence(literal("["), list(any(tools, it -> it.json(key)), ", "), literal("]"));
    }

    private Expr tagged(final List<Tool> tools) {
        return list(sequence(literal(TAG + "\n"), any(tools, it -> it.json(ARGUMENTS)),
                literal("\n" + TAG_END)), "\n");
    }

    private Expr xml(final List<Tool> tools) {
        return list(sequence(literal(TAG + "\n" + FUNCTION), any(tools, it -> it.named(">\n")),
                literal("</function>\n" + TAG_END)), "\n");
    }

    private Expr marked(final List<Tool> tools, final String closing) {
        return sequence(literal(MARK), jsonList(tools, ARGUMENTS), literal(closing));
    }

    private Expr gemma(final List<Tool> tools) {
        final Expr one = any(tools, it -> it.json(PARAMETERS));
        return several
                ? choice(one, sequence(literal("```json\n"), jsonList(tools, PARAMETERS), literal("\n```")))
                : one;
    }

    private Expr mistral(final List<Tool> tools) {
        return choice(sequence(literal(MISTRAL), jsonList(tools, ARGUMENTS)),
                list(sequence(literal(MISTRAL), any(tools, it -> it.named("[ARGS]"))), ""));
    }

    private Expr deepSeek(final List<Tool> tools) {
        final String begin = "<｜tool▁call▁begin｜>";
        final String separator = "<｜tool▁sep｜>";
        final Expr end = literal("<｜tool▁call▁end｜>");
        final Expr fenced = sequence(literal(begin + "function" + separator),
                any(tools, it -> it.named("\n```json\n")), literal("\n```"), end);
        final Expr bare = sequence(literal(begin), any(tools, it -> it.named(separator)), end);
        return sequence(literal(DEEPSEEK), choice(list(fenced, "\n"), list(bare, "")),
                literal("<｜tool▁calls▁end｜>"));
    }

    /** A call ends the answer, so there is one. */
    private static Expr harmony(final List<Tool> tools) {
        return sequence(analysis(), literal("<|channel|>commentary to=functions."),
                any(tools, it -> it.named(" <|constrain|>json<|message|>")));
    }

    private static Expr analysis() {
        return optional(sequence(literal("<|channel|>analysis<|message|>"), TextWithout.tags(List.of("<|")),
                literal("<|end|><|start|>assistant")));
    }

    /**
     * Returns content that must be something special.
     *
     * @param content what it must be
     * @return the content as the format frames it
     */
    public Expr framed(final Expr content) {
        return format == AnswerFormat.HARMONY
                ? sequence(analysis(), literal("<|channel|>final<|message|>"), content)
                : content;
    }

    /**
     * Returns reasoning that the prompt has begun.
     *
     * @return any text up to its closing tag, and the blanks behind that
     */
    public static Expr reasoning() {
        return sequence(TextWithout.tags(List.of("</think>")), literal("</think>"),
                repeat(literal("\n"), 0, 2));
    }
}
