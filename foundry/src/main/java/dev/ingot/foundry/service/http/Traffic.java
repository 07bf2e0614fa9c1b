package dev.ingot.foundry.service.http;

import java.time.Duration;

/** Is told of every answer. Thread-safe. */
@FunctionalInterface
public interface Traffic {

    /**
     * A request has been answered.
     *
     * @param method of the request, or {@code other} if it is none that any path has
     * @param route  its path with variables, or {@code other} where none was found
     * @param status of the answer; 499 if the client went away before all of it was given
     * @param time   from the end of its headers to the end of the answer
     */
    void answered(String method, String route, int status, Duration time);
}
