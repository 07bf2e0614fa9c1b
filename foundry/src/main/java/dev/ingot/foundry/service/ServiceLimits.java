package dev.ingot.foundry.service;

import dev.ingot.error.InvalidOptionException;
import java.time.Duration;

/**
 * What clients may take. Immutable; start from {@link #DEFAULT}.
 *
 * @param connections most at once
 * @param bodyBytes   most bytes of a request
 * @param requestTime longest time for one request, from its end to the end of the answer
 * @param drain       how long requests may go on when the service is closed, before they are cancelled
 */
public record ServiceLimits(int connections, int bodyBytes, Duration requestTime, Duration drain) {

    /** 256 connections, 4 MiB, ten minutes, ten seconds. */
    public static final ServiceLimits DEFAULT = new ServiceLimits(256, 4 << 20, Duration.ofMinutes(10),
            Duration.ofSeconds(10));

    /**
     * Checks the ranges.
     *
     * @throws InvalidOptionException if a value is out of its range
     */
    public ServiceLimits {
        if (connections < 1 || bodyBytes < 1 || !requestTime.isPositive() || drain.isNegative()) {
            throw new InvalidOptionException(
                    "connections, body bytes and request time: expected more than 0, and drain 0 or more, found "
                            + connections + ", " + bodyBytes + ", " + requestTime + " and " + drain);
        }
    }
}
