package dev.ingot.foundry.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Flags of Olive that have no meaning here, with the reason: people bring them along in their scripts. */
final class OliveFlags {

    private static final Map<String, List<String>> BY_REASON = Map.of(
            "activations stay floats", List.of("--act_precision"),
            "models are not split among devices",
            List.of("--num_split", "--num-splits", "--memory", "--cost-model", "--cost_model"),
            "shapes stay dynamic", List.of("--dim_param", "--dim_value", "--fixed_param_dict"),
            "quantized matrices are MatMulNBits", List.of("--use_qdq_format", "--use_qdq_encoding",
                    "--mixed-precision-overrides-config", "--implementation"),
            "the graph is built, not traced",
            List.of("--use_dynamo_exporter", "--use_mobius_builder", "--torch_dtype", "--conversion_device"),
            "a whole decoder is written", List.of("--exclude_embeds", "--exclude_lm_head", "--surgeries"),
            "models are made for the CPU", List.of("--enable_aot", "--qnn_env_path"),
            "no data set is read; gptq and awq take a text, --calibration FILE",
            List.of("-d", "--data_name", "--split", "--subset", "--text_field",
                    "--data_files", "--max_seq_len", "--max_samples", "--batch_size", "--calibration_data"),
            "it is a matter of the Python tools", List.of("--save_config_file", "--test", "--test_metrics",
                    "--package-config", "--tempdir", "--list_required_packages", "--hf_token",
                    "--account_name", "--container_name"));

    private static final Map<String, String> REASONS = BY_REASON.entrySet().stream()
            .flatMap(entry -> entry.getValue().stream().map(flag -> Map.entry(flag, entry.getKey())))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private OliveFlags() {}

    /** Says why a flag is not taken; empty for one that Olive does not have either. */
    static Optional<String> refusal(final String argument) {
        final String flag = argument.replaceFirst("=.*", "");
        return Optional.ofNullable(REASONS.get(flag))
                .map(reason -> flag + " is not supported: " + reason + "; leave it out");
    }
}
