package dev.ingot.hf;

import dev.ingot.error.UnsupportedModelException;
import dev.ingot.hf.Quantization.Awq;
import dev.ingot.hf.Quantization.Gptq;
import dev.ingot.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads how a checkpoint is quantized: {@code quantization_config} of config.json, or the file of its own that older
 * tools wrote. Other methods than GPTQ and AWQ are refused by name, and so is every key that is not known, before a
 * tensor is looked at.
 */
final class QuantizationReader {

    private static final String KEY = "quantization_config";
    private static final int MAX_GROUP = 1 << 22;
    private static final Set<String> COMMON = Set.of("quant_method", "bits", "w_bit", "group_size",
            "q_group_size", "version", "modules_to_not_convert", "lm_head", "model_name_or_path", "tokenizer",
            "dataset", "backend", "pack_dtype", "block_name_to_quantize", "modules_in_block_to_quantize",
            "module_name_preceding_first_block", "batch_size", "pad_token_id", "model_seqlen",
            "max_input_length", "use_exllama", "disable_exllama", "exllama_config", "do_fuse",
            "fuse_max_seq_len",
            "modules_to_fuse");
    private static final Set<String> GPTQ = Set.of("checkpoint_format", "format", "desc_act", "sym",
            "static_groups", "true_sequential", "damp_percent", "damp_auto_increment", "is_marlin_format",
            "dynamic", "meta", "model_file_base_name", "use_cuda_fp16", "cache_block_outputs", "mse",
            "act_group_aware", "hyb_act");
    private static final Set<String> AWQ = Set.of("zero_point", "desc_act", "sym");

    private final JsonObject json;

    private QuantizationReader(final JsonObject json) {
        this.json = json;
    }

    /**
     * Reads what a model directory says.
     *
     * @param directory with config.json
     * @return how its checkpoint is quantized, or empty when it is not
     */
    static Optional<Quantization> read(final Path directory) {
        return BoundedJson.read(directory.resolve("config.json")).object(KEY)
                .filter(json -> !isMxfp4(json))
                .map(json -> new QuantizationReader(json).byMethod())
                .or(() -> file(directory, "quantize_config.json").map(QuantizationReader::gptq))
                .or(() -> file(directory, "quant_config.json").map(QuantizationReader::awq));
    }

    /** Its tensors say how they are stored; nothing here is needed to read them. */
    private static boolean isMxfp4(final JsonObject json) {
        return json.string("quant_method").filter("mxfp4"::equals).isPresent();
    }

    private static Optional<QuantizationReader> file(final Path directory, final String name) {
        return Optional.of(directory.resolve(name)).filter(Files::isRegularFile)
                .map(file -> new QuantizationReader(BoundedJson.read(file)));
    }

    private Quantization byMethod() {
        final String method = json.string("quant_method").or(() -> json.string("quant_type"))
                .orElseThrow(() -> json.missing("quant_method", "gptq or awq"));
        return switch (method.toLowerCase(Locale.ROOT)) {
            case "gptq" -> gptq();
            case "awq" -> awq();
            default -> throw unsupported("quant_method", "gptq, awq or unquantized weights (BF16, F16, F32)",
                    method);
        };
    }

    private Quantization gptq() {
        refuseUnknown(GPTQ);
        final String format = json.string("checkpoint_format").or(() -> json.string("format"))
                .orElse("gptq");
        if (!format.equals("gptq") && !format.equals("gptq_v2")) {
            throw unsupported("checkpoint_format", "gptq or gptq_v2", format);
        }
        if (json.bool("is_marlin_format").orElse(false)) {
            throw unsupported("is_marlin_format", "false", "true");
        }
        requireInt32();
        return new Gptq(bits(Set.of(4, 8)), groupSize(), format.equals("gptq"),
                json.object("dynamic").filter(rules -> !rules.keys().isEmpty()).isPresent());
    }

    private Quantization awq() {
        refuseUnknown(AWQ);
        final String version = json.string("version").orElse("gemm");
        if (!version.toLowerCase(Locale.ROOT).equals("gemm")) {
            throw unsupported("version", "gemm", version);
        }
        final String backend = json.string("backend").orElse("autoawq");
        if (backend.equals("llm-awq")) {
            throw unsupported("backend", "autoawq", backend);
        }
        if (!json.bool("zero_point").orElse(true)) {
            throw unsupported("zero_point", "true", "false");
        }
        requireInt32();
        bits(Set.of(4));
        return new Awq(groupSize());
    }

    private int bits(final Set<Integer> supported) {
        final String key = json.has("bits") ? "bits" : "w_bit";
        final String expected = String.join(" or ",
                new TreeSet<>(supported).stream().map(String::valueOf).toList());
        final int bits = json.integer(key).orElseThrow(() -> json.missing(key, expected));
        if (!supported.contains(bits)) {
            throw unsupported(key, expected, String.valueOf(bits));
        }
        return bits;
    }

    private int groupSize() {
        final String key = json.has("group_size") ? "group_size" : "q_group_size";
        final int size = json.integer(key).orElseThrow(() -> json.missing(key, "a group size"));
        if (size != Quantization.WHOLE && (size < 1 || size > MAX_GROUP)) {
            throw json.wrong(key, "-1 or an integer from 1 to " + MAX_GROUP, size);
        }
        return size;
    }

    private void requireInt32() {
        final String type = json.string("pack_dtype").orElse("int32");
        if (!type.equals("int32")) {
            throw unsupported("pack_dtype", "int32", type);
        }
    }

    private void refuseUnknown(final Set<String> own) {
        for (final String key : json.keys()) {
            if (json.has(key) && !COMMON.contains(key) && !own.contains(key)) {
                throw new UnsupportedModelException(json.file() + ": " + json.pathOf(key)
                        + ": expected only settings whose meaning is known, found this one");
            }
        }
    }

    private UnsupportedModelException unsupported(final String key, final String expected,
            final String found) {
        return new UnsupportedModelException(json.file() + ": " + json.pathOf(key) + ": expected " + expected
                + ", found " + found);
    }
}
