package dev.ingot.foundry.service.openai.answer;

import dev.ingot.chat.answer.ToolCall;
import dev.ingot.runtime.Token;
import java.io.IOException;
import java.util.List;

/** Hears of an answer while it is made. */
public interface ChoiceListener {

    /** Hears of nothing. */
    ChoiceListener NONE = new ChoiceListener() {

        @Override
        public void content(final String text, final List<Token> tokens) {}

        @Override
        public void reasoning(final String text) {}

        @Override
        public void call(final int index, final ToolCall call) {}
    };

    /**
     * Hears of content.
     *
     * @param text   a piece of it; empty where only tokens are left over
     * @param tokens that it is made of
     * @throws IOException if the client is gone
     */
    void content(String text, List<Token> tokens) throws IOException;

    /**
     * Hears of reasoning.
     *
     * @param text a piece of it
     * @throws IOException if the client is gone
     */
    void reasoning(String text) throws IOException;

    /**
     * Hears of a call.
     *
     * @param index of the call, from 0
     * @param call  the whole call, with the id that clients see
     * @throws IOException if the client is gone
     */
    void call(int index, ToolCall call) throws IOException;
}
