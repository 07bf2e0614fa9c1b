package dev.ingot.runtime;

import java.lang.ref.Reference;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a stream of tokens and its iterators refer to for as long as they can be read or closed: once nobody can do that any
 * more, what was left open is reported and given back.
 */
final class TokenStream {

    private final TokenSource source;
    private final Forgotten watched;

    private TokenStream(final TokenSource source, final String what) {
        this.source = source;
        watched = new Forgotten(this, what, source::isOpen, source::abandon);
    }

    /**
     * Makes a stream.
     *
     * @param source closed with the stream; must not refer to it
     * @param what   it is, for the report
     */
    static Stream<Token> of(final TokenSource source, final String what) {
        final var made = new TokenStream(source, what);
        return StreamSupport.stream(new TokenSpliterator(made::next), false).onClose(made::close);
    }

    private @Nullable Token next() {
        @Nullable
        Token token = null;
        try {
            token = source.next();
            return token;
        } finally {
            if (token == null) {
                watched.closed();
            }
            Reference.reachabilityFence(this);
        }
    }

    private void close() {
        watched.closed();
        source.close();
    }
}
