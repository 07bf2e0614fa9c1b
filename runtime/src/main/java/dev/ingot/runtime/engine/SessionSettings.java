package dev.ingot.runtime.engine;

import java.time.Duration;

/**
 * How ONNX Runtime is set up.
 *
 * @param threads      that compute a step, the calling one included
 * @param spin         how long idle threads wait awake
 * @param memoryArena  whether memory is kept between steps
 * @param prefillChunk most tokens of a step
 * @param sequences    most key-value caches
 * @param memoryCheck  whether caches grow only into memory that is free
 * @param largePages   whether the weights move into large pages
 * @param sameBits     whether no step computes a single token alone
 */
public record SessionSettings(int threads, Duration spin, boolean memoryArena, int prefillChunk,
        int sequences, boolean memoryCheck, boolean largePages, boolean sameBits) {}
