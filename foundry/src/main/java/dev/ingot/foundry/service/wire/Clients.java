package dev.ingot.foundry.service.wire;

/**
 * How it stands with the clients of a server.
 *
 * @param connections    that are open now
 * @param stalledSeconds for which the making of answers has waited for clients to read, since the server began
 * @param cutOff         answers that ended because their clients read too slowly, since the server began
 */
public record Clients(int connections, double stalledSeconds, long cutOff) {}
