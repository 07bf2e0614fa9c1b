package dev.ingot.foundry.cli;

import dev.ingot.Precision;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how weights are stored. */
final class PrecisionOptions {

    @Option(names = "--precision", paramLabel = "P", defaultValue = "int4", description = "int4, int8, int2, fp16"
            + " (storage only) or fp32; default: int4.")
    String precision = "int4";

    @Mixin
    private final BlockOptions blocks = new BlockOptions();

    Precision precision() {
        return blocks.apply(Precision.parse(precision));
    }
}
