package dev.ingot.foundry.service.wire;

import java.io.IOException;
import java.io.Serial;

/**
 * A request that cannot be understood or is beyond a limit. Nothing that follows it on its connection can be trusted.
 */
public final class Malformed extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;

    Malformed(final int status, final String message) {
        super(message);
        this.status = status;
    }

    /**
     * Returns the status of the answer.
     *
     * @return of HTTP, 400 or more
     */
    public int status() {
        return status;
    }
}
