/** Blockwise weight quantization in pure Java; needs nothing but the JDK. */
module dev.ingot.quantize {
    requires static transitive org.jspecify;
    requires static jdk.incubator.vector;

    exports dev.ingot.error;
    exports dev.ingot.quantize;
    exports dev.ingot.gptq to dev.ingot.core;
    exports dev.ingot.kernel to dev.ingot.core, dev.ingot.runtime;
}
