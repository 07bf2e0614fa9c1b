package dev.ingot.runtime;

import dev.ingot.chat.answer.Answer;
import dev.ingot.chat.answer.AnswerParser;
import dev.ingot.chat.answer.AnswerPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One answer of a conversation, taken apart as it comes; at its end, however it comes, it is handed over once. */
final class ChatTurn implements TokenSource {

    private final Decoding decoding;
    private final AnswerParser parser;
    private final Map<Integer, String> marks;
    private final Consumer<Generation> atEnd;
    private final List<AnswerPart> parts = new ArrayList<>();
    private int read; // characters of the answer that the parser has
    private int told; // parts that a listener has
    private boolean over;

    ChatTurn(final Decoding decoding, final AnswerParser parser, final Map<Integer, String> marks,
            final Consumer<Generation> atEnd) {
        this.decoding = decoding;
        this.parser = parser;
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
        } else {
            read(token.text());
            parts.addAll(parser.next(marks.getOrDefault(token.id(), "")));
        }
        return token;
    }

    private void read(final String text) {
        read += text.length();
        parts.addAll(parser.next(text));
    }

    /** Makes the whole answer. */
    Generation complete(final Consumer<Token> onToken, final Consumer<AnswerPart> onPart) {
        for (@Nullable
        Token token = next(); token != null; token = next()) {
            onToken.accept(token);
            tell(onPart);
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
        while (told < parts.size()) {
            listener.accept(parts.get(told++));
        }
    }

    synchronized Generation result() {
        return decoding.result().answered(Answer.of(parts));
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
            read(decoding.result().text().substring(read)); // what was held back and nobody fetched
            parts.addAll(parser.end());
            atEnd.accept(result());
        }
    }
}
