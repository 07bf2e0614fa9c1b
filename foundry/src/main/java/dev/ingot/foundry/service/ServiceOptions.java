package dev.ingot.foundry.service;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a service runs. Immutable; start from {@link #DEFAULT}.
 *
 * @param access       where it listens and who may use it
 * @param models       how models are loaded and kept
 * @param limits       what clients may take
 * @param mayBeStopped whether {@code POST /shutdown} ends the service, as it ends Foundry Local's
 */
public record ServiceOptions(ServiceAccess access, ServiceModels models, ServiceLimits limits,
        boolean mayBeStopped) {

    /** For this machine only, at {@link ServiceAccess#PORT}; not to be stopped from outside. */
    public static final ServiceOptions DEFAULT = new ServiceOptions(ServiceAccess.DEFAULT,
            ServiceModels.DEFAULT,
            ServiceLimits.DEFAULT, false);

    /**
     * Sets the port.
     *
     * @param value 0 for any that is free
     * @return new options
     */
    public ServiceOptions port(final int value) {
        return access(new ServiceAccess(access.host(), value, access.apiKey(), access.withoutKey(),
                access.allowHosts(), access.allowOrigins()));
    }

    /**
     * Sets the key that clients have to send.
     *
     * @param value not blank
     * @return new options
     */
    public ServiceOptions apiKey(final String value) {
        return access(new ServiceAccess(access.host(), access.port(), Optional.of(value), access.withoutKey(),
                access.allowHosts(), access.allowOrigins()));
    }

    /**
     * Sets the memory for all models together.
     *
     * @param bytes at least 1
     * @return new options
     */
    public ServiceOptions memory(final long bytes) {
        return models(
                new ServiceModels(models.loading(), OptionalLong.of(bytes), models.keep(), models.queue(),
                        models.patience()));
    }

    /**
     * Sets how long a model stays after its last use.
     *
     * @param value 0 for as long as there is room
     * @return new options
     */
    public ServiceOptions keep(final Duration value) {
        return models(new ServiceModels(models.loading(), models.memory(), value, models.queue(),
                models.patience()));
    }

    /**
     * Sets where the service listens and who may use it.
     *
     * @param value the rules
     * @return new options
     */
    public ServiceOptions access(final ServiceAccess value) {
        return new ServiceOptions(value, models, limits, mayBeStopped);
    }

    /**
     * Sets how models are loaded and kept.
     *
     * @param value the rules
     * @return new options
     */
    public ServiceOptions models(final ServiceModels value) {
        return new ServiceOptions(access, value, limits, mayBeStopped);
    }

    /**
     * Sets what clients may take.
     *
     * @param value the limits
     * @return new options
     */
    public ServiceOptions limits(final ServiceLimits value) {
        return new ServiceOptions(access, models, value, mayBeStopped);
    }

    /**
     * Sets whether the service can be ended from outside.
     *
     * @param value true for {@code POST /shutdown} to work
     * @return new options
     */
    public ServiceOptions mayBeStopped(final boolean value) {
        return new ServiceOptions(access, models, limits, value);
    }
}
