package dev.ingot.runtime;

import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a stream of tokens, each of them when the stream wants it. */
final class TokenSpliterator extends Spliterators.AbstractSpliterator<Token> {

    private final Supplier<@Nullable Token> tokens;

    /** Takes what makes the next token, or null after the last one. */
    TokenSpliterator(final Supplier<@Nullable Token> tokens) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.tokens = tokens;
    }

    @Override
    public boolean tryAdvance(final Consumer<? super Token> action) {
        final @Nullable Token token = tokens.get();
        if (token == null) {
            return false;
        }
        action.accept(token);
        return true;
    }
}
