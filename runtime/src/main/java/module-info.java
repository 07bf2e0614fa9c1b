/** Generates text with ONNX models on ONNX Runtime. */
module dev.ingot.runtime {
    requires static transitive org.jspecify;
    requires transitive dev.ingot.core;
    requires ai.djl.tokenizers;
    requires com.microsoft.onnxruntime;
    requires static jdk.jfr;

    exports dev.ingot.constrain;
    exports dev.ingot.quality;
    exports dev.ingot.report to dev.ingot.foundry;
    exports dev.ingot.runtime;
}
