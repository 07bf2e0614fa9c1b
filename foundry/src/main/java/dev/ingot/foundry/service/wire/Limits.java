package dev.ingot.foundry.service.wire;

import java.time.Duration;

/**
 * What clients may take.
 *
 * @param connections most at once, half of them from one other machine; for one beyond goes the one that has been without
 *                    a whole request longest; where there is none, the new one is told to come back
 * @param headBytes   of request line and headers
 * @param headTime    from the first byte of a request to the end of its headers; a new connection has as long for that
 *                    first byte
 * @param bodyBytes   of a request's body
 * @param bodyTime    from the end of the headers to the end of the body
 * @param allBodies   bytes of all bodies together that are held at once
 * @param idleTime    a connection stays open between two requests
 * @param writeTime   a client may take nothing of an answer that waits for it, or hold up the making of one in all; {@link
 *                    #patience} has what it may at once
 * @param requestTime from the end of a request to the end of its answer
 */
public record Limits(int connections, int headBytes, Duration headTime, int bodyBytes, Duration bodyTime,
        long allBodies, Duration idleTime, Duration writeTime, Duration requestTime) {

    /** 256 connections, 32 KB of headers in 10 s, 4 MB of body in 30 s, 32 MB of bodies, 60 s, 30 s and 10 minutes. */
    public static final Limits DEFAULT = new Limits(256, 32 << 10, Duration.ofSeconds(10), 4 << 20,
            Duration.ofSeconds(30), 32L << 20, Duration.ofSeconds(60), Duration.ofSeconds(30),
            Duration.ofMinutes(10));

    private static final Duration HELD = Duration.ofSeconds(5);

    /** How long the making of an answer may wait for its client: at once not for long, and in all as for one that is made. */
    Patience patience() {
        return new Patience(writeTime.compareTo(HELD) < 0 ? writeTime : HELD, writeTime);
    }

    /** How long a new connection may wait with its first request. */
    Duration firstTime() {
        return headTime.compareTo(idleTime) < 0 ? headTime : idleTime;
    }
}
