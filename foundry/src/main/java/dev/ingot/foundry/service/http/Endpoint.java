package dev.ingot.foundry.service.http;

import java.io.IOException;

/** Answers the calls of one path. Must be safe to use from several threads. */
@FunctionalInterface
public interface Endpoint {

    /**
     * Answers one call, on a platform thread that nothing else uses meanwhile. What it throws becomes the answer, as {@link HttpFailure#of}
     * says; once events have begun, their last one.
     *
     * @param call what is asked for
     * @throws IOException if the client is gone
     */
    void handle(Call call) throws IOException;
}
