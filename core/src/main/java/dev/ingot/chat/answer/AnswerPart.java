package dev.ingot.chat.answer;

/** A piece of an answer. Several pieces of content or reasoning that follow each other belong together. */
public sealed interface AnswerPart {

    /**
     * Returns what the model wrote for it, with tags and the blanks around them. The sources of all parts are the whole
     * answer.
     *
     * @return the text as it was generated
     */
    String source();

    /**
     * What the user shall read.
     *
     * @param text   a piece of it; empty where only a tag or blanks are left over
     * @param source what the model wrote
     */
    record Content(String text, String source) implements AnswerPart {}

    /**
     * What the model thinks before it answers.
     *
     * @param text   a piece of it
     * @param source what the model wrote
     */
    record Reasoning(String text, String source) implements AnswerPart {}

    /**
     * A call of a tool, whole.
     *
     * @param call   what to call
     * @param source what the model wrote
     */
    record Call(ToolCall call, String source) implements AnswerPart {}
}
