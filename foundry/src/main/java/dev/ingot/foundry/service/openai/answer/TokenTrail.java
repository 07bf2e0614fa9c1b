package dev.ingot.foundry.service.openai.answer;

import dev.ingot.chat.answer.AnswerPart;
import dev.ingot.runtime.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Finds the tokens of each part of an answer. The texts of all tokens and the sources of all parts are the same text; a token
 * belongs to the part in which it begins. For one thread.
 */
final class TokenTrail {

    /** A token and where its text begins. */
    private record Placed(Token token, long begin) {}

    private final Queue<Placed> waiting = new ArrayDeque<>();
    private long written;
    private long read;

    /** Takes the next token, with all of its text. */
    void add(final Token token) {
        if (token.id() != Token.NONE) {
            waiting.add(new Placed(token, written));
        }
        written += token.text().length();
    }

    /** Returns the tokens of the next part. */
    List<Token> of(final AnswerPart part) {
        read += part.source().length();
        final var tokens = new ArrayList<Token>();
        while (!waiting.isEmpty() && waiting.peek().begin() < read) {
            tokens.add(waiting.remove().token());
        }
        return tokens;
    }

    /** Returns the tokens behind the last part, which have no text. */
    List<Token> rest() {
        final List<Token> tokens = waiting.stream().map(Placed::token).toList();
        waiting.clear();
        return tokens;
    }
}
