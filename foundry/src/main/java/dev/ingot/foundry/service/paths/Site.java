package dev.ingot.foundry.service.paths;

import dev.ingot.foundry.service.metrics.ServiceMetrics;
import dev.ingot.foundry.service.models.ModelPool;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * What paths about the service itself need to know.
 *
 * @param models      that are loaded or can be
 * @param cache       where they lie
 * @param metrics     what was counted
 * @param address     of the service
 * @param connections that are open
 * @param ready       whether models that were asked for at the start are loaded
 * @param stop        ends the service, soon; returns at once
 */
public record Site(ModelPool models, Path cache, ServiceMetrics metrics, URI address,
        IntSupplier connections, BooleanSupplier ready, Runnable stop) {}
