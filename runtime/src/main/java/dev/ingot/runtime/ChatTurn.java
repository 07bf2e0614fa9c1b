package dev.ingot.runtime;

import dev.ingot.chat.answer.AnswerPart;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One answer of a conversation; at its end, however it comes, it is handed over once. */
final class ChatTurn implements TokenSource {

    private final Decoding decoding;
    private final Map<Integer, String> marks;
    private final Consumer<Generation> atEnd;
    private int told; // parts that a listener has
    private boolean over;

    ChatTurn(final Decoding decoding, final Map<Integer, String> marks, final Consumer<Generation> atEnd) {
        this.decoding = decoding;
        this.marks = marks;
        this.atEnd = atEnd;
    }

    @Override
    public @Nullable Token next() {
        if (over) {
            return null;
        }
        final @Nullable Token token = decoding.next();
        if (token == null) {
            close();
        }
        return token;
    }

    /** Makes the whole answer. */
    Generation complete(final Consumer<Token> onToken, final Consumer<AnswerPart> onPart) {
        for (@Nullable
        Token token = next(); token != null; token = next()) {
            onToken.accept(token);
            if (decoding.isOpen()) { // else text that was held back may come, and the parts are those of all
                tell(onPart);
            }
        }
        tell(onPart);
        return result();
    }

    /** Returns a token with all of its text that the parser is shown. */
    Token whole(final Token token) {
        final String mark = marks.getOrDefault(token.id(), "");
        return mark.isEmpty() ? token : new Token(token.id(), token.text() + mark, token.logprobs());
    }

    int promptTokens() {
        return decoding.promptTokens();
    }

    private void tell(final Consumer<AnswerPart> listener) {
        final List<AnswerPart> parts = decoding.parts();
        while (told < parts.size()) {
            listener.accept(parts.get(told++));
        }
    }

    synchronized Generation result() {
        return decoding.result();
    }

    @Override
    public synchronized boolean isOpen() {
        return decoding.isOpen();
    }

    /** The conversation hears of the end when it goes on. */
    @Override
    public synchronized void abandon() {
        decoding.abandon();
    }

    @Override
    public synchronized void close() {
        if (!over) {
            over = true;
            decoding.close();
            atEnd.accept(result());
        }
    }
}
