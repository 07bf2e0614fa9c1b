package dev.ingot.foundry.service.paths;

import dev.ingot.constrain.ConstraintCache;
import dev.ingot.foundry.service.metrics.ServiceMetrics;
import dev.ingot.foundry.service.models.ModelPool;
import dev.ingot.foundry.service.wire.Clients;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What paths about the service itself need to know.
 *
 * @param models      that are loaded or can be
 * @param cache       where they lie
 * @param constraints that answers were made under before
 * @param metrics     what was counted
 * @param address     of the service
 * @param clients     how it stands with them
 * @param ready       whether models that were asked for at the start are loaded
 * @param stop        ends the service, soon; returns at once
 */
public record Site(ModelPool models, Path cache, ConstraintCache constraints, ServiceMetrics metrics,
        URI address,
        Supplier<Clients> clients, BooleanSupplier ready, Runnable stop) {}
