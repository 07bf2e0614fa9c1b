package dev.ingot.runtime;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One answer of a conversation; at its end, however it comes, its text is handed over once. */
final class ChatTurn implements AutoCloseable {

    private final Decoding decoding;
    private final Consumer<String> atEnd;
    private boolean over;

    ChatTurn(final Decoding decoding, final Consumer<String> atEnd) {
        this.decoding = decoding;
        this.atEnd = atEnd;
    }

    @Nullable
    Token next() {
        if (over) {
            return null;
        }
        final @Nullable Token token = decoding.next();
        if (token == null) {
            close();
        }
        return token;
    }

    Generation result() {
        return decoding.result();
    }

    @Override
    public void close() {
        if (!over) {
            over = true;
            decoding.close();
            atEnd.accept(decoding.result().text());
        }
    }
}
