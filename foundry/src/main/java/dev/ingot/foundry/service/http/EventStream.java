package dev.ingot.foundry.service.http;

import java.io.IOException;

/**
 * An answer of server-sent events, each of them sent at once. While nothing is sent for some seconds, comments keep
 * the connection alive. Safe to use from several threads.
 */
public interface EventStream {

    /**
     * Sends an event without a name.
     *
     * @param json its data: maps, lists, strings, numbers, booleans, null
     * @throws IOException if the client is gone; the call's cancellation has been used then
     */
    void send(Object json) throws IOException;

    /**
     * Sends an event.
     *
     * @param event its name
     * @param json  its data
     * @throws IOException if the client is gone; the call's cancellation has been used then
     */
    void send(String event, Object json) throws IOException;

    /**
     * Sends the mark by which OpenAI's streams end, {@code data: [DONE]}. The stream itself ends when the endpoint
     * returns.
     *
     * @throws IOException if the client is gone
     */
    void done() throws IOException;
}
