/** Reads Hugging Face model directories and writes quantized ONNX models. */
module dev.ingot.core {
    requires static transitive org.jspecify;
    requires transitive dev.ingot.quantize;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.google.protobuf;
    requires org.tribuo.util.onnx;

    exports dev.ingot;
    exports dev.ingot.adapter to dev.ingot.runtime, dev.ingot.foundry;
    exports dev.ingot.chat;
    exports dev.ingot.chat.answer;
    exports dev.ingot.compare to dev.ingot.runtime;
    exports dev.ingot.foreign to dev.ingot.runtime, dev.ingot.foundry;
    exports dev.ingot.genai to dev.ingot.runtime, dev.ingot.foundry;
    exports dev.ingot.hf to dev.ingot.runtime, dev.ingot.foundry;
    exports dev.ingot.io to dev.ingot.runtime, dev.ingot.foundry;
    exports dev.ingot.json to dev.ingot.runtime, dev.ingot.foundry;
    exports dev.ingot.olive;
    exports dev.ingot.onnx to dev.ingot.runtime, dev.ingot.foundry;
}
