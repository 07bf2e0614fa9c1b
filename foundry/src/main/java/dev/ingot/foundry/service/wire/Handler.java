package dev.ingot.foundry.service.wire;

import java.io.IOException;

/** Decides about requests and answers them. Thread-safe. */
public interface Handler {

    /** Answers one request. */
    @FunctionalInterface
    interface Action {

        /**
         * Answers.
         *
         * @param exchange the request with its whole body, and its answer
         * @throws IOException if the client is gone
         */
        void run(Exchange exchange) throws IOException;
    }

    /**
     * What becomes of a request.
     *
     * @param takesBody whether the body shall be read; if not, nothing more is read from the connection where there
     *                  is one
     * @param action    answers it
     */
    record Admission(boolean takesBody, Action action) {}

    /**
     * Decides about a request before its body is read.
     *
     * @param head request line and headers
     * @return what shall become of it
     */
    Admission admit(RequestHead head);

    /**
     * Answers a request that cannot be understood, or is beyond a limit.
     *
     * @param status  of the answer
     * @param message what is wrong
     * @return answers it
     */
    Action refuse(int status, String message);
}
