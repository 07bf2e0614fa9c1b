package dev.ingot.runtime;

import org.jspecify.annotations.Nullable;

/** What a stream of tokens comes from. For one thread at a time. */
interface TokenSource extends AutoCloseable {

    /** Makes the next token; returns null after the last one. */
    @Nullable
    Token next();

    /** Tells whether it still has to be closed. */
    boolean isOpen();

    /** Gives back what it holds, in place of a reader who is gone; whoever owns it may still close it, on another thread. */
    void abandon();

    @Override
    void close();
}
