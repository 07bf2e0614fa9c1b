package dev.ingot.foundry.validate;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What the process took at a moment.
 *
 * @param at        since the measurement began
 * @param resident  bytes of memory that are resident, mapped files included; empty where the system does not tell in a file
 *                  (it does on Linux)
 * @param anonymous bytes of these that are no file's; empty where the system does not tell
 * @param heap      bytes of the Java heap in use, garbage included
 * @param processor processor time of the process since it began, of all threads
 */
public record ResourceSample(Duration at, OptionalLong resident, OptionalLong anonymous, long heap,
        Duration processor) {}
