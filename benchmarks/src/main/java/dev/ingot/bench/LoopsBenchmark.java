package dev.ingot.bench;

import org.openjdk.jmh.annotations.Fork;

/**
 * {@link QuantizeBenchmark} in a JVM without the incubator module, as most applications start it: plain loops that the JIT
 * compiler vectorizes by itself.
 */
@Fork(value = 1, jvmArgs = "-Xmx256m")
public class LoopsBenchmark extends QuantizeBenchmark {}
