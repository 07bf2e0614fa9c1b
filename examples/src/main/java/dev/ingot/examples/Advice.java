package dev.ingot.examples;

/** What a precision is good for, in a few words. */
final class Advice {

    private Advice() {}

    static String of(final String spec) {
        final boolean fast = spec.contains(":b128") || spec.contains(":b64") || spec.contains(":b256");
        return switch (spec.split(":", 2)[0]) {
            case "fp32" -> "to compare with";
            case "fp16" -> "half the file; memory and speed stay those of fp32";
            case "int8" -> fast ? "next to no loss, smaller and faster than blocks of 32" : "next to no loss";
            default -> int4(spec, fast);
        };
    }

    private static String int4(final String spec, final boolean fast) {
        if (spec.contains("gptq") || spec.contains("awq")) {
            return "with a text to calibrate on" + (fast ? "; small and fast" : "");
        }
        if (spec.contains(":h4")) {
            return "where every megabyte counts";
        }
        if (spec.contains(":rtn") || spec.contains("quant") || spec.contains("hqq")) {
            return "to match what other tools write, or where measured to be closer";
        }
        return fast ? "smaller and faster than blocks of 32, further from the floats" : "small and close";
    }
}
